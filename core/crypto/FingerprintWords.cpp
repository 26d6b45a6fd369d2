// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/Digest.h"
#include "core/crypto/Signature.h"

#include <array>

namespace casebench {

namespace {

constexpr std::size_t kWordCount = 6;

// Ours: short everyday words, one per byte value, in alphabetical order. Never changed, or a fingerprint
// would be read out in two ways.
// clang-format off
constexpr std::array<std::string_view, 256> kWords = {
    "able", "acid", "aged", "also", "apex", "arch", "area", "army", "aunt", "away", "axis", "baby",
    "back", "bake", "ball", "band", "bank", "barn", "base", "bath", "beam", "bean", "bear", "beef",
    "bell", "belt", "bend", "bike", "bird", "blue", "boat", "body", "bold", "bone", "book", "boot",
    "born", "boss", "both", "bowl", "bulk", "burn", "bush", "busy", "cake", "calm", "camp", "card",
    "care", "cart", "case", "cash", "cave", "chef", "chin", "city", "clay", "clip", "club", "coal",
    "coat", "code", "coin", "cold", "cook", "cool", "copy", "cord", "cork", "corn", "cost", "crew",
    "crop", "cube", "cure", "dark", "data", "date", "dawn", "deal", "deck", "deep", "deer", "desk",
    "dial", "diet", "dish", "dock", "dome", "door", "dove", "down", "draw", "drum", "duck", "dust",
    "duty", "each", "earn", "east", "easy", "echo", "edge", "envy", "epic", "even", "exit", "face",
    "fact", "fair", "fall", "farm", "fast", "fern", "film", "find", "fire", "firm", "fish", "five",
    "flag", "flat", "foam", "fold", "folk", "food", "foot", "fork", "form", "fort", "four", "free",
    "frog", "fuel", "full", "gain", "game", "gate", "gift", "girl", "give", "glad", "glue", "goal",
    "goat", "gold", "golf", "good", "gray", "grid", "grip", "hair", "half", "hall", "hand", "harp",
    "hawk", "heat", "herb", "hero", "hill", "hint", "holy", "home", "hook", "hope", "horn", "host",
    "hour", "huge", "hunt", "idea", "inch", "iron", "item", "jade", "jazz", "join", "joke", "jump",
    "june", "jury", "keen", "kick", "kind", "king", "kite", "knee", "lace", "lake", "lamb", "lamp",
    "land", "lane", "last", "lawn", "leaf", "left", "lens", "life", "lime", "line", "lion", "list",
    "loft", "logo", "long", "loop", "luck", "lung", "main", "male", "many", "mark", "mask", "math",
    "meal", "memo", "menu", "mild", "milk", "mill", "mind", "mint", "moon", "more", "moss", "moth",
    "move", "myth", "nail", "name", "navy", "neck", "nest", "next", "nine", "noon", "nose", "note",
    "oath", "obey", "oven", "pace", "page", "palm", "park", "path", "peak", "pear", "pine", "plum",
    "pond", "rain", "road", "rose",
};
// clang-format on

} // namespace

std::string fingerprintWords(std::string_view fingerprint)
{
    const auto digest = parseDigest(fingerprint);
    if (!digest)
        return {};
    std::string text;
    for (std::size_t i = 0; i < kWordCount; ++i) {
        if (i > 0)
            text += '-';
        text += kWords[(*digest)[i]];
    }
    return text;
}

} // namespace casebench
