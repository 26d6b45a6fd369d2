// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/WithoutChecks.h"

#include <utility>

namespace casebench {

Result<WithoutChecks> WithoutChecks::begin(Database& database)
{
    CB_CHECK(database.execute("PRAGMA ignore_check_constraints=ON"));
    return WithoutChecks(&database);
}

WithoutChecks::WithoutChecks(Database* database)
    : m_database(database)
{
}

WithoutChecks::WithoutChecks(WithoutChecks&& other) noexcept
    : m_database(std::exchange(other.m_database, nullptr))
{
}

WithoutChecks::~WithoutChecks()
{
    if (m_database == nullptr)
        return;
    if (!m_database->execute("PRAGMA ignore_check_constraints=OFF"))
        m_database->rollback(); // out of memory at most; nothing is written unasked
}

} // namespace casebench
