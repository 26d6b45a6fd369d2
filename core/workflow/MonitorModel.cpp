// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/MonitorModel.h"

#include "core/drift/Scan.h"
#include "core/monitoring/Alerts.h"
#include "core/monitoring/DomainClassifier.h"
#include "core/monitoring/Performance.h"
#include "core/monitoring/Suspects.h"
#include "core/monitoring/Windows.h"
#include "core/store/AlertStore.h"
#include "core/store/CaseStore.h"
#include "core/store/RunStore.h"
#include "core/store/ScoreStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/ScorerOfRun.h"
#include "core/workflow/SettleLabels.h"
#include "core/workflow/TakeSnapshot.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace casebench {

namespace {

/// What one call of monitoring looks at.
struct Watched
{
    LoadedRun loaded;
    SnapshotData reference;
    RunPredictions predictions;
    std::vector<std::string> fields;
    std::vector<SettledCase> settled;
    CaseTablePtr all;
};

/// One window's rows in the whole table, and what became of them.
struct WindowCases
{
    CaseTablePtr table;
    Scores scores;
    std::vector<JudgedCase> judged;
};

Result<Watched> gather(Project& project, std::string_view run, Progress& progress)
{
    CB_TRY(LoadedRun loaded, loadRun(project, run));
    CB_TRY(SnapshotData reference, loadSnapshot(project, std::to_string(loaded.run.snapshotId), progress));
    CB_TRY(RunPredictions predictions, RunStore(project).loadPredictions(loaded.run.id));
    CB_TRY(std::vector<SettledCase> settled, settledCases(project, LabelPolicy::Confirmed));
    CB_TRY(CaseTablePtr all, CaseStore(project).loadTable({}, progress));
    if (all->timeColumn() == nullptr)
        return Error { ErrorCode::InvalidInput,
                       "There is no time field, so there are no months to watch.",
                       {},
                       "no-time-field",
                       "Give a field the role time." };
    std::vector<std::string> fields = modelFields(loaded.scorer);
    return Watched { std::move(loaded), std::move(reference), std::move(predictions),
                     std::move(fields), std::move(settled),   std::move(all) };
}

/// Months after the run's reference, small ones rolled into the next.
std::vector<std::pair<WatchWindow, std::vector<std::uint32_t>>> windowsOf(const Watched& watched,
                                                                          const WatchOptions& options)
{
    std::vector<std::uint8_t> inReference(watched.all->rowCount(), 0);
    for (const CaseRow row : watched.reference.table->rows)
        inReference[row] = 1; // the whole table has every project row at its own place
    const Column* referenceTimes = watched.reference.table->timeColumn();
    const MonthIndex last = lastMonth(referenceTimes ? referenceTimes->times() : std::span<const Instant> {});
    std::vector<std::pair<WatchWindow, std::vector<std::uint32_t>>> windows;
    for (MonthSpan& span :
         windowsAfter(last, watched.all->timeColumn()->times(), inReference, options.minimumWindow)) {
        WatchWindow window;
        window.first = span.first;
        window.last = span.last;
        window.from = monthStart(span.first);
        window.to = monthStart(span.last + 1);
        window.rows = static_cast<std::int64_t>(span.rows.size());
        windows.emplace_back(std::move(window), std::move(span.rows));
    }
    return windows;
}

Result<WindowCases> judge(const Watched& watched, std::span<const std::uint32_t> rows, Progress& progress)
{
    WindowCases cases;
    cases.table = watched.all->select(rows);
    CB_TRY(cases.scores, watched.loaded.scorer.score(*cases.table, progress));
    for (std::uint32_t i = 0; i < cases.table->rowCount(); ++i) {
        const SettledCase& label = watched.settled[cases.table->rows[i]];
        if (label.truth != kUndecided)
            cases.judged.push_back(
                { i, label.truth == kPositive, cases.scores.positive[i] != 0, label.audited });
    }
    return cases;
}

double shareOutside(const Encoder& encoder, const CaseTable& table)
{
    const auto outside = encoder.outsideTraining(table);
    return outside.empty() ? 0
                           : static_cast<double>(std::ranges::count(outside, std::uint8_t { 1 }))
            / static_cast<double>(outside.size());
}

/// The trust light: CBPE's own assumptions, checked (statistics.md 2).
void judgeTrust(WatchWindow& window, double outsideNow, double outsideBefore, const WatchOptions& options)
{
    for (const SchemaEvent& event : window.drift.events) {
        if (event.event == "new" && !event.seenByModel && event.share >= options.newFieldShare)
            window.whyNot.push_back(
                fmt::format("new column {} ({:.0f} % filled)", event.field, event.share * 100));
    }
    if (window.drift.domainAuc.value > options.domainAucLimit)
        window.whyNot.push_back(
            fmt::format("unseen region: reference and window can be told apart (AUC {:.2f})",
                        window.drift.domainAuc.value));
    if (outsideNow >= outsideBefore + options.outsideShare)
        window.whyNot.push_back(fmt::format(
            "unseen region: {:.0f} % of cases lie outside what it was trained on", outsideNow * 100));
    const Interval& audited = window.audited.recall;
    if (audited.n > 0 && (window.estimate.value < audited.low || window.estimate.value > audited.high))
        window.whyNot.push_back(fmt::format("the audited recall {:.2f} contradicts it", audited.value));
    window.trusted = window.whyNot.empty();
}

/// Whether this window gives reason to pool from it on: tactics began to change.
bool isChanged(const WatchWindow& window)
{
    return std::ranges::any_of(
               window.drift.events,
               [](const SchemaEvent& event) { return event.event == "new" && !event.seenByModel; })
        || std::ranges::any_of(window.drift.fields,
                               [](const FieldDrift& field) { return field.verdict == DriftVerdict::Drift; });
}

/// The audited cases of several windows as one table, positions shifted accordingly.
struct Pool
{
    std::vector<std::uint32_t> rows; ///< in the whole table
    std::vector<JudgedCase> judged;

