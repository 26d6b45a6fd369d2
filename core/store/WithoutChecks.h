// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only.

#include "core/store/Sqlite.h"

namespace casebench {

/// While it lives no CHECK is asked; types, NOT NULL, keys and references are. SQLite builds a table of words
/// for every row to answer "verdict IN (...)", which is most of the cost of writing many rows. Only for rows
/// whose values were typed and checked here, or that are checked as a whole before the commit.
/// Cost: every prepared statement is prepared once more.
class WithoutChecks
{
public:
    [[nodiscard]] static Result<WithoutChecks> begin(Database& database);
    ~WithoutChecks();
    WithoutChecks(WithoutChecks&& other) noexcept;
    WithoutChecks& operator=(WithoutChecks&&) = delete;
    WithoutChecks(const WithoutChecks&) = delete;
    WithoutChecks& operator=(const WithoutChecks&) = delete;

private:
    explicit WithoutChecks(Database* database);
    Database* m_database;
};

} // namespace casebench
