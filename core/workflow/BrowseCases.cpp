// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/BrowseCases.h"

#include "core/base/AtomicFileWriter.h"
#include "core/base/Text.h"
#include "core/importing/CsvWriter.h"
#include "core/labelling/SettleHistory.h"
#include "core/privacy/Masking.h"
#include "core/store/LabelStore.h"
#include "core/store/RunStore.h"
#include "core/store/ScoreStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/Blinding.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

namespace casebench {

namespace {

/// Verdicts are settled for the cases that have some, so that nothing grows with those that have none.
void settleMarked(LabelHistory history, CaseMarks& marks)
{
    for (const LabelEvent& event : history.single)
        marks.rows.push_back(event.row);
    for (const LabelBlock& block : history.blocks)
        marks.rows.insert(marks.rows.end(), block.rows.begin(), block.rows.end());
    if (!std::ranges::is_sorted(marks.rows))
        std::ranges::sort(marks.rows);
    marks.rows.erase(std::ranges::unique(marks.rows).begin(), marks.rows.end());
    std::size_t at = 0; // verdicts in blocks come in the order of the cases: the next one is looked at first
    const auto renumber = [&](CaseRow& row) {
        if (at < marks.rows.size() && marks.rows[at] != row)
            ++at;
        if (at >= marks.rows.size() || marks.rows[at] != row)
            at = static_cast<std::size_t>(std::ranges::lower_bound(marks.rows, row) - marks.rows.begin());
        row = static_cast<CaseRow>(at);
    };
    for (LabelBlock& block : history.blocks)
        std::ranges::for_each(block.rows, renumber);
    for (LabelEvent& event : history.single)
        renumber(event.row);
    marks.settled = settleHistory(history, marks.rows.size(), LabelPolicy::Confirmed);
}

/// A labeller sees no score before the own verdict: not in the column, not by sorting, not by a filter.
void hideUnearnedScores(const LabelHistory& history, const std::string& person, CaseMarks& marks)
{
    std::vector<std::uint8_t> own(marks.score.size(), 0);
    const auto events =
        history.events([&](const LabelBlock& block, std::size_t) { return block.shared.person == person; });
    for (const LabelEvent* event : standingEvents(events)) {
        if (event->person == person && event->row < own.size())
            own[event->row] = 1;
    }
    for (std::size_t row = 0; row < own.size(); ++row) {
        if (own[row] == 0)
            marks.score[row] = std::nan("");
    }
}

Result<void> readScores(Project& project, CaseMarks& marks)
{
    const RunStore runs(project);
    CB_TRY(const auto champion, runs.champion());
    if (!champion)
        return {};
    CB_TRY(const Run run, runs.find(*champion));
    CB_TRY(const CaseScores scores, ScoreStore(project).latest(*champion));
    marks.threshold = run.threshold;
    marks.champion = run.name;
    if (scores.rows.empty())
        return {};
    marks.scoredBy = run.id;
    marks.score.assign(std::size_t { scores.rows.back() } + 1, std::nan(""));
    for (std::size_t i = 0; i < scores.rows.size(); ++i)
        marks.score[scores.rows[i]] = scores.probability[i];
    return {};
}

std::vector<CaseRow> allRows(std::size_t count)
{
    std::vector<CaseRow> rows(count);
    std::iota(rows.begin(), rows.end(), CaseRow { 0 });
    return rows;
}

/// How many bytes are 1 and not 0, eight at a time: a product adds up the bytes of a word.
std::size_t countOnes(std::span<const std::uint8_t> bytes)
{
    constexpr std::uint64_t kOnes = 0x0101010101010101;
    std::size_t count = 0;
    std::size_t at = 0;
    for (std::uint64_t word = 0; at + sizeof word <= bytes.size(); at += sizeof word) {
        std::memcpy(&word, bytes.data() + at, sizeof word);
        count += word * kOnes >> 56U;
    }
    return count + static_cast<std::size_t>(std::ranges::count(bytes.subspan(at), 1));
}

/// The rows that pass, in that order (null: of arrival). Every row is written, and the next one over it
/// unless it passes: nobody can guess which will.
std::vector<CaseRow> chosen(std::span<const std::uint8_t> passes, const std::vector<CaseRow>* order)
{
    std::vector<CaseRow> rows(countOnes(passes) + 1);
    const auto choose = [&](auto rowAt) {
        CaseRow* next = rows.data();
        for (CaseRow at = 0; at < passes.size(); ++at) {
            const CaseRow row = rowAt(at);
            *next = row;
            next += passes.data()[row];
        }
    };
    if (order == nullptr)
        choose([](CaseRow at) { return at; });
    else
        choose([rowAt = order->data()](CaseRow at) { return rowAt[at]; });
    rows.pop_back();
    return rows;
}

} // namespace

SettledCase CaseMarks::label(CaseRow row) const
{
    const auto at = std::ranges::lower_bound(rows, row);
    return at == rows.end() || *at != row ? SettledCase {}
                                          : settled[static_cast<std::size_t>(at - rows.begin())];
}

double CaseMarks::scoreOf(CaseRow row) const
{
    return row < score.size() ? score[row] : std::nan("");
}

std::int64_t CaseMarks::decided() const
{
    return std::ranges::count_if(settled, [](const SettledCase& label) { return label.truth != kUndecided; });
}

Result<std::shared_ptr<const CaseMarks>> loadCaseMarks(Project& project, const Actor& actor)
{
    auto marks = std::make_shared<CaseMarks>();
    CB_TRY(LabelHistory history, LabelStore(project).historyFor(actor.name));
    CB_CHECK(readScores(project, *marks));
    if (judgesFirst(actor))
        hideUnearnedScores(history, actor.name, *marks);
    settleMarked(std::move(history), *marks);
    return std::shared_ptr<const CaseMarks>(std::move(marks));
}

CaseLister::CaseLister(CaseBrowserPtr browser, std::shared_ptr<const CaseMarks> marks)
    : m_browser(std::move(browser))
    , m_marks(std::move(marks))
{
}

Result<CaseListerPtr> openCaseLister(Project& project, const Actor& actor)
{
    CB_TRY(CaseBrowserPtr browser, CaseBrowser::open(project));
    CB_TRY(auto marks, loadCaseMarks(project, actor));
    return std::make_shared<const CaseLister>(std::move(browser), std::move(marks));
}

Result<std::vector<CaseRow>>
CaseLister::list(Project& project, const CaseQuery& query, Progress& progress) const
{
    const bool scored = std::isfinite(query.scoreFrom) || std::isfinite(query.scoreTo);
    const bool everything = trimmed(query.where).empty() && !query.state && !scored;
    Order ordered;
    if (!query.sort.empty()) {
        CB_CHECK(requireShownOrder(query.sort, m_browser->schema(), query.revealed));
        CB_TRY(ordered, order(project, query.sort, query.descending, progress));
    }
    if (everything)
        return ordered ? *ordered : allRows(m_browser->rowCount());
    CB_TRY(const Mask passes, mask(project, query, progress));
    return chosen(passes, ordered.get());
}

Result<std::int64_t> exportCases(Project& project,
                                 const std::vector<std::string>& revealed,
                                 const CaseBrowser& browser,
                                 std::span<const CaseRow> rows,
                                 const std::filesystem::path& out,
                                 Progress& progress)
{
    constexpr std::size_t kBlock = 65536; // rows in memory at once (ours)
    CB_TRY(AtomicFileWriter file, AtomicFileWriter::create(out));
    std::string bytes;
    CsvWriter csv(bytes);
    std::vector<std::size_t> fields(browser.schema().size());
    std::iota(fields.begin(), fields.end(), std::size_t { 0 });
    for (const Field& field : browser.schema().fields())
        csv.field(field.name);
    csv.endRow();
    for (std::size_t from = 0; from < rows.size(); from += kBlock) {
        CB_CHECK(progress.checkpoint());
        progress.report(static_cast<double>(from) / static_cast<double>(rows.size()), "writing cases");
        const auto block = rows.subspan(from, std::min(kBlock, rows.size() - from));
        std::vector<CaseRow> ascending(block.begin(), block.end());
        std::ranges::sort(ascending);
        CB_TRY(const CaseTablePtr table,
               browser.page(project, ascending, fields, CaseBrowser::Texts::AsTheSourceHadThem));
        for (const CaseRow row : block) {
            const auto at =
                static_cast<std::size_t>(std::ranges::lower_bound(ascending, row) - ascending.begin());
            for (std::size_t i = 0; i < table->columns.size(); ++i) {
                const std::string text = table->columns[i].text(at);
                const bool asked = std::ranges::find(revealed, table->schema[i].name) != revealed.end();
                csv.field(asked ? text : shownText(table->schema[i].role, text));
            }
            csv.endRow();
        }
        CB_CHECK(file.write(bytes));
        bytes.clear();
    }
    CB_CHECK(file.write(bytes));
    CB_CHECK(file.commit());
    return static_cast<std::int64_t>(rows.size());
}

} // namespace casebench
