// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Run.h"
#include "core/models/Family.h"

namespace casebench {

/// One entry per row of the table.
struct Scores
{
    std::vector<double> margin;
    std::vector<double> probability; ///< calibrated
    std::vector<std::uint8_t> positive; ///< probability at least the threshold

    [[nodiscard]] std::size_t size() const { return margin.size(); }

    [[nodiscard]] std::int64_t flagged() const;
};

/// What a scorer is made of; all of it is in a run and in a bundle.
struct ScorerParts
{
    std::string family;
    Json encoder; ///< Encoder::toJson
    std::string modelBytes; ///< TrainedModel::serialize
    Calibration calibration;
    double threshold = 0.5;
};

/// Encoder, model, calibration and threshold: from cases to decisions. The same for scoring a project, a
/// bundle, and explanations.
class Scorer
{
public:
    /// Fails: Corrupt when a part does not hold together; InvalidInput when encoder and model differ in
    /// columns.
    [[nodiscard]] static Result<Scorer> fromParts(const ScorerParts& parts);
    [[nodiscard]] static Result<Scorer> fromRun(const Run& run);
    /// From parts that were just trained. The encoder's columns must be the model's.
    Scorer(Encoder encoder,
           std::shared_ptr<const TrainedModel> model,
           Calibration calibration,
           double threshold);

    /// Takes:  any table; a field that it lacks is all missing, further fields are ignored.
    /// Fails:  InvalidInput (a value the family cannot bear), Library, Cancelled.
    /// Cost:   O(rows), in blocks of 65,536 rows; stops between them.
    [[nodiscard]] Result<Scores> score(const CaseTable& table, Progress& progress) const;
    /// The rows named, in that order.
    [[nodiscard]] Result<Scores>
    score(const CaseTable& table, std::span<const std::uint32_t> rows, Progress& progress) const;

    [[nodiscard]] double probability(double margin) const;

    [[nodiscard]] bool positive(double probability) const { return probability >= m_threshold; }

    [[nodiscard]] const Encoder& encoder() const { return m_encoder; }

    [[nodiscard]] const TrainedModel& model() const { return *m_model; }

    [[nodiscard]] const Calibration& calibration() const { return m_calibration; }

    [[nodiscard]] double threshold() const { return m_threshold; }

private:
    Encoder m_encoder;
    std::shared_ptr<const TrainedModel> m_model; // shared: scorers are copied into jobs, models are large
    Calibration m_calibration;
    double m_threshold = 0.5;
};

[[nodiscard]] ScorerParts scorerParts(const Run& run);

/// The canonical bytes that identify what is approved: family, encoder, model bytes, calibration and
/// threshold. Its SHA-256 is Run::modelDigest (hashed elsewhere: models see no cryptography).
[[nodiscard]] std::string modelIdentityBytes(const Run& run);

} // namespace casebench
