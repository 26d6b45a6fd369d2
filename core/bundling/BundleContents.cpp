// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundling/BundleContents.h"

#include "core/base/Text.h"
#include "core/bundling/Bundle.h"
#include "core/bundling/FileManifest.h"

#include <algorithm>
#include <array>
#include <utility>

namespace casebench {

namespace {

constexpr std::array kOwnNames = { kModelSignature, kApprovalSignature, kApprovalFile, kSignersFile };
constexpr std::array<std::string_view, 12> kRunnableEndings = { ".pkl",  ".pickle", ".joblib", ".cloudpickle",
                                                                ".dill", ".pt",     ".pth",    ".npy",
                                                                ".npz",  ".py",     ".pyc",    ".so" };

bool isPlainCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_'
        || c == '-' || c == '/';
}

bool isPlainName(std::string_view name)
{
    const auto parts = split(name, '/');
    return isCanonicalName(name) && std::all_of(name.begin(), name.end(), isPlainCharacter)
        && std::none_of(parts.begin(), parts.end(),
                        [](std::string_view part) { return part.starts_with('.'); });
}

} // namespace

Result<void> BundleContents::add(std::string name, std::string bytes)
{
    if (!isPlainName(name))
        return Error { ErrorCode::InvalidInput,
                       "A file of a bundle needs a plain name of letters, digits, \".\", \"_\" and \"-\".",
                       name };
    const auto sameAs = [&](std::string_view other) { return equalsIgnoreAsciiCase(other, name); };
    if (std::any_of(kOwnNames.begin(), kOwnNames.end(), sameAs))
        return Error { ErrorCode::InvalidInput, "This name is kept for what signing itself writes.", name };
    if (std::any_of(m_files.begin(), m_files.end(), [&](const File& file) { return sameAs(file.name); }))
        return Error { ErrorCode::InvalidInput, "The name stands twice.", name };
    if (const auto problem = runnableContent(name, bytes))
        return Error { ErrorCode::Refused, problem->text, problem->file, problem->kind };
    m_files.push_back({ std::move(name), std::move(bytes) });
    return {};
}

std::optional<Problem> runnableContent(std::string_view name, std::string_view firstBytes)
{
    const std::string lower = toLowerAscii(name);
    // "model.pkl.gz" was once let pass by scanners that looked at the last ending only.
    const auto hides = [&](std::string_view ending) {
        return lower.ends_with(ending) || lower.find(std::string(ending) + ".") != std::string::npos;
    };
    const bool magic = firstBytes.size() >= 2 && firstBytes[0] == '\x80' && firstBytes[1] >= '\x02'
        && firstBytes[1] <= '\x05';
    if (!magic && std::none_of(kRunnableEndings.begin(), kRunnableEndings.end(), hides))
        return std::nullopt;
    return Problem { kind::kUnsupported, std::string(name),
                     "A serialised program object or program: opening it could run code." };
}

} // namespace casebench
