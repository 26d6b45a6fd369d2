// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Alert.h"
#include "core/store/Project.h"

#include <vector>

namespace casebench {

class AlertStore
{
public:
    struct Raised
    {
        std::int64_t id = 0;
        bool isNew = false; ///< false: the same (run, kind, window, first field) had been raised before
    };

    explicit AlertStore(const Project& project);

    /// raisedAt comes from the transaction; the state starts as open.
    [[nodiscard]] Result<Raised> raise(WriteTransaction& tx, const Alert& alert) const;
    /// The acting person becomes the owner. Fails: NotFound; Refused when it is closed.
    [[nodiscard]] Result<void> take(WriteTransaction& tx, std::int64_t id) const;
    [[nodiscard]] Result<void> snooze(WriteTransaction& tx, std::int64_t id, std::string_view reason) const;
    /// Fails also: InvalidInput without a reason.
    [[nodiscard]] Result<void> close(WriteTransaction& tx, std::int64_t id, std::string_view reason) const;

    [[nodiscard]] Result<Alert> find(std::int64_t id) const;
    /// Oldest first.
    [[nodiscard]] Result<std::vector<Alert>> list() const;

private:
    [[nodiscard]] Result<void>
    setState(WriteTransaction& tx, std::int64_t id, AlertState state, std::string_view answer) const;
    const Project* m_project;
};

} // namespace casebench