    void add(std::span<const std::uint32_t> windowRows, std::span<const JudgedCase> cases)
    {
        for (JudgedCase judgedCase : cases) {
            rows.push_back(windowRows[judgedCase.position]);
            judgedCase.position = static_cast<std::uint32_t>(rows.size() - 1);
            judged.push_back(judgedCase);
        }
    }
};

class Monitor
{
public:
    Monitor(const Watched& watched, WatchReport& report)
        : m_watched(watched)
        , m_report(report)
    {
        m_report.runId = watched.loaded.run.id;
        m_report.runName = watched.loaded.run.name;
        m_report.referenceRecall = watched.loaded.run.referenceRecall;
        m_outsideBefore = shareOutside(watched.loaded.scorer.encoder(), *watched.reference.table);
    }

    Result<void> watch(WatchWindow window, std::span<const std::uint32_t> rows, Progress& progress)
    {
        CB_TRY(const WindowCases cases, judge(m_watched, rows, progress));
        const Run& run = m_watched.loaded.run;
        window.flagged = cases.scores.flagged();
        window.audited = auditedRecall(cases.judged);
        CB_TRY(window.drift,
               scanDrift({ *m_watched.reference.table, *cases.table, m_watched.fields, run.importance },
                         progress));
        auto auc =
            domainAuc(*m_watched.reference.table, *cases.table, m_watched.fields, run.recipe.seed, progress);
        if (auc)
            window.drift.domainAuc = *auc;
        else if (auc.error().kind != "too-few-rows") // a small window has no such figure
            return auc.error();
        window.estimate = estimatedRecall(cases.scores.probability, run.threshold,
                                          m_watched.predictions.holdout, m_report.options);
        judgeTrust(window, shareOutside(m_watched.loaded.scorer.encoder(), *cases.table), m_outsideBefore,
                   m_report.options);
        if (!m_poolIsChanged
            && isChanged(window)) { // from the first change on, older audits say nothing about now
            m_pool = {};
            m_poolIsChanged = true;
        }
        m_pool.add(rows, auditSliceOf(cases.judged));
        window.pooled = auditedRecall(m_pool.judged);
        m_report.slices =
            findErrorSlices(*m_watched.all->select(m_pool.rows), m_pool.judged, m_watched.fields);
        window.drift.suspects =
            rankSuspects(window.drift, m_report.slices,
                         associateWithScore(*cases.table, cases.scores.positive, newFieldsOf(window.drift)));
        m_report.suspects = window.drift.suspects;
        for (Alert& alert : alertsOf(window, m_report, window.drift.suspects))
            m_report.raised.push_back(std::move(alert));
        keepScores(cases);
        m_report.windows.push_back(std::move(window));
        return {};
    }

    [[nodiscard]] const CaseScores& scores() const { return m_scores; }

private:
    void keepScores(const WindowCases& cases)
    {
        m_scores.rows.insert(m_scores.rows.end(), cases.table->rows.begin(), cases.table->rows.end());
        m_scores.margin.insert(m_scores.margin.end(), cases.scores.margin.begin(), cases.scores.margin.end());
        m_scores.probability.insert(m_scores.probability.end(), cases.scores.probability.begin(),
                                    cases.scores.probability.end());
    }

