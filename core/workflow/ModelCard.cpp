// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/ModelCard.h"

#include "core/base/Text.h"
#include "core/stats/Descriptive.h"

#include <cmath>
#include <fmt/format.h>

namespace casebench {

Json intervalJson(const Interval& interval)
{
    return { { "value", jsonNumber(interval.value) },
             { "low", jsonNumber(interval.low) },
             { "high", jsonNumber(interval.high) },
             { "n", interval.n } };
}

Json lineageJson(const Run& run, const Snapshot& snapshot)
{
    Json versions = Json::object();
    for (const auto& [library, version] : run.versions)
        versions[library] = version;
    return { { "run", run.id },
             { "name", run.name },
             { "parent_run", run.parentRun == 0 ? Json(nullptr) : Json(run.parentRun) },
             { "alert", run.alertId == 0 ? Json(nullptr) : Json(run.alertId) },
             { "snapshot",
               { { "name", snapshot.name },
                 { "digest", snapshot.digest },
                 { "rows", snapshot.rows },
                 { "positives", snapshot.positives },
                 { "negatives", snapshot.negatives },
                 { "undecided", snapshot.undecided },
                 { "label_policy", name(snapshot.policy) },
                 { "as_of", formatInstant(snapshot.asOf) },
                 { "where", snapshot.where } } },
             { "recipe", toJson(run.recipe) },
             { "rows_trained", run.rowsTrained },
             { "rows_holdout", run.rowsHoldout },
             { "trained_by", run.trainedBy },
             { "trained_at", formatInstant(run.trainedAt) },
             { "model_sha256", run.modelSha256 },
             { "model_digest", run.modelDigest },
             { "versions", versions } };
}

Json metricsJson(const Run& run)
{
    Json metrics = Json::object();
    for (const Metric& metric : run.metrics)
        metrics[metric.name] = intervalJson(metric.value);
    Json importance = Json::array();
    for (const FieldImportance& field : run.importance)
        importance.push_back({ { "field", field.field },
                               { "recall_loss", jsonNumber(field.drop) },
                               { "sd", jsonNumber(field.sd) } });
    return { { "holdout", metrics },
             { "reference_recall", intervalJson(run.referenceRecall) },
             { "permutation_importance", importance } };
}

namespace {

constexpr int kBins = 10;

Json fieldProfile(const Column& column)
{
    Json profile = { { "kind", name(column.kind()) },
                     { "missing", column.missingCount() },
                     { "n", column.size() - column.missingCount() } };
    if (column.kind() == FieldKind::Number) {
        std::vector<double> values;
        for (const double x : column.numbers()) {
            if (!std::isnan(x))
                values.push_back(x);
        }
        const auto edges = quantileEdges(values, kBins);
        profile["edges"] = edges;
        profile["counts"] = countInBins(values, edges);
        return profile;
    }
    std::vector<std::int64_t> counts(column.dictionary().size(), 0);
    for (const Code code : column.codes()) {
        if (code >= 0)
            ++counts[static_cast<std::size_t>(code)];
    }
    profile["levels"] = column.dictionary();
    profile["counts"] = counts;
    return profile;
}

} // namespace

Json referenceJson(const CaseTable& reference, std::span<const std::string> fields)
{
    Json profiles = Json::object();
    for (const std::string& field : fields) {
        if (const Column* column = reference.column(field))
            profiles[field] = fieldProfile(*column);
    }
    return { { "rows", reference.rowCount() }, { "fields", profiles } };
}

std::string
modelCard(const Run& run, const Snapshot& snapshot, std::string_view approver, std::string_view approvedAt)
{
    std::string card =
        fmt::format("# {}\n\nScores fraud cases: the probability that a complaint is a scam. Trained by {} "
                    "on {}, approved by {} on {}.\n\n",
                    run.name, run.trainedBy, formatInstant(run.trainedAt), approver, approvedAt);
    card += fmt::format(
        "## Intended use\n\nDecision support for investigators: cases at or above the threshold {} are "
        "flagged. A person decides.\n"
        "Not for cases of another kind than it was trained on, and not as the only reason of a decision.\n\n",
        shortestNumber(run.threshold));
    card += fmt::format("## Data\n\nSnapshot \"{}\" (SHA-256 {}): {} cases, {} scams, {} others, {} "
                        "undecided (not used).\nLabel policy: {}. "
                        "Trained on {} cases, judged on {} held-out ones ({} split, seed {}).\n\n",
                        snapshot.name, snapshot.digest, snapshot.rows, snapshot.positives, snapshot.negatives,
                        snapshot.undecided, name(snapshot.policy), run.rowsTrained, run.rowsHoldout,
                        name(run.recipe.split), run.recipe.seed);
    card += "## Hold-out figures\n\n| metric | value | 95 % interval | n |\n|---|---|---|---|\n";
    for (const Metric& metric : run.metrics) {
        const Interval& v = metric.value;
        card += std::isnan(v.value) ? fmt::format("| {} | undefined | | {} |\n", metric.name, v.n)
                                    : fmt::format("| {} | {:.3f} | {:.3f} – {:.3f} | {} |\n", metric.name,
                                                  v.value, v.low, v.high, v.n);
    }
    card += fmt::format("\nReference recall, out of fold: {:.3f} ({:.3f} – {:.3f}, n = {}).\n\n",
                        run.referenceRecall.value, run.referenceRecall.low, run.referenceRecall.high,
                        run.referenceRecall.n);
    card += "## What it looks at\n\n| field | loss of recall when shuffled |\n|---|---|\n";
    for (const FieldImportance& field : run.importance)
        card += fmt::format("| {} | {:.3f} ± {:.3f} |\n", field.field, field.drop, field.sd);
    card += "\n## Known limits\n\n";
    for (const std::string& warning : run.warnings)
        card += "- " + warning + "\n";
    card += "- A change of tactics shows in columns it cannot see: watch schema events and the audited "
            "recall.\n- The signature says who exported and "
            "approved it and that nothing changed since; it does not say that the model is good.\n";
    card += "\n## Verify\n\n    casebench-cli verify . --public-key signing-key.pub.pem\n    model_signing "
            "verify key . --signature model.sig --public_key "
            "signing-key.pub.pem\n";
    return card;
}

} // namespace casebench
