// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/families/boosted/Boosted.h"

#include "core/models/FitChecks.h"
#include "core/models/families/boosted/BoostedModelCheck.h"

#include <xgboost/c_api.h>

#include <array>
#include <cmath>
#include <fmt/format.h>
#include <mutex>

namespace casebench {

namespace {

constexpr const char* kSaveFormat = R"({"format":"json"})";

Error libraryError(const char* doing)
{
    // The library's message ends with a stack trace; its first line is what a person can use.
    std::string text = XGBGetLastError();
    text = text.substr(0, text.find('\n'));
    return { ErrorCode::Library, fmt::format("XGBoost failed while {}: {}", doing, text) };
}

/// Owns a DMatrix of a matrix and, when given, its labels.
class BoosterData
{
public:
    BoosterData() = default;
    BoosterData(const BoosterData&) = delete;
    BoosterData& operator=(const BoosterData&) = delete;

    ~BoosterData()
    {
        if (m_handle != nullptr)
            XGDMatrixFree(m_handle);
    }

    [[nodiscard]] Result<void> set(const Matrix& matrix, int threads)
    {
        if (XGDMatrixCreateFromMat_omp(matrix.values.data(), matrix.rows, matrix.columns, std::nanf(""),
                                       &m_handle, threads)
            != 0)
            return libraryError("reading the matrix");
        return {};
    }

    [[nodiscard]] Result<void> setTruth(std::span<const Truth> truth)
    {
        const std::vector<float> labels(truth.begin(), truth.end());
        if (XGDMatrixSetFloatInfo(m_handle, "label", labels.data(), labels.size()) != 0)
            return libraryError("reading the verdicts");
        return {};
    }

    [[nodiscard]] DMatrixHandle handle() const { return m_handle; }

private:
    DMatrixHandle m_handle = nullptr;
};

/// Owns a booster.
class Booster
{
public:
    Booster() = default;
    Booster(const Booster&) = delete;
    Booster& operator=(const Booster&) = delete;

    ~Booster()
    {
        if (m_handle != nullptr)
            XGBoosterFree(m_handle);
    }

    [[nodiscard]] Result<void> create(const BoosterData* data)
    {
        const DMatrixHandle handle = data == nullptr ? nullptr : data->handle();
        if (XGBoosterCreate(data == nullptr ? nullptr : &handle, data == nullptr ? 0 : 1, &m_handle) != 0)
            return libraryError("starting");
        return {};
    }

    [[nodiscard]] Result<void> set(const std::string& name, const std::string& value)
    {
        if (XGBoosterSetParam(m_handle, name.c_str(), value.c_str()) != 0)
            return libraryError("reading its parameters");
        return {};
    }

    [[nodiscard]] Result<std::string> bytes() const
    {
        bst_ulong length = 0;
        const char* text = nullptr;
        if (XGBoosterSaveModelToBuffer(m_handle, kSaveFormat, &length, &text) != 0)
            return libraryError("saving the model");
        return std::string(text, length);
    }

    [[nodiscard]] BoosterHandle handle() const { return m_handle; }

private:
    BoosterHandle m_handle = nullptr;
};

/// What XGBoosterPredictFromDMatrix is asked for.
enum class Prediction
{
    Margin = 1,
    Contributions = 2
};

class BoostedModel final : public TrainedModel
{
public:
    BoostedModel(std::unique_ptr<Booster> booster, std::string bytes, std::size_t columns)
        : m_booster(std::move(booster))
        , m_bytes(std::move(bytes))
        , m_columns(columns)
    {
    }

    [[nodiscard]] std::size_t columns() const override { return m_columns; }

    [[nodiscard]] MarginLink link() const override { return MarginLink::Logistic; }

    [[nodiscard]] std::string_view marginUnit() const override { return "log-odds"; }

    [[nodiscard]] std::string_view contributionMethod() const override { return "TreeSHAP, path-dependent"; }

    [[nodiscard]] std::string serialize() const override { return m_bytes; }

    [[nodiscard]] Result<std::vector<double>> margins(const Matrix& matrix) const override
    {
        return predict(matrix, Prediction::Margin, matrix.rows);
    }

