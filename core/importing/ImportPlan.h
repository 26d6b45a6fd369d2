// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/CaseTable.h"
#include "core/importing/FileProfile.h"

namespace casebench {

/// What a person says about fields: --id --time --label --role --kind --rename. Names match ignoring case and
/// outer white space.
struct FieldChoices
{
    std::string id;
    std::string time;
    std::string label; ///< the field only, without =POSITIVE
    std::map<std::string, FieldRole> roles;
    std::map<std::string, FieldKind> kinds;
    std::map<std::string, std::string> renames; ///< column of the file -> the field that it is
};

/// What one column of the file becomes.
struct FieldPlan
{
    Field field;
    std::string sourceName; ///< its name in the file
    std::size_t column = 0; ///< its position in the file
    std::string reason; ///< why this kind and role, in words
    std::string dateOrder; ///< how to read dates with slashes
    std::string noText; ///< yes/no fields: the dictionary {no, yes}; other spellings are kept as raw texts
    std::string yesText;
    bool isNew = true; ///< not in the project yet
};

struct ImportPlan
{
    std::vector<FieldPlan> fields; ///< in the file's order, every column
    std::vector<std::string> fieldsNew; ///< not in the known schema (empty when there is none)
    std::vector<std::string> fieldsGone; ///< in the known schema, not in the file
};

/// Guesses kind and role of every column, then lets the known schema and the person's choices decide.
/// Takes:  known: the project's schema, empty for a new project; its fields keep their name, kind and role.
/// Fails:  NotFound when a choice names no column; InvalidInput when two choices contradict or two columns
/// match one field. Cost:   O(columns^2) at worst, no file access.
[[nodiscard]] Result<ImportPlan>
planFields(const FileProfile& profile, const FieldChoices& choices, const Schema& known);

} // namespace casebench
