// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/families/baselines/Majority.h"

#include "core/models/FitChecks.h"

#include <cmath>

namespace casebench {

namespace {

constexpr std::string_view kId = "majority";

class MajorityModel final : public TrainedModel
{
public:
    MajorityModel(double margin, std::size_t columns)
        : m_margin(margin)
        , m_columns(columns)
    {
    }

    [[nodiscard]] std::size_t columns() const override { return m_columns; }

    [[nodiscard]] MarginLink link() const override { return MarginLink::Logistic; }

    [[nodiscard]] std::string_view marginUnit() const override { return "log-odds"; }

    [[nodiscard]] std::string_view contributionMethod() const override { return "exact: no field has a say"; }

    [[nodiscard]] Result<std::vector<double>> margins(const Matrix& matrix) const override
    {
        CB_CHECK(checkCells(matrix, m_columns, CellRule::MissingAllowed));
        return std::vector<double>(matrix.rows, m_margin);
    }

    [[nodiscard]] Result<Contributions> contributions(const Matrix& matrix) const override
    {
        CB_CHECK(checkCells(matrix, m_columns, CellRule::MissingAllowed));
        return Contributions { matrix.rows, m_columns, std::vector<double>(matrix.rows, m_margin),
                               std::vector<double>(matrix.rows * m_columns, 0) };
    }

    [[nodiscard]] std::string serialize() const override
    {
        return canonicalJson(
            { { "family", kId }, { "format", 1 }, { "columns", m_columns }, { "margin", m_margin } });
    }

private:
    double m_margin;
    std::size_t m_columns;
};

class MajorityFamily final : public Family
{
public:
    [[nodiscard]] std::string_view id() const override { return kId; }

    [[nodiscard]] std::string_view title() const override { return "Majority (baseline)"; }

    [[nodiscard]] std::span<const ParameterSpec> parameters() const override { return {}; }

    [[nodiscard]] EncodingStyle encodingStyle() const override { return EncodingStyle::Trees; }

    [[nodiscard]] Result<std::unique_ptr<TrainedModel>> fit(const Matrix& matrix,
                                                            std::span<const Truth> truth,
                                                            const ParameterValues&,
                                                            const FitContext&,
                                                            Progress& progress) const override
    {
        CB_CHECK(progress.checkpoint());
        CB_TRY(const ClassCounts counts, checkTraining(matrix, truth, CellRule::MissingAllowed));
        const double margin =
            std::log(static_cast<double>(counts.positives) / static_cast<double>(counts.negatives));
        return std::unique_ptr<TrainedModel>(std::make_unique<MajorityModel>(margin, matrix.columns));
    }

    [[nodiscard]] Result<std::unique_ptr<TrainedModel>> load(std::string_view bytes,
                                                             std::size_t columns) const override
    {
        CB_TRY(const Json json, ownModel(bytes, kId, columns));
        CB_TRY(const double margin, finiteMember(json, "margin"));
        return std::unique_ptr<TrainedModel>(std::make_unique<MajorityModel>(margin, columns));
    }
};

} // namespace

const Family& majorityFamily()
{
    static const MajorityFamily family;
    return family;
}

} // namespace casebench
