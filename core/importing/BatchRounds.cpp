// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/BatchRounds.h"

#include <algorithm>

namespace casebench {

namespace {

constexpr std::size_t kManyCells = 20'000; // of a batch: from here on a second thread pays (ours)
constexpr std::size_t kTogether = 4; // columns: fewer cost memory's time, more leave a thread waiting (ours)

} // namespace

Result<void> forEachBatch(RowSource& source, SecondThread& threads, Progress& progress, const BatchWork& work)
{
    std::array<RawBatch, 2> batches;
    std::size_t current = 0;
    CB_CHECK(progress.checkpoint());
    CB_TRY(bool more, source.next(batches[current]));
    for (;; current = 1 - current) {
        RawBatch& batch = batches[current];
        RawBatch& following = batches[1 - current];
        if (work.before)
            work.before(batch);
        std::optional<Result<bool>> read;
        const std::size_t reading = more && source.keepsPrevious() ? 1 : 0;
        const auto doOne = [&](std::size_t i) {
            if (i < reading)
                read.emplace(source.next(following));
            else
                work.look(batch, (i - reading) * kTogether,
                          std::min(work.columns, (i - reading + 1) * kTogether));
        };
        const std::size_t count = (work.columns + kTogether - 1) / kTogether + reading;
        if (batch.fields.size() >= kManyCells) {
            threads.share(count, doOne);
        } else {
            for (std::size_t i = 0; i < count; ++i)
                doOne(i);
        }
        CB_CHECK(work.after(batch));
        progress.report(source.fraction(), work.step);
        if (!more)
            return {};
        CB_CHECK(progress.checkpoint());
        if (!read)
            read.emplace(source.next(following));
        CB_TRY(more, std::move(*read));
    }
}

} // namespace casebench
