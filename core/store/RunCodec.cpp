// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/RunCodec.h"

#include "core/store/ByteStream.h"

namespace casebench {

namespace {

Json toJson(const Interval& interval)
{
    return { { "value", jsonNumber(interval.value) },
             { "low", jsonNumber(interval.low) },
             { "high", jsonNumber(interval.high) },
             { "n", interval.n } };
}

Interval intervalFrom(const Json& json)
{
    return { numberOrNan(json.at("value")), numberOrNan(json.at("low")), numberOrNan(json.at("high")),
             json.at("n").get<std::int64_t>() };
}

Json toJson(const LabelBasis& labels)
{
    Json json = { { "policy", name(labels.policy) },
                  { "positives", labels.positives },
                  { "negatives", labels.negatives },
                  { "undecided", labels.undecided },
                  { "excluded", labels.excluded } };
    if (!labels.gapMonths.empty())
        json["gap"] = { { "months", labels.gapMonths },
                        { "answer", name(labels.gapAnswer) },
                        { "answered_by", labels.gapAnsweredBy } };
    return json;
}

Result<LabelBasis> labelBasisFrom(const Json& json)
{
    LabelBasis labels;
    CB_TRY(labels.policy, valueIn(kLabelPolicyNames, json.at("policy").get<std::string>()));
    labels.positives = json.at("positives").get<std::int64_t>();
    labels.negatives = json.at("negatives").get<std::int64_t>();
    labels.undecided = json.at("undecided").get<std::int64_t>();
    labels.excluded = json.at("excluded").get<std::int64_t>();
    if (json.contains("gap")) {
        const Json& gap = json.at("gap");
        labels.gapMonths = gap.at("months").get<std::vector<std::string>>();
        CB_TRY(labels.gapAnswer, valueIn(kGapAnswerNames, gap.at("answer").get<std::string>()));
        labels.gapAnsweredBy = gap.at("answered_by").get<std::string>();
    }
    return labels;
}

void readEvidence(const Json& json, Run& run)
{
    run.rowsTrained = json.at("rows_trained").get<std::int64_t>();
    run.rowsHoldout = json.at("rows_holdout").get<std::int64_t>();
    for (const Json& metric : json.at("metrics"))
        run.metrics.push_back({ metric.at("name").get<std::string>(), intervalFrom(metric) });
    run.referenceRecall = intervalFrom(json.at("reference_recall"));
    for (const Json& field : json.at("importance"))
        run.importance.push_back({ field.at("field").get<std::string>(), numberOrNan(field.at("drop")),
                                   numberOrNan(field.at("sd")) });
    run.warnings = json.at("warnings").get<std::vector<std::string>>();
    run.threshold = numberOrNan(json.at("threshold"));
    const Json& calibration = json.at("calibration");
    run.calibration = { calibration.at("fitted").get<bool>(), numberOrNan(calibration.at("a")),
                        numberOrNan(calibration.at("b")), calibration.at("n").get<std::int64_t>() };
    run.encoder = json.at("encoder");
    for (const auto& [library, version] : json.at("versions").items())
        run.versions[library] = version.get<std::string>();
}

} // namespace

Json evidenceToJson(const Run& run)
{
    Json metrics = Json::array();
    for (const Metric& metric : run.metrics) {
        Json entry = toJson(metric.value);
        entry["name"] = metric.name;
        metrics.push_back(std::move(entry));
    }
    Json importance = Json::array();
    for (const FieldImportance& field : run.importance)
        importance.push_back(
            { { "field", field.field }, { "drop", jsonNumber(field.drop) }, { "sd", jsonNumber(field.sd) } });
    Json versions = Json::object();
    for (const auto& [library, version] : run.versions)
        versions[library] = version;
    return { { "rows_trained", run.rowsTrained },
             { "rows_holdout", run.rowsHoldout },
             { "metrics", std::move(metrics) },
             { "reference_recall", toJson(run.referenceRecall) },
             { "importance", std::move(importance) },
             { "warnings", run.warnings },
             { "threshold", jsonNumber(run.threshold) },
             { "calibration",
               { { "fitted", run.calibration.fitted },
                 { "a", jsonNumber(run.calibration.a) },
                 { "b", jsonNumber(run.calibration.b) },
                 { "n", run.calibration.n } } },
             { "encoder", run.encoder },
             { "versions", std::move(versions) },
             { "labels", toJson(run.labels) } };
}

Result<void> evidenceFromJson(const Json& json, Run& run)
{
    try {
        readEvidence(json, run);
        if (json.contains("labels")) {
            CB_TRY(run.labels, labelBasisFrom(json.at("labels")));
        }
        return {};
    } catch (const nlohmann::json::exception&) {
        return Error { ErrorCode::Corrupt, "The evidence of the run cannot be read.", "run " + run.name,
                       "E_DAMAGED", "Restore the newest backup." };
    }
}

std::string encodePredictions(const Predictions& predictions)
{
    const std::size_t size = predictions.size();
    expects(predictions.truth.size() == size && predictions.margin.size() == size
                && predictions.probability.size() == size,
            "predictions of unequal length");
    ByteWriter out;
    out.put(static_cast<std::uint32_t>(size));
    out.putAll(std::span<const CaseRow>(predictions.rows));
    out.putAll(std::span<const Truth>(predictions.truth));
    out.putAll(std::span<const double>(predictions.margin));
    out.putAll(std::span<const double>(predictions.probability));
    return out.take();
}

Result<Predictions> decodePredictions(std::string_view bytes)
{
    ByteReader in(bytes);
    const auto count = in.take<std::uint32_t>();
    Predictions predictions { in.takeAll<CaseRow>(count), in.takeAll<Truth>(count), in.takeAll<double>(count),
                              in.takeAll<double>(count) };
    if (!in.atEnd())
        return damagedBlob("predictions");
    return predictions;
}

} // namespace casebench