    [[nodiscard]] Result<Contributions> contributions(const Matrix& matrix) const override
    {
        const std::size_t width = m_columns + 1; // the bias stands last
        CB_TRY(const std::vector<double> flat,
               predict(matrix, Prediction::Contributions, matrix.rows * width));
        Contributions result { matrix.rows, m_columns, {}, {} };
        result.amounts.reserve(matrix.rows * m_columns);
        for (std::size_t r = 0; r < matrix.rows; ++r) {
            const auto begin = flat.begin() + static_cast<std::ptrdiff_t>(r * width);
            result.amounts.insert(result.amounts.end(), begin,
                                  begin + static_cast<std::ptrdiff_t>(m_columns));
            result.base.push_back(begin[static_cast<std::ptrdiff_t>(m_columns)]);
        }
        return result;
    }

private:
    [[nodiscard]] Result<std::vector<double>>
    predict(const Matrix& matrix, Prediction what, std::size_t expected) const
    {
        CB_CHECK(checkCells(matrix, m_columns, CellRule::MissingAllowed));
        if (matrix.rows == 0)
            return std::vector<double> {};
        const std::scoped_lock lock(m_mutex); // the booster keeps a prediction cache
        BoosterData data;
        CB_CHECK(data.set(matrix, 1));
        const std::string config = fmt::format(
            R"({{"type":{},"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false}})",
            static_cast<int>(what));
        const bst_ulong* shape = nullptr;
        bst_ulong dimensions = 0;
        const float* values = nullptr;
        if (XGBoosterPredictFromDMatrix(m_booster->handle(), data.handle(), config.c_str(), &shape,
                                        &dimensions, &values)
            != 0)
            return libraryError("predicting");
        std::size_t count = 1;
        for (bst_ulong i = 0; i < dimensions; ++i)
            count *= shape[i];
        if (count != expected)
            return Error { ErrorCode::Internal,
                           fmt::format("XGBoost gave {} numbers instead of {}.", count, expected) };
        return std::vector<double>(values, values + count);
    }

    std::unique_ptr<Booster> m_booster;
    std::string m_bytes;
    std::size_t m_columns;
    mutable std::mutex m_mutex;
};

std::string libraryVersion()
{
    int major = 0;
    int minor = 0;
    int patch = 0;
    XGBoostVersion(&major, &minor, &patch);
    return fmt::format("{}.{}.{}", major, minor, patch);
}

class BoostedFamily final : public Family
{
public:
    [[nodiscard]] std::string_view id() const override { return "boosted"; }

    [[nodiscard]] std::string_view title() const override { return "Boosted trees"; }

    [[nodiscard]] EncodingStyle encodingStyle() const override { return EncodingStyle::Trees; }

    [[nodiscard]] std::map<std::string, std::string> versions() const override
    {
        return { { "xgboost", libraryVersion() } };
    }

    [[nodiscard]] std::span<const ParameterSpec> parameters() const override
    {
        using enum ParameterKind;
        // Defaults: statistics.md 2 for the first three, XGBoost's own for the rest.
        static const std::array<ParameterSpec, 7> specs { {
            { "rounds",
              "Rounds",
              "rounds",
              "100",
              Integer,
              1,
              10'000,
              10,
              {},
              "How many trees are added up." },
            { "depth",
              "Tree depth",
              "",
              "4",
              Integer,
              1,
              12,
              1,
              {},
              "How many questions a tree may ask in a row." },
            { "rate",
              "Learning rate",
              "",
              "0.1",
              Real,
              0.001,
              1,
              0.01,
              {},
              "How much of each tree's correction is taken." },
            { "min_child_weight",
              "Smallest leaf",
              "",
              "1",
              Real,
              0,
              1000,
              1,
              {},
              "Leaves with less evidence than this are not split off." },
            { "lambda",
              "L2 penalty",
              "",
              "1",
              Real,
              0,
              1000,
              0.5,
              {},
              "Larger values pull leaves towards zero." },
            { "subsample",
              "Share of cases per tree",
              "",
              "1",
              Real,
              0.1,
              1,
              0.05,
              {},
              "Below 1, each tree sees a random part of the cases." },
            { "columns",
              "Share of columns per tree",
              "",
              "1",
              Real,
              0.1,
              1,
              0.05,
              {},
              "Below 1, each tree sees a random part of the columns." },
        } };
        return specs;
    }

