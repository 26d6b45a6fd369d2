// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/families/logistic/Logistic.h"

#include "core/models/FitChecks.h"
#include "core/models/LinearModel.h"
#include "core/models/families/logistic/Newton.h"

#include <array>

namespace casebench {

namespace {

class LogisticFamily final : public Family
{
public:
    [[nodiscard]] std::string_view id() const override { return "logistic"; }

    [[nodiscard]] std::string_view title() const override { return "Logistic regression"; }

    [[nodiscard]] EncodingStyle encodingStyle() const override { return EncodingStyle::Linear; }

    [[nodiscard]] std::span<const ParameterSpec> parameters() const override
    {
        static const std::array<ParameterSpec, 1> specs { {
            { "C",
              "Inverse penalty C",
              "",
              "1",
              ParameterKind::Real,
              1e-4,
              1e4,
              0.1,
              {},
              "Smaller values pull coefficients towards zero." },
        } };
        return specs;
    }

    [[nodiscard]] Result<std::unique_ptr<TrainedModel>> fit(const Matrix& matrix,
                                                            std::span<const Truth> truth,
                                                            const ParameterValues& values,
                                                            const FitContext&,
                                                            Progress& progress) const override
    {
        CB_CHECK(progress.checkpoint());
        CB_CHECK(checkTraining(matrix, truth, CellRule::FiniteOnly));
        CB_TRY(LogisticFit fitted, fitLogistic(matrix, truth, values.real("C"), progress));
        LinearParts parts { std::string(id()), MarginLink::Logistic, fitted.intercept,
                            std::move(fitted.weights), columnMeans(matrix) };
        return std::unique_ptr<TrainedModel>(std::make_unique<LinearModel>(std::move(parts)));
    }

    [[nodiscard]] Result<std::unique_ptr<TrainedModel>> load(std::string_view bytes,
                                                             std::size_t columns) const override
    {
        return LinearModel::load(bytes, id(), MarginLink::Logistic, columns);
    }
};

} // namespace

const Family& logisticFamily()
{
    static const LogisticFamily family;
    return family;
}

} // namespace casebench
