// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/explanation/ExplanationData.h"

#include "core/explaining/Explainer.h"
#include "core/store/RunStore.h"
#include "core/workflow/Blinding.h"
#include "core/workflow/ExplainCases.h"
#include "core/workflow/ScorerOfRun.h"
#include "ui/itemmodels/CaseWords.h"
#include "ui/itemmodels/RunWords.h"
#include "ui/text/ErrorText.h"
#include "ui/text/Format.h"
#include "ui/widgets/Delegates.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace casebench::ui {

namespace {

constexpr std::size_t kRunsInSwitch = 4; // what the switch holds beside each other
constexpr std::size_t kFieldsShown = 10; // more bars than that no one reads

QString tr(const char* text)
{
    return QCoreApplication::translate("ExplanationData", text);
}

QString said(const std::string& text)
{
    return format::harmless(format::text(text));
}

bool isMissed(const ExplainableCases& cases, std::uint32_t row)
{
    return cases.view->labels[row].truth == kPositive && cases.score[row] < cases.threshold;
}

/// Stored scores where every case has one; else the first run scores them here, so that the order is right
/// from the first look.
Result<void> scoreCases(Project& project, ExplainableCases& cases, Progress& progress)
{
    const CaseView& view = *cases.view;
    cases.score = view.score;
    cases.threshold = view.threshold;
    const bool stored = view.scoredBy != 0
        && std::ranges::none_of(cases.order, [&](std::uint32_t row) { return std::isnan(view.score[row]); });
    if (stored || cases.runs.empty() || view.table->rowCount() == 0)
        return {};
    CB_TRY(const LoadedRun loaded, loadRun(project, cases.runs.front().name));
    CB_TRY(Scores scores, loaded.scorer.score(*view.table, progress));
    cases.score = std::move(scores.probability);
    cases.threshold = loaded.run.threshold;
    return {};
}

void orderCases(ExplainableCases& cases)
{
    std::ranges::stable_sort(cases.order, [&cases](std::uint32_t a, std::uint32_t b) {
        const bool missedA = isMissed(cases, a);
        const bool missedB = isMissed(cases, b);
        if (missedA != missedB)
            return missedA;
        const bool knownA = !std::isnan(cases.score[a]);
        const bool knownB = !std::isnan(cases.score[b]);
        return knownA && knownB ? cases.score[a] > cases.score[b] : knownA && !knownB;
    });
    cases.missed =
        std::ranges::count_if(cases.order, [&cases](std::uint32_t row) { return isMissed(cases, row); });
}

QString valueOf(const Contribution& contribution)
{
    return contribution.missing ? tr("Not asked") : said(contribution.value);
}

QString factValue(const CaseFacts& facts, const std::string& field)
{
    const auto at = std::ranges::find(facts.facts, format::text(field), &CaseFact::field);
    return at == facts.facts.end() ? QString() : format::harmless(at->value);
}

/// Values as people read them everywhere else ("1,297"), in the bars and in the words alike.
void makeReadable(Explanation& explanation, const CaseFacts& facts)
{
    for (Contribution& contribution : explanation.contributions) {
        const QString value = factValue(facts, contribution.field);
        if (!contribution.missing && !value.isEmpty())
            contribution.value = value.toStdString();
    }
    explanation.text = reasonsText(explanation);
}

} // namespace

Result<ExplainableCasesPtr> loadExplainable(Project& project, const Actor& actor, Progress& progress)
{
    auto cases = std::make_shared<ExplainableCases>();
    const RunStore runs(project);
    CB_TRY(std::vector<Run> all, runs.list());
    CB_TRY(const std::optional<std::int64_t> champion, runs.champion());
    cases->champion = champion.value_or(0);
    std::ranges::reverse(all);
    std::ranges::stable_partition(all, [&](const Run& run) { return run.id == cases->champion; });
    for (Run& run : all) {
        if (run.id == cases->champion || !words::isBaseline(run.recipe.family))
            cases->runs.push_back(std::move(run));
    }
    CB_TRY(cases->view, loadCaseView(project, actor, progress));
    const std::size_t rows = cases->view->table->rowCount();
    cases->ownOnly = judgesFirst(actor);
    cases->order.resize(rows);
    std::iota(cases->order.begin(), cases->order.end(), 0U);
    if (cases->ownOnly) {
        CB_TRY(const auto own, ownVerdicts(project, actor.name));
        std::erase_if(cases->order, [&own](std::uint32_t row) { return own[row] == 0; });
    }
    CB_CHECK(scoreCases(project, *cases, progress));
    orderCases(*cases);
    return ExplainableCasesPtr(std::move(cases));
}

QList<CellColumn> caseColumns()
{
    return { { tr("Case") }, { tr("Score"), true } };
}

QList<CellRow> caseRows(const ExplainableCases& cases, const QString& search, int most)
{
    QList<CellRow> rows;
    const CaseView& view = *cases.view;
    for (const std::uint32_t row : cases.order) {
        const QString id = format::text(view.table->ids[row]);
        if (!search.isEmpty() && !id.contains(search, Qt::CaseInsensitive))
            continue;
        const QString state = words::state(view.labels[row].state);
        Cell name { format::harmless(id) };
        name.roles = { { NoteRole, isMissed(cases, row) ? tr("%1, missed").arg(state) : state } };
        if (isMissed(cases, row))
            name.roles.insert(GlyphRole, int(Glyph::Watch));
        rows.append(
            { static_cast<qint64>(row) + 1, false, { name, Cell { format::decimal(cases.score[row], 2) } } });
        if (rows.size() >= most)
            break;
    }
    return rows;
}

