// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/families/svm/Svm.h"

#include "core/models/FitChecks.h"
#include "core/models/LinearModel.h"

#include <array>

// Only the trainer that is used: the umbrella header costs seconds more.
#include <dlib/revision.h>
#include <dlib/svm/svm_c_linear_dcd_trainer.h>

#include <fmt/format.h>

namespace casebench {

namespace {

using Sample = dlib::matrix<double, 0, 1>;
using Trainer = dlib::svm_c_linear_dcd_trainer<dlib::linear_kernel<Sample>>;

constexpr unsigned long kPassesAtOnce = 25; // between two chances to stop (ours)
constexpr int kMaxRestarts = 80; // 2,000 passes in all (ours)
constexpr double kEpsilon = 0.01; // gap of the dual gradients (a tenth of dlib's default)
constexpr double kSettled = 1e-4; // relative change of the plane between restarts (ours)

struct Problem
{
    std::vector<Sample> samples;
    std::vector<double> labels;
};

Problem toProblem(const Matrix& matrix, std::span<const Truth> truth)
{
    Problem problem;
    problem.samples.reserve(matrix.rows);
    for (std::size_t r = 0; r < matrix.rows; ++r) {
        Sample sample(static_cast<long>(matrix.columns));
        for (std::size_t c = 0; c < matrix.columns; ++c)
            sample(static_cast<long>(c)) = static_cast<double>(matrix.at(r, c));
        problem.samples.push_back(std::move(sample));
        problem.labels.push_back(truth[r] == kPositive ? 1.0 : -1.0);
    }
    return problem;
}

struct Plane
{
    Sample normal;
    double offset = 0;
};

/// The trainer cannot be stopped, but it can go on from where it was: a few passes at a time, until the plane
/// rests.
Result<Plane> solve(const Trainer& trainer, const Problem& problem, Progress& progress)
{
    Trainer::optimizer_state state;
    Plane plane;
    for (int restart = 0; restart < kMaxRestarts; ++restart) {
        CB_CHECK(progress.checkpoint());
        Plane next;
        try {
            const auto decision = trainer.train(problem.samples, problem.labels, state);
            next = { decision.basis_vectors(0), decision.b };
        } catch (const dlib::error& failure) {
            return Error { ErrorCode::Library, std::string("dlib failed while training: ") + failure.what() };
        }
        double change = 1;
        if (restart > 0) {
            const double moved = dlib::length_squared(next.normal - plane.normal)
                + (next.offset - plane.offset) * (next.offset - plane.offset);
            const double size = dlib::length_squared(next.normal) + next.offset * next.offset;
            change = std::sqrt(moved / std::max(size, 1e-300));
        }
        plane = std::move(next);
        progress.report(static_cast<double>(restart + 1) / kMaxRestarts, "Turning the plane");
        if (change <= kSettled)
            break;
    }
    CB_CHECK(progress.checkpoint());
    return plane;
}

class SvmFamily final : public Family
{
public:
    [[nodiscard]] std::string_view id() const override { return "svm"; }

    [[nodiscard]] std::string_view title() const override { return "Support vector machine"; }

    [[nodiscard]] EncodingStyle encodingStyle() const override { return EncodingStyle::Linear; }

    [[nodiscard]] std::map<std::string, std::string> versions() const override
    {
        return { { "dlib", fmt::format("{}.{}", DLIB_MAJOR_VERSION, DLIB_MINOR_VERSION) } };
    }

    [[nodiscard]] std::span<const ParameterSpec> parameters() const override
    {
        static const std::array<ParameterSpec, 2> specs { {
            { "kernel",
              "Kernel",
              "",
              "linear",
              ParameterKind::Choice,
              0,
              0,
              1,
              { "linear" },
              "The shape of the border between the classes." },
            { "C",
              "Cost C",
              "",
              "1",
              ParameterKind::Real,
              1e-4,
              1e4,
              0.1,
              {},
              "Larger values forgive fewer training errors." },
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
        CB_TRY(const ClassCounts counts, checkTraining(matrix, truth, CellRule::FiniteOnly));
        // Balanced: without weights the hinge fails silently on a rare class (statistics.md 2).
        const double half = static_cast<double>(matrix.rows) / 2;
        Trainer trainer;
        trainer.set_c_class1(values.real("C") * half / static_cast<double>(counts.positives));
        trainer.set_c_class2(values.real("C") * half / static_cast<double>(counts.negatives));
        trainer.set_epsilon(kEpsilon);
        trainer.set_max_iterations(kPassesAtOnce);
        CB_TRY(const Plane plane, solve(trainer, toProblem(matrix, truth), progress));
        LinearParts parts { std::string(id()),
                            MarginLink::None,
                            -plane.offset,
                            { plane.normal.begin(), plane.normal.end() },
                            columnMeans(matrix) };
        return std::unique_ptr<TrainedModel>(std::make_unique<LinearModel>(std::move(parts)));
    }

    [[nodiscard]] Result<std::unique_ptr<TrainedModel>> load(std::string_view bytes,
                                                             std::size_t columns) const override
    {
        return LinearModel::load(bytes, id(), MarginLink::None, columns);
    }
};

} // namespace

const Family& svmFamily()
{
    static const SvmFamily family;
    return family;
}

} // namespace casebench
