// SPDX-License-Identifier: GPL-3.0-or-later
// The table of cases against what people use instead, in one run (performance.md 9, goals 4 to 7): the same
// file as a project and as a typed row table in SQLite. Each run measures ours and the peer one after the
// other; printed are medians, the spread, and the median of the ratios pair by pair. Usage:
// casebench-bench-table PROJECT ROWS.sqlite RUNS
#include "core/store/CaseStore.h"
#include "core/workflow/BrowseCases.h"

#include <QAbstractTableModel>
#include <QCoreApplication>
#include <QSortFilterProxyModel>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <numeric>
#include <sqlite3.h>
#include <string>

namespace {

using namespace casebench;

constexpr const char* kNumber = "number_3";
constexpr const char* kText = "category_9";
constexpr const char* kWhere = "number_1 > 250 AND category_0 = 'level_0_0'";

template<typename T>
T must(Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().sentence().c_str());
        std::exit(1);
    }
    return std::move(*result);
}

/// Milliseconds by the clock and of the whole process.
struct Spent
{
    double wall = 0;
    double cpu = 0;
};

Spent spentOn(const std::function<void()>& work)
{
    const auto cpu = [] {
        timespec time {};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
    };
    const double before = cpu();
    const auto start = std::chrono::steady_clock::now();
    work();
    return { std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count(),
             cpu() - before };
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values.empty() ? 0 : values[values.size() / 2];
}

/// The peer: plain SQLite, as fast as its C interface lets it be.
class RowTable
{
public:
    explicit RowTable(const char* path)
    {
        if (sqlite3_open_v2(path, &m_handle, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK)
            std::exit(1);
        sqlite3_exec(m_handle, "PRAGMA cache_size=-400000", nullptr, nullptr, nullptr);
    }

    ~RowTable() { sqlite3_close(m_handle); }

    RowTable(const RowTable&) = delete;
    RowTable& operator=(const RowTable&) = delete;

    /// Steps through all rows, taking every value as what it is. Gives: rows.
    long long run(const std::string& sql,
                  std::vector<std::vector<double>>* numbers = nullptr,
                  std::vector<std::vector<std::string>>* texts = nullptr) const
    {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v2(m_handle, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
            std::fprintf(stderr, "%s\n", sqlite3_errmsg(m_handle));
            std::exit(1);
        }
        const int columns = sqlite3_column_count(statement);
        if (numbers != nullptr) {
            numbers->assign(static_cast<std::size_t>(columns), {});
            texts->assign(static_cast<std::size_t>(columns), {});
        }
        long long rows = 0;
        for (; sqlite3_step(statement) == SQLITE_ROW; ++rows) {
            for (int i = 0; i < columns; ++i) {
                if (numbers == nullptr) {
                    m_sink += static_cast<std::size_t>(sqlite3_column_int64(statement, i));
                } else if (sqlite3_column_type(statement, i) == SQLITE_TEXT) {
                    (*texts)[static_cast<std::size_t>(i)].emplace_back(
                        reinterpret_cast<const char*>(sqlite3_column_text(statement, i)),
                        static_cast<std::size_t>(sqlite3_column_bytes(statement, i)));
                } else {
                    (*numbers)[static_cast<std::size_t>(i)].push_back(sqlite3_column_double(statement, i));
                }
            }
        }
        sqlite3_finalize(statement);
        return rows;
    }

private:
    sqlite3* m_handle = nullptr;
    mutable std::size_t m_sink = 0;
};

/// What a Qt program would put behind QSortFilterProxyModel.
class NumberModel : public QAbstractTableModel
{
public:
    explicit NumberModel(std::vector<double> values)
        : m_values(std::move(values))
    {
    }

    int rowCount(const QModelIndex& parent) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_values.size());
    }

    int columnCount(const QModelIndex& parent) const override { return parent.isValid() ? 0 : 1; }

    QVariant data(const QModelIndex& index, int role) const override
    {
        return role == Qt::DisplayRole ? QVariant(m_values[static_cast<std::size_t>(index.row())])
                                       : QVariant();
    }

private:
    std::vector<double> m_values;
};

class Bench
{
public:
    Bench(const char* project, const char* rows, int runs)
        : m_project(must(Project::open(project, { .readOnly = true })))
        , m_rows(rows)
        , m_runs(runs)
    {
        const auto browser = must(CaseBrowser::open(m_project));
        m_lister = std::make_shared<const CaseLister>(browser, std::make_shared<const CaseMarks>());
        m_count = browser->rowCount();
    }