Result<CaseExplanationPtr> loadCaseExplanation(Project& project,
                                               const Actor& actor,
                                               const std::string& caseId,
                                               const std::vector<Run>& runs,
                                               Progress& progress)
{
    auto data = std::make_shared<CaseExplanation>();
    CB_TRY(data->facts, loadCaseFacts(project, actor.name, caseId, progress));
    for (const Run& run : runs) {
        CB_CHECK(progress.checkpoint());
        RunExplanation entry { run.id, said(run.name) };
        auto explained = explainCases(project, run.name, std::span(&caseId, 1), progress);
        if (explained) {
            entry.explanation = std::move(explained->front());
            makeReadable(*entry.explanation, data->facts);
        } else {
            entry.failure = errorText(explained.error()).line();
        }
        data->runs.push_back(std::move(entry));
        if (data->runs.size() == kRunsInSwitch)
            break;
    }
    return CaseExplanationPtr(std::move(data));
}

QString answerSentence(const RunExplanation& run)
{
    if (!run.explanation)
        return tr("%1 cannot say why.").arg(run.name);
    const Explanation& explanation = *run.explanation;
    const bool scam = explanation.probability >= explanation.threshold;
    const QString answer = scam ? tr("%1 says scam, %2") : tr("%1 says not scam, %2");
    // Two decimals, unless they would say "not scam, 0.50" of a score just below the threshold.
    const bool onTheEdge =
        format::decimal(explanation.probability, 2) == format::decimal(explanation.threshold, 2);
    const QString said = answer.arg(run.name, format::decimal(explanation.probability, onTheEdge ? 4 : 2));
    // The strongest field that speaks for the answer; the list is by size.
    const auto reason =
        std::ranges::find_if(explanation.contributions, [scam](const Contribution& contribution) {
            return scam ? contribution.amount > 0 : contribution.amount < 0;
        });
    if (reason == explanation.contributions.end())
        return tr("%1; no field speaks for it.").arg(said);
    const QString field = format::isolate(format::text(reason->field));
    if (reason->missing)
        return tr("%1, most of all because %2 was not asked.").arg(said, field);
    return tr("%1, most of all because %2 is %3.")
        .arg(said, field, format::isolate(format::text(reason->value)));
}

QString besideSentence(const CaseExplanation& data, std::size_t shown)
{
    const RunExplanation& run = data.runs[shown];
    QStringList sentences;
    const CaseState state = data.facts.state;
    if (state == CaseState::Confirmed || state == CaseState::NotScam) {
        const bool scam = state == CaseState::Confirmed;
        const bool flagged = run.explanation && run.explanation->probability >= run.explanation->threshold;
        if (run.explanation && scam && !flagged)
            sentences.append(tr("Its settled label is scam: a missed scam."));
        else if (run.explanation && !scam && flagged)
            sentences.append(tr("Its settled label is not scam: a false alarm."));
        else
            sentences.append(scam ? tr("Its settled label is scam.") : tr("Its settled label is not scam."));
    } else {
        sentences.append(tr("Nobody has settled this case yet."));
    }
    for (const RunExplanation& other : data.runs) {
        if (&other == &run || !other.explanation || !run.explanation)
            continue;
        QStringList more;
        for (const std::string& field : run.explanation->unseenFields) {
            if (std::ranges::find(other.explanation->contributions, field, &Contribution::field)
                != other.explanation->contributions.end())
                more.append(format::isolate(format::text(field)));
        }
        const QString score = format::decimal(other.explanation->probability, 2);
        sentences.append(more.isEmpty()
                             ? tr("%1 says %2.").arg(other.name, score)
                             : tr("%1, which sees %2, says %3.").arg(other.name, format::list(more), score));
        break;
    }
    return sentences.join(u' ');
}

Waterfall::Data waterfallOf(const CaseExplanation& data, std::size_t shown)
{
    Waterfall::Data chart;
    const RunExplanation& run = data.runs[shown];
    if (!run.explanation)
        return chart;
    const Explanation& explanation = *run.explanation;
    chart.base = explanation.base;
    const auto& all = explanation.contributions;
    const std::size_t whole = all.size() > kFieldsShown ? kFieldsShown - 1 : all.size();
    for (std::size_t i = 0; i < whole; ++i)
        chart.rows.append({ said(all[i].field),
                            valueOf(all[i]),
                            all[i].amount,
                            all[i].missing ? Waterfall::RowKind::NotAsked : Waterfall::RowKind::Known,
                            {} });
    double rest = 0;
    for (std::size_t i = whole; i < all.size(); ++i)
        rest += all[i].amount;
    if (whole < all.size())
        chart.rows.append(
            { tr("%1 further fields").arg(all.size() - whole), {}, rest, Waterfall::RowKind::Known, {} });
    for (const std::string& field : explanation.unseenFields)
        chart.rows.append({ said(field), factValue(data.facts, field), 0, Waterfall::RowKind::NotInModel,
                            tr("%1 has no such field: no contribution").arg(run.name) });
    chart.result = explanation.margin;
    chart.resultScore = format::decimal(explanation.probability, 2);
    chart.startName = tr("Starting point");
    chart.resultName = tr("Result");
    chart.axisTitle = tr("Margin (%1). To the right: towards scam").arg(said(explanation.unit));
    return chart;
}

} // namespace casebench::ui
