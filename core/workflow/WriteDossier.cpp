// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/WriteDossier.h"

#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/crypto/Signature.h"
#include "core/store/AlertStore.h"
#include "core/store/AuditLog.h"
#include "core/store/RunStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/ApproveModel.h"
#include "core/workflow/ModelCard.h"
#include "core/workflow/TakeSnapshot.h"

#include <fmt/format.h>

namespace casebench {

namespace {

std::string escaped(std::string_view text)
{
    std::string safe;
    for (const char c : text) {
        switch (c) {
        case '&':
            safe += "&amp;";
            break;
        case '<':
            safe += "&lt;";
            break;
        case '>':
            safe += "&gt;";
            break;
        case '"':
            safe += "&quot;";
            break;
        case '\'':
            safe += "&#39;";
            break;
        default:
            safe += c;
        }
    }
    return safe;
}

Json alertJson(const Alert& alert)
{
    return { { "id", alert.id },
             { "kind", alert.kind },
             { "raised_at", formatInstant(alert.raisedAt) },
             { "fields", alert.fields },
             { "text", alert.text } };
}

Json parentJson(const Run& parent)
{
    return { { "id", parent.id },
             { "name", parent.name },
             { "trained_at", formatInstant(parent.trainedAt) },
             { "model_digest", parent.modelDigest },
             { "reference_recall", intervalJson(parent.referenceRecall) } };
}

Result<Json> decisionsJson(const RunStore& runs, const Run& run)
{
    CB_TRY(const auto decisions, runs.decisions(run.id));
    Json list = Json::array();
    for (const RunDecision& decision : decisions) {
        list.push_back(
            { { "decision", name(decision.decision) },
              { "person", decision.person },
              { "at", formatInstant(decision.at) },
              { "reason", decision.reason },
              { "fingerprint", decision.fingerprint },
              { "words",
                decision.fingerprint.empty() ? std::string() : fingerprintWords(decision.fingerprint) } });
    }
    return list;
}

/// What nobody should read into the report.
Json untested()
{
    return { "Fairness between groups was not tested.", "Robustness against chosen answers was not tested.",
             "The hold-out is of the same period and source as the training data; later months are watched, "
             "not promised.",
             "The signature shows who and unchanged, not that the model is good." };
}

std::string metricsTable(const Json& metrics)
{
    std::string html = "<table><tr><th>Metric</th><th>Value</th><th>95 % interval</th><th>n</th></tr>";
    const auto number = [](const Json& value) {
        return value.is_null() ? std::string("–") : fmt::format("{:.3f}", value.get<double>());
    };
    for (const auto& [metric, value] : metrics.items())
        html +=
            fmt::format("<tr><td>{}</td><td class=n>{}</td><td class=n>{} – {}</td><td class=n>{}</td></tr>",
                        escaped(metric), number(value["value"]), number(value["low"]), number(value["high"]),
                        value["n"].get<long long>());
    return html + "</table>";
}

std::string row(std::string_view key, std::string_view value)
{
    return fmt::format("<tr><td>{}</td><td>{}</td></tr>", escaped(key), escaped(value));
}

std::string lineageTable(const Json& content)
{
    const Json& lineage = content["lineage"];
    const Json& snapshot = lineage["snapshot"];
    std::string html = "<table>";
    html += row("Trained by",
                lineage["trained_by"].get<std::string>() + ", " + lineage["trained_at"].get<std::string>());
    html += row("Data",
                fmt::format("{}: {} cases, {} scams, {} others, {} undecided",
                            snapshot["name"].get<std::string>(), snapshot["rows"].get<long long>(),
                            snapshot["positives"].get<long long>(), snapshot["negatives"].get<long long>(),
                            snapshot["undecided"].get<long long>()));
    html += row("Data digest (SHA-256)", snapshot["digest"].get<std::string>());
    html += row("Label policy", snapshot["label_policy"].get<std::string>());
    html += row("Parent model",
                content["parent_run"].is_null() ? "none" : content["parent_run"]["name"].get<std::string>());
    html += row("Trigger", content["alert"].is_null() ? "none" : content["alert"]["text"].get<std::string>());
    html += row("Model digest", lineage["model_digest"].get<std::string>());
    return html + "</table>";
}

std::string htmlOf(const Json& content)
{
    std::string html = "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><meta "
                       "http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src "
                       "'unsafe-inline'; img-src data:\"><title>Dossier</title><style>body{font:12pt/1.55 "
                       "sans-serif;max-width:42em;margin:3em auto;color:#1F2328}"
                       "h1{font-size:24pt;font-weight:600}h2{font-size:14pt;margin-top:2em}table{border-"
                       "collapse:collapse;width:100%;border-top:1px solid;border-bottom:1px "
                       "solid}td,th{text-align:left;padding:.3em "
                       ".6em;vertical-align:top;overflow-wrap:anywhere}.n{text-align:right}footer{margin-top:"
                       "3em;font-size:9pt;"
                       "color:#57606A}</style></head><body>";
    html += fmt::format("<h1>Dossier of {}</h1><p>{}</p>", escaped(content["run"]["name"].get<std::string>()),
                        escaped(content["sentence"].get<std::string>()));
    html += "<h2>Where it comes from</h2>" + lineageTable(content);
    html += "<h2>What was measured on the hold-out</h2>" + metricsTable(content["metrics"]["holdout"]);
    html += "<h2>Who decided</h2><table><tr><th>Decision</th><th>Person</th><th>When</th><th>Key</th></tr>";
    for (const Json& decision : content["approvals"])
        html += fmt::format(
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escaped(decision["decision"].get<std::string>()), escaped(decision["person"].get<std::string>()),
            escaped(decision["at"].get<std::string>()), escaped(decision["words"].get<std::string>()));
    html += "</table><h2>What was not tested</h2><ul>";
    for (const Json& text : content["not_tested"])
        html += "<li>" + escaped(text.get<std::string>()) + "</li>";
    html +=
        fmt::format("</ul><footer>Project {} · audit event {} · {}</footer></body></html>\n",
                    escaped(content["project"].get<std::string>()), content["audit"]["seq"].get<long long>(),
                    escaped(content["audit"]["hash"].get<std::string>()));
    return html;
}

} // namespace

Result<Dossier> makeDossier(Project& project, std::string_view name, Progress& progress)
{
    const RunStore runs(project);
    CB_TRY(const Run run, runs.find(name));
    CB_TRY(const Snapshot snapshot, shownSnapshot(project, std::to_string(run.snapshotId)));
    CB_CHECK(progress.checkpoint());
    CB_TRY(const AuditHead head, AuditLog(project).head());
    Json content = { { "format", 1 },
                     { "project", project.uuid() },
                     { "run",
                       { { "id", run.id }, { "name", run.name }, { "state", casebench::name(run.state) } } },
                     { "parent_run", nullptr },
                     { "alert", nullptr },
                     { "lineage", lineageJson(run, snapshot) },
                     { "metrics", metricsJson(run) },
                     { "warnings", run.warnings } };
    if (run.parentRun != 0) {
        CB_TRY(const Run parent, runs.find(run.parentRun));
        content["parent_run"] = parentJson(parent);
    }
    if (run.alertId != 0) {
        CB_TRY(const Alert alert, AlertStore(project).find(run.alertId));
        content["alert"] = alertJson(alert);
    }
    content["labels"] = { { "policy", casebench::name(snapshot.policy) },
                          { "as_of", formatInstant(snapshot.asOf) },
                          { "decided", snapshot.positives + snapshot.negatives },
                          { "undecided", snapshot.undecided } };
    CB_TRY(content["approvals"], decisionsJson(runs, run));
    content["not_tested"] = untested();
    content["sentence"] =
        fmt::format("{} finds {} of scams in the hold-out ({} to {}, n = {}).", run.name,
                    percentText(run.referenceRecall.value), percentText(run.referenceRecall.low),
                    percentText(run.referenceRecall.high), run.referenceRecall.n);
    content["audit"] = { { "seq", head.seq }, { "hash", head.hash } };
    Dossier dossier { std::move(content), {} };
    dossier.html = htmlOf(dossier.content);
    return dossier;
}

Result<Dossier> writeDossier(Project& project,
                             const Actor& actor,
                             std::string_view run,
                             const std::filesystem::path& out,
                             Progress& progress)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Look));
    const std::string suffix = out.extension().string();
    if (suffix != ".html" && suffix != ".json")
        return Error { ErrorCode::InvalidInput,
                       "A dossier is written as .html or .json, not as \"" + suffix + "\".", out.string(),
                       "usage", "Name the file so." };
    project.signHead(); // the footer names an event that a witness knows
    CB_TRY(Dossier dossier, makeDossier(project, run, progress));
    CB_CHECK(writeFileAtomically(out, suffix == ".html" ? dossier.html : prettyJson(dossier.content)));
    return dossier;
}

} // namespace casebench
