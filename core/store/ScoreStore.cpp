// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/ScoreStore.h"

#include "core/crypto/Digest.h"
#include "core/store/ByteStream.h"
#include "core/store/Sqlite.h"

#include <algorithm>
#include <fmt/format.h>

namespace casebench {

namespace {
constexpr std::size_t kBlobRows = 2'000'000; // 28 bytes each
} // namespace

ScoreStore::ScoreStore(const Project& project)
    : m_project(&project)
{
}

Result<void> ScoreStore::add(WriteTransaction& tx, std::int64_t runId, const CaseScores& scores) const
{
    const std::size_t rows = scores.rows.size();
    if (scores.margin.size() != rows || scores.probability.size() != rows
        || (!scores.scoredAt.empty() && scores.scoredAt.size() != rows)
        || std::ranges::adjacent_find(scores.rows, std::greater_equal<>()) != scores.rows.end())
        return Error { ErrorCode::InvalidInput, "Scores must be one per case, the cases ascending." };
    const std::vector<Instant> times =
        scores.scoredAt.empty() ? std::vector<Instant>(rows, tx.time()) : scores.scoredAt;
    // A project takes no larger BLOB than 80 MiB: scores of more cases are several rows, read as one.
    for (std::size_t from = 0; from == 0 || from < rows; from += kBlobRows) {
        const std::size_t count = std::min(kBlobRows, rows - from);
        const auto piece = [&](const auto& values) { return std::span(values).subspan(from, count); };
        ByteWriter out;
        out.put(static_cast<std::uint32_t>(count));
        out.putAll(piece(scores.rows));
        out.putAll(piece(scores.margin));
        out.putAll(piece(scores.probability));
        out.putAll(piece(times));
        const std::string data = out.take();
        const Digest digest = sha256(data);
        CB_CHECK(tx.database().run(
            "INSERT INTO score(run, rows, at, sha256, data) VALUES(?1, ?2, ?3, ?4, ?5)", runId,
            static_cast<std::int64_t>(count), tx.time(), Blob { bytesOf(digest) }, Blob { data }));
    }
    return {};
}

Result<CaseScores> ScoreStore::latest(std::int64_t runId) const
{
    struct Score
    {
        CaseRow row;
        double margin;
        double probability;
        Instant at;
    };

    // Rows of a blob ascend, and one blob is the usual case: a list is put in order only when there are more.
    std::vector<Score> all;
    CB_TRY(
        Statement blobs,
        m_project->database().query("SELECT data, sha256, id FROM score WHERE run = ?1 ORDER BY id", runId));
    for (;;) {
        CB_TRY(const bool found, blobs.step());
        if (!found)
            break;
        ByteReader in(blobs.blob(0));
        const auto count = in.take<std::uint32_t>();
        const auto rows = in.takeAll<CaseRow>(count);
        const auto margin = in.takeAll<double>(count);
        const auto probability = in.takeAll<double>(count);
        const auto times = in.takeAll<Instant>(count);
        if (!in.atEnd() || blobs.blob(1) != bytesOf(sha256(blobs.blob(0))))
            return damagedBlob("scores").in(fmt::format("scores {}", blobs.integer(2)));
        for (std::size_t i = 0; i < rows.size(); ++i)
            all.push_back({ rows[i], margin[i], probability[i], times[i] });
    }
    if (!std::ranges::is_sorted(all, {}, &Score::row))
        std::ranges::stable_sort(all, {}, &Score::row);
    CaseScores scores;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (i + 1 < all.size() && all[i + 1].row == all[i].row)
            continue; // scored again later
        scores.rows.push_back(all[i].row);
        scores.margin.push_back(all[i].margin);
        scores.probability.push_back(all[i].probability);
        scores.scoredAt.push_back(all[i].at);
    }
    return scores;
}

} // namespace casebench