    [[nodiscard]] Result<std::unique_ptr<TrainedModel>> fit(const Matrix& matrix,
                                                            std::span<const Truth> truth,
                                                            const ParameterValues& values,
                                                            const FitContext& context,
                                                            Progress& progress) const override
    {
        CB_CHECK(progress.checkpoint());
        CB_CHECK(checkTraining(matrix, truth, CellRule::MissingAllowed));
        BoosterData data;
        CB_CHECK(data.set(matrix, context.threads));
        CB_CHECK(data.setTruth(truth));
        auto booster = std::make_unique<Booster>();
        CB_CHECK(booster->create(&data));
        CB_CHECK(configure(*booster, values, context));
        const auto rounds = static_cast<int>(values.integer("rounds"));
        for (int round = 0; round < rounds; ++round) {
            CB_CHECK(progress.checkpoint());
            if (XGBoosterUpdateOneIter(booster->handle(), round, data.handle()) != 0)
                return libraryError("training");
            progress.report(static_cast<double>(round + 1) / rounds, "Growing trees");
        }
        // What is kept is what can be loaded again: without the training matrix, and checked like any other
        // model.
        CB_TRY(const std::string bytes, booster->bytes());
        auto loaded = load(bytes, matrix.columns);
        if (!loaded && loaded.error().code == ErrorCode::Corrupt)
            return Error { ErrorCode::Internal,
                           "The trained model does not pass its own check: " + loaded.error().sentence() };
        return loaded;
    }

    [[nodiscard]] Result<std::unique_ptr<TrainedModel>> load(std::string_view bytes,
                                                             std::size_t columns) const override
    {
        CB_CHECK(checkBoostedModel(bytes, columns));
        auto booster = std::make_unique<Booster>();
        CB_CHECK(booster->create(nullptr));
        CB_CHECK(booster->set("verbosity", "0"));
        CB_CHECK(booster->set("nthread", "1"));
        if (XGBoosterLoadModelFromBuffer(booster->handle(), bytes.data(), bytes.size()) != 0)
            return libraryError("loading the model");
        CB_TRY(const std::string again, booster->bytes());
        // The version ends both texts; another release of the library may spell its members in another way.
        const auto version = [](std::string_view text) {
            return text.substr(std::min(text.size(), text.rfind("\"version\"")));
        };
        if (version(again) == version(bytes) && again != bytes)
            return Error { ErrorCode::Corrupt,
                           "The library reads something else from the model than it says.",
                           {},
                           "model" };
        return std::unique_ptr<TrainedModel>(
            std::make_unique<BoostedModel>(std::move(booster), std::string(bytes), columns));
    }

private:
    static Result<void> configure(Booster& booster, const ParameterValues& values, const FitContext& context)
    {
        const std::array<std::pair<std::string, std::string>, 14> settings { {
            { "objective", "binary:logistic" },
            { "booster", "gbtree" },
            { "tree_method", "hist" },
            { "base_score", "0.5" },
            { "verbosity", "0" },
            { "validate_parameters", "1" },
            { "nthread", std::to_string(std::max(1, context.threads)) },
            { "seed",
              std::to_string(context.seed
                             % (std::uint64_t { 1 } << 31U)) }, // the library keeps a signed number
            { "max_depth", values.choice("depth") },
            { "eta", values.choice("rate") },
            { "min_child_weight", values.choice("min_child_weight") },
            { "lambda", values.choice("lambda") },
            { "subsample", values.choice("subsample") },
            { "colsample_bytree", values.choice("columns") },
        } };
        for (const auto& [name, value] : settings)
            CB_CHECK(booster.set(name, value));
        return {};
    }
};

} // namespace

const Family& boostedFamily()
{
    static const BoostedFamily family;
    return family;
}

} // namespace casebench
