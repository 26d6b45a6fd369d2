// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/Scorer.h"

#include "core/models/Calibration.h"
#include "core/models/Families.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace casebench {

namespace {

constexpr std::size_t kBlock = 65'536;

} // namespace

std::int64_t Scores::flagged() const
{
    return std::ranges::count_if(positive, [](std::uint8_t flag) { return flag != 0; });
}

ScorerParts scorerParts(const Run& run)
{
    return { run.recipe.family, run.encoder, run.modelBytes, run.calibration, run.threshold };
}

Result<Scorer> Scorer::fromRun(const Run& run)
{
    return fromParts(scorerParts(run));
}

Result<Scorer> Scorer::fromParts(const ScorerParts& parts)
{
    CB_TRY(const Family* family, findFamily(parts.family));
    CB_TRY(Encoder encoder, Encoder::fromJson(parts.encoder));
    if (encoder.style() != family->encodingStyle())
        return Error { ErrorCode::Corrupt, "The encoder was made for another kind of model." };
    const bool numbers = std::isfinite(parts.calibration.a) && std::isfinite(parts.calibration.b);
    if (!numbers || !(parts.threshold >= 0 && parts.threshold <= 1))
        return Error { ErrorCode::Corrupt, "Calibration or threshold is not a number in range." };
    auto loaded = family->load(parts.modelBytes, encoder.columnCount());
    if (!loaded)
        return loaded.error().in("model");
    return Scorer(std::move(encoder), std::shared_ptr<const TrainedModel>(std::move(*loaded)),
                  parts.calibration, parts.threshold);
}

Scorer::Scorer(Encoder encoder,
               std::shared_ptr<const TrainedModel> model,
               Calibration calibration,
               double threshold)
    : m_encoder(std::move(encoder))
    , m_model(std::move(model))
    , m_calibration(calibration)
    , m_threshold(threshold)
{
    expects(m_model != nullptr && m_model->columns() == m_encoder.columnCount(),
            "Scorer: encoder and model differ in columns");
}

double Scorer::probability(double margin) const
{
    return calibrated(m_calibration, margin);
}

Result<Scores> Scorer::score(const CaseTable& table, Progress& progress) const
{
    std::vector<std::uint32_t> all(table.rowCount());
    std::iota(all.begin(), all.end(), 0U);
    return score(table, all, progress);
}

Result<Scores>
Scorer::score(const CaseTable& table, std::span<const std::uint32_t> rows, Progress& progress) const
{
    Scores scores;
    scores.margin.reserve(rows.size());
    CB_CHECK(progress.checkpoint());
    for (std::size_t from = 0; from < rows.size(); from += kBlock) {
        CB_CHECK(progress.checkpoint());
        const auto block = rows.subspan(from, std::min(kBlock, rows.size() - from));
        CB_TRY(const std::vector<double> margins, m_model->margins(m_encoder.encode(table, block)));
        scores.margin.insert(scores.margin.end(), margins.begin(), margins.end());
        progress.report(static_cast<double>(from + block.size()) / static_cast<double>(rows.size()),
                        "Scoring cases");
    }
    scores.probability = calibrated(m_calibration, scores.margin);
    scores.positive.reserve(scores.size());
    for (const double p : scores.probability)
        scores.positive.push_back(positive(p) ? 1 : 0);
    return scores;
}

std::string modelIdentityBytes(const Run& run)
{
    return canonicalJson({ { "format", 1 },
                           { "family", run.recipe.family },
                           { "encoder", run.encoder },
                           { "model", run.modelBytes },
                           { "calibration",
                             { { "fitted", run.calibration.fitted },
                               { "a", run.calibration.a },
                               { "b", run.calibration.b },
                               { "n", run.calibration.n } } },
                           { "threshold", run.threshold } });
}

} // namespace casebench
