// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/SecondThread.h"
#include "core/importing/RowSource.h"

#include <array>
#include <functional>
#include <optional>

namespace casebench {

/// What is done with the batches of a file.
struct BatchWork
{
    std::size_t columns = 0;
    /// For some columns of each batch, in two threads where that pays.
    std::function<void(const RawBatch& batch, std::size_t firstColumn, std::size_t endColumn)> look;
    /// Before and after the columns of a batch; the batch is its own then.
    std::function<void(const RawBatch& batch)> before;
    std::function<Result<void>(RawBatch& batch)> after;
    std::string_view step; ///< for the progress
};

/// Rows that are looked at in one column after the other while they are in the nearest cache.
inline constexpr std::size_t kNearRows = 64;

/// Reads the source to its end; while the columns of a batch are looked at the next one is read, where the
/// source can.
/// Fails:  as the source does; Cancelled; whatever `after` fails with.
[[nodiscard]] Result<void>
forEachBatch(RowSource& source, SecondThread& threads, Progress& progress, const BatchWork& work);

} // namespace casebench