    const Watched& m_watched;
    WatchReport& m_report;
    double m_outsideBefore = 0;
    Pool m_pool;
    bool m_poolIsChanged = false;
    CaseScores m_scores;
};

/// Scores in row order, and only those not stored yet.
CaseScores unstored(const CaseScores& scores, const CaseScores& stored)
{
    std::map<CaseRow, std::size_t> fresh;
    for (std::size_t i = 0; i < scores.rows.size(); ++i) {
        const bool known = std::ranges::binary_search(stored.rows, scores.rows[i]);
        if (!known)
            fresh[scores.rows[i]] = i;
    }
    CaseScores kept;
    for (const auto& [row, i] : fresh) {
        kept.rows.push_back(row);
        kept.margin.push_back(scores.margin[i]);
        kept.probability.push_back(scores.probability[i]);
    }
    return kept;
}

/// Scores and alerts in one transaction; alerts that were raised before stay as they are.
Result<void> store(Project& project, const Actor& actor, const CaseScores& scores, WatchReport& report)
{
    const AlertStore alerts(project);
    const ScoreStore scoreStore(project);
    CB_TRY(const CaseScores stored, scoreStore.latest(report.runId));
    const CaseScores fresh = unstored(scores, stored);
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    if (!fresh.rows.empty())
        CB_CHECK(scoreStore.add(tx, report.runId, fresh));
    std::vector<Alert> raised;
    Json texts = Json::array();
    for (Alert& alert : report.raised) {
        CB_TRY(const AlertStore::Raised result, alerts.raise(tx, alert));
        if (result.isNew) {
            alert.id = result.id;
            alert.raisedAt = tx.time();
            texts.push_back(alert.text);
            raised.push_back(alert);
        }
    }
    CB_CHECK(tx.commit({ .act = "monitor",
                         .objType = "run",
                         .objId = std::to_string(report.runId),
                         .result = { { "windows", report.windows.size() },
                                     { "scored", fresh.rows.size() },
                                     { "alerts", texts } } }));
    report.raised = std::move(raised);
    CB_TRY(const auto all, alerts.list());
    for (auto at = all.rbegin(); at != all.rend(); ++at) {
        if (at->runId == report.runId)
            report.alerts.push_back(*at);
    }
    return {};
}

Result<WatchReport> watchAll(Project& project, std::string_view run, CaseScores& scores, Progress& progress)
{
    WatchReport report;
    CB_TRY(const Watched watched, gather(project, run, progress));
    Monitor monitor(watched, report);
    auto windows = windowsOf(watched, report.options);
    for (std::size_t i = 0; i < windows.size(); ++i) {
        const auto part = [&](std::size_t k) {
            return 0.1 + 0.8 * static_cast<double>(k) / static_cast<double>(windows.size());
        };
        progress.report(part(i), "looking at " + monthName(windows[i].first.last));
        CB_CHECK(progress.checkpoint());
        Progress step = progress.part(part(i), part(i + 1));
        CB_CHECK(monitor.watch(std::move(windows[i].first), windows[i].second, step));
    }
    scores = monitor.scores();
    return report;
}

} // namespace

Result<WatchReport>
monitorModel(Project& project, const Actor& actor, std::string_view run, Progress& progress)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Analysis));
    CaseScores scores;
    CB_TRY(WatchReport report, watchAll(project, run, scores, progress));
    CB_CHECK(progress.checkpoint());
    CB_CHECK(store(project, actor, scores, report));
    return report;
}

Result<WatchReport> lookAtWindows(Project& project, std::string_view run, Progress& progress)
{
    CaseScores scores;
    CB_TRY(WatchReport report, watchAll(project, run, scores, progress));
    report.raised.clear();
    CB_TRY(const auto all, AlertStore(project).list());
    for (auto at = all.rbegin(); at != all.rend(); ++at) {
        if (at->runId == report.runId)
            report.alerts.push_back(*at);
    }
    return report;
}

Result<Alert> answerAlert(
    Project& project, const Actor& actor, std::int64_t id, std::string_view action, std::string_view reason)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Analysis));
    const AlertStore alerts(project);
    CB_TRY(const Alert before, alerts.find(id));
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    if (action == "take")
        CB_CHECK(alerts.take(tx, id));
    else if (action == "snooze")
        CB_CHECK(alerts.snooze(tx, id, reason));
    else if (action == "close")
        CB_CHECK(alerts.close(tx, id, reason));
    else
        return Error { ErrorCode::InvalidInput,
                       "\"" + std::string(action) + "\" is nothing one does with an alert.",
                       {},
                       "usage",
                       "Take, snooze or close it." };
    CB_CHECK(tx.commit({ .act = "alert." + std::string(action),
                         .objType = "alert",
                         .objId = std::to_string(id),
                         .before = { { "state", name(before.state) } },
                         .reason = std::string(reason) }));
    return alerts.find(id);
}

} // namespace casebench
