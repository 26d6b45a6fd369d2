// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/base/Time.h"
#include "core/store/Project.h"

#include <optional>

namespace casebench {

/// A version of the project's expectations; the newest one counts.
struct StoredSuite
{
    std::int64_t id = 0;
    Json body;
    std::string sha256; ///< hex, of the body's canonical bytes
    Instant createdAt = kNoTime;
    std::string createdBy;
};

/// What came of holding cases to a suite.
struct StoredExpectationRun
{
    std::int64_t id = 0;
    std::int64_t suite = 0;
    std::int64_t source = 0; ///< the import that was checked; 0 = on demand
    Instant at = kNoTime;
    std::int64_t criticalFailed = 0;
    Json body;
};

/// Expectations and their runs; append-only. What the JSON says is the caller's business.
class ExpectationStore
{
public:
    explicit ExpectationStore(const Project& project);

    /// Gives: the new version, or the newest one when it says the same already.
    [[nodiscard]] Result<StoredSuite> save(WriteTransaction& tx, const Json& body) const;
    /// Nothing when none was ever saved.
    [[nodiscard]] Result<std::optional<StoredSuite>> current() const;
    /// Takes: a run without id and at. Gives: its id.
    [[nodiscard]] Result<std::int64_t> addRun(WriteTransaction& tx, const StoredExpectationRun& run) const;
    /// The newest run; nothing when there is none.
    [[nodiscard]] Result<std::optional<StoredExpectationRun>> latestRun() const;

private:
    const Project* m_project;
};

} // namespace casebench
