// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Field.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace casebench {

/// Fields that tell of the same thing, to be read together.
struct FactTopic
{
    std::string title; ///< "What was asked"; a word of the fields themselves where they share one
    std::string why; ///< the rule that put them here, as a sentence
    std::vector<std::size_t> fields; ///< places in the fields given, ascending
};

/// Groups the fields of a case by topic, by what their names and roles say and by nothing else: neither the
/// values nor any model can move a field, so every case of a project reads alike.
/// Rules, the first that fits: the roles personal, group and sensitive -> people and accounts; a word of the
/// name that one of the lists holds (asked, done, call, report; ours) -> that topic; a first word that two
/// fields or more share -> that word; else other facts. Words end at "_", "-", ".", a space or before a
/// capital letter.
/// Takes:  fields as they are to be read.  Gives: topics in the order above, no empty one, every field once.
/// Cost:   O(fields).  Thread-safe (pure).
[[nodiscard]] std::vector<FactTopic> factTopics(std::span<const Field> fields);

} // namespace casebench
