// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/labelling/Settle.h"
#include "core/store/CaseBrowser.h"

#include <filesystem>
#include <limits>
#include <mutex>

namespace casebench {

/// What stands beside the cases: verdicts, and the champion's scores.
struct CaseMarks
{
    std::vector<CaseRow> rows; ///< ascending: the cases that anybody gave a verdict on
    std::vector<SettledCase> settled; ///< one for each of them
    std::vector<double> score; ///< by project row, NaN where there is none; empty: no scores at all
    double threshold = 0.5;
    std::int64_t scoredBy = 0; ///< run id; 0 = no scores
    std::string champion {}; ///< the name of that run

    [[nodiscard]] SettledCase label(CaseRow row) const;
    [[nodiscard]] double scoreOf(CaseRow row) const;
    [[nodiscard]] std::int64_t decided() const; ///< cases with a truth
};

/// Takes: actor: an investigator sees no score of a case before the own verdict.
/// Cost:  O(verdicts + scores).
[[nodiscard]] Result<std::shared_ptr<const CaseMarks>> loadCaseMarks(Project& project, const Actor& actor);

/// Which cases, in which order.
struct CaseQuery
{
    std::string where {}; ///< filter expression; "" = all
    std::optional<CaseState> state {};
    double scoreFrom = -std::numeric_limits<double>::infinity(); ///< with either bound set, cases without a
                                                                 ///< score are left out
    double scoreTo = std::numeric_limits<double>::infinity();
    std::string sort {}; ///< a field, or "case", "label", "score"; "" = in order of arrival
    bool descending = false;
    std::vector<std::string> revealed {}; ///< personal fields whose asking was recorded (RevealPersonal.h)
};

struct FoundCase
{
    std::size_t position = 0; ///< in the list
    std::int64_t number = 0; ///< which hit it is, from 1
    std::int64_t of = 0; ///< hits in the list
};

/// The list of cases behind a table: what is shown is a permutation of project rows, found without holding
/// more than the fields asked for. Shared by threads.
class CaseLister
{
public:
    CaseLister(CaseBrowserPtr browser, std::shared_ptr<const CaseMarks> marks);

    [[nodiscard]] const CaseBrowser& browser() const { return *m_browser; }

    [[nodiscard]] const CaseBrowserPtr& browserPtr() const { return m_browser; }

    [[nodiscard]] const CaseMarks& marks() const { return *m_marks; }

    /// The rows that pass, in order. Missing values stand last either way; equal ones in order of arrival.
    /// Fails: as Filter; NotFound (field); Refused "personal-field" when a filter or an order is over the
    ///        values of a personal field that was not revealed; Cancelled.
    /// Cost:  O(rows). Parts that the filter cannot choose from are not read; the last order is kept, so that
    ///        another filter under it sorts nothing.
    [[nodiscard]] Result<std::vector<CaseRow>>
    list(Project& project, const CaseQuery& query, Progress& progress) const;

    /// The next row from `from` on (positions in `rows`, wrapping round) that anywhereExpression() chooses.
    /// Takes: rows: as list() gave them.
    /// Gives: nothing when no row has them.
    [[nodiscard]] Result<std::optional<FoundCase>> find(Project& project,
                                                        std::span<const CaseRow> rows,
                                                        std::string_view words,
                                                        std::size_t from,
                                                        bool backwards,
                                                        Progress& progress) const;

private:
    using Mask = std::vector<std::uint8_t>;
    using Order = std::shared_ptr<const std::vector<CaseRow>>;

    [[nodiscard]] Result<Mask> mask(Project& project, const CaseQuery& query, Progress& progress) const;
    [[nodiscard]] Result<Mask> passing(Project& project, const Filter& filter, Progress& progress) const;
    void dropByMarks(const CaseQuery& query, Mask& mask) const;
    [[nodiscard]] Result<Order>
    order(Project& project, std::string_view sort, bool descending, Progress& progress) const;

    CaseBrowserPtr m_browser;
    std::shared_ptr<const CaseMarks> m_marks;
    mutable std::mutex m_mutex;
    mutable std::string m_lastSort;
    mutable Order m_lastOrder;
};

using CaseListerPtr = std::shared_ptr<const CaseLister>;

[[nodiscard]] Result<CaseListerPtr> openCaseLister(Project& project, const Actor& actor);

/// A filter expression for words anywhere: in the case id, a category or a text; in a number or a time that
/// equals them. Personal fields are left out, since a hit would tell what is masked.
[[nodiscard]] std::string anywhereExpression(const Schema& schema, std::string_view words);

/// Formula-safe CSV of the rows, all fields, in that order; personal fields are masked but for those
/// revealed, whose asking was recorded (RevealPersonal.h). Gives: rows written. Cost: reads by blocks, so
/// memory does not grow with the rows.
[[nodiscard]] Result<std::int64_t> exportCases(Project& project,
                                               const std::vector<std::string>& revealed,
                                               const CaseBrowser& browser,
                                               std::span<const CaseRow> rows,
                                               const std::filesystem::path& out,
                                               Progress& progress);

} // namespace casebench