    void all()
    {
        std::printf("%zu cases, %d runs, SQLite %s, Qt %s\n", m_count, m_runs, sqlite3_libversion(),
                    qVersion());
        std::printf("%-46s %12s %12s %10s %10s %8s\n", "", "ours ms", "peer ms", "ratio", "cpu ratio",
                    "spread");
        pair(
            "4 all columns into memory | SELECT *", [&] { loadAll(); }, [&] { selectAll(); });
        for (const std::size_t tenth : { 0U, 1U, 5U, 9U })
            page(m_count / 10 * tenth);
        must(m_lister->browser().warm(m_project, m_silent) ? Result<bool>(true) : Result<bool>(false));
        sorts();
        filters();
    }

private:
    using Work = std::function<void()>;

    void pair(const std::string& name, const Work& ours, const Work& peer) const
    {
        std::vector<double> ourMs;
        std::vector<double> peerMs;
        std::vector<double> ratios;
        std::vector<double> cpuRatios;
        for (int run = 0; run < m_runs; ++run) {
            const Spent mine = spentOn(ours);
            const Spent other = spentOn(peer);
            ourMs.push_back(mine.wall);
            peerMs.push_back(other.wall);
            ratios.push_back(other.wall / mine.wall);
            cpuRatios.push_back(other.cpu / mine.cpu);
        }
        const auto [low, high] = std::ranges::minmax(ourMs);
        std::printf("%-46s %12.3f %12.3f %9.1fx %9.1fx %3.1f-%.1f\n", name.c_str(), median(ourMs),
                    median(peerMs), median(ratios), median(cpuRatios), low, high);
        std::fflush(stdout);
    }

    void loadAll()
    {
        const Project fresh = must(Project::open(m_project.path(), { .readOnly = true }));
        m_sink += must(CaseStore(fresh).loadTable({}, m_silent))->rowCount();
    }

    void selectAll()
    {
        std::vector<std::vector<double>> numbers;
        std::vector<std::vector<std::string>> texts;
        m_sink += static_cast<std::size_t>(m_rows.run("SELECT * FROM cases", &numbers, &texts));
    }

    /// Nothing is kept: a browser of its own for every run.
    void page(std::size_t from)
    {
        std::vector<CaseRow> rows(std::min<std::size_t>(100, m_count - from));
        std::iota(rows.begin(), rows.end(), static_cast<CaseRow>(from));
        std::vector<std::size_t> fields(m_lister->browser().schema().size());
        std::iota(fields.begin(), fields.end(), std::size_t { 0 });
        const auto browser = must(CaseBrowser::open(m_project));
        m_sink += must(browser->page(m_project, rows, fields))->rowCount(); // dictionaries and heads, once
        pair(
            "5 page at " + std::to_string(from) + " | OFFSET",
            [&] { m_sink += must(browser->page(m_project, rows, fields))->rowCount(); },
            [&] { m_rows.run("SELECT * FROM cases LIMIT 100 OFFSET " + std::to_string(from)); });
    }

    void sortOnce(const char* field)
    {
        // A lister of its own, since it keeps the last order.
        const CaseLister lister(m_lister->browserPtr(), std::make_shared<const CaseMarks>());
        m_sink += must(lister.list(m_project, { .sort = field }, m_silent)).size();
    }

    void sorts()
    {
        for (const char* field : { kNumber, kText, "received", "case_id", "flag_0" }) {
            sortOnce(field);
            pair(
                std::string("6 sort by ") + field + " | ORDER BY", [&] { sortOnce(field); },
                [&] { m_rows.run(std::string("SELECT rowid FROM cases ORDER BY ") + field); });
        }
        const std::size_t at = must(m_lister->browser().schema().find(kNumber));
        std::vector<double> values;
        for (std::size_t part = 0; part < m_lister->browser().partCount(); ++part) {
            const auto column = must(m_lister->browser().column(m_project, at, part));
            values.insert(values.end(), column->numbers().begin(), column->numbers().end());
        }
        NumberModel model(values);
        QSortFilterProxyModel proxy;
        proxy.setSourceModel(&model);
        bool up = false;
        pair(
            "6 sort by number_3 | QSortFilterProxyModel", [&] { sortOnce(kNumber); },
            [&] { proxy.sort(0, (up = !up) ? Qt::AscendingOrder : Qt::DescendingOrder); });
    }

    void filters()
    {
        const auto filter = [&] {
            m_sink += must(m_lister->list(m_project, { .where = kWhere }, m_silent)).size();
        };
        filter();
        pair("7 two predicates | WHERE", filter,
             [&] { m_rows.run(std::string("SELECT rowid FROM cases WHERE ") + kWhere); });
    }

    Project m_project;
    RowTable m_rows;
    int m_runs;
    CaseListerPtr m_lister;
    std::size_t m_count = 0;
    std::size_t m_sink = 0;
    Progress m_silent;
};

} // namespace

int main(int count, char** words)
{
    if (count != 4) {
        std::fprintf(stderr, "usage: casebench-bench-table PROJECT ROWS.sqlite RUNS\n");
        return 2;
    }
    Bench(words[1], words[2], std::atoi(words[3])).all();
    return 0;
}
