// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/ExpectationsPresenter.h"

#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/store/CaseStore.h"
#include "core/store/SourceStore.h"
#include "ui/pages/cases/FieldsPresenter.h"
#include "ui/text/ErrorText.h"
#include "ui/text/Format.h"

#include <algorithm>

namespace casebench::ui {

namespace {

constexpr std::size_t kShownCases = 12;

} // namespace

struct ExpectationsPresenter::Loaded
{
    std::vector<Expectation> expectations;
    std::optional<ExpectationReport> report;
    QList<ExpectationsState::Choice> scopes;
    QStringList fields;
};

ExpectationsPresenter::ExpectationsPresenter(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_reading(session, { Change::Cases }, { .forget = [this] { forget(); }, .read = [this] { read(); } })
{
    connect(&m_model, &ExpectationsModel::typed, this, &ExpectationsPresenter::edit);
    connect(&session, &Session::actorChanged, this, [this] {
        updateAccess();
        emit changed();
    });
    updateAccess();
}

void ExpectationsPresenter::forget()
{
    m_state = {};
    m_saved.clear();
    m_report.reset();
    m_model.setLines({});
    updateAccess();
    emit changed();
}

void ExpectationsPresenter::updateAccess()
{
    const Role role = m_session.actor().role;
    const bool analyst = role == Role::Analyst || role == Role::Admin;
    m_state.whyNotEdit = !m_session.isOpen()    ? QString()
        : !m_session.viewOnlyReason().isEmpty() ? m_session.viewOnlyReason()
        : analyst                               ? QString()
                  : tr("It takes an analyst or an admin to change or run expectations.");
    m_state.mayEdit = m_session.isOpen() && m_state.whyNotEdit.isEmpty();
    m_model.setEditable(m_state.mayEdit);
}

void ExpectationsPresenter::read()
{
    updateAccess();
    if (m_state.face != ExpectationsState::Face::Ready) {
        m_state.face = ExpectationsState::Face::Loading;
        emit changed();
    }
    m_reading.start(
        tr("Reading the expectations"),
        [](Project& project, Progress&) -> Result<Loaded> {
            Loaded loaded;
            CB_TRY(loaded.expectations, currentExpectations(project));
            CB_TRY(loaded.report, lastExpectationReport(project));
            CB_TRY(const auto sources, SourceStore(project).list());
            for (const Source& source : sources) {
                if (source.kind == "cases")
                    loaded.scopes.prepend({ source.id, format::harmless(format::text(source.name)) });
            }
            CB_TRY(const Schema schema, CaseStore(project).schema());
            for (const Field& field : schema.fields())
                loaded.fields.append(format::text(field.name));
            return loaded;
        },
        [this](Result<Loaded> loaded) {
            if (loaded) {
                show(std::move(*loaded));
                return;
            }
            m_state.face = ExpectationsState::Face::Failed;
            m_state.failure = errorText(loaded.error()).line();
            m_state.details = errorText(loaded.error()).details;
            emit changed();
        });
}

void ExpectationsPresenter::show(Loaded loaded)
{
    const bool keepEdits = m_state.edits > 0; // an import must not throw away what somebody is writing
    m_saved = std::move(loaded.expectations);
    m_report = std::move(loaded.report);
    m_state.scopes = { { 0, tr("All cases") } };
    m_state.scopes += loaded.scopes;
    m_state.fields = loaded.fields;
    QList<ExpectationsModel::Line> lines;
    for (const Expectation& expectation : keepEdits ? edited() : m_saved)
        lines.append(lineOf(expectation));
    setLines(std::move(lines));
}

const ExpectationOutcome* ExpectationsPresenter::outcomeOf(const Expectation& expectation) const
{
    if (!m_report)
        return nullptr;
    const auto at = std::ranges::find(m_report->checks, expectation, &ExpectationOutcome::expectation);
    return at == m_report->checks.end() ? nullptr : &*at;
}

ExpectationsModel::Line ExpectationsPresenter::lineOf(const Expectation& expectation) const
{
    ExpectationsModel::Line line { expectation, {}, true };
    line.edited = std::ranges::find(m_saved, expectation) == m_saved.end();
    if (const ExpectationOutcome* outcome = outcomeOf(expectation))
        line.result = outcome->result;
    return line;
}

std::vector<Expectation> ExpectationsPresenter::edited() const
{
    std::vector<Expectation> expectations;
    for (const auto& line : m_model.lines())
        expectations.push_back(line.expectation);
    return expectations;
}

void ExpectationsPresenter::setLines(QList<ExpectationsModel::Line> lines)
{
    m_model.setLines(std::move(lines));
    if (m_state.selected < 0 || m_state.selected >= m_model.rowCount())
        m_state.selected = firstToLookAt();
    countEdits();
    describe();
    emit changed();
}

/// What fails, critical before warning; else the first.
int ExpectationsPresenter::firstToLookAt() const
{
    int first = m_model.rowCount() == 0 ? -1 : 0;
    bool warned = false;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        const auto& line = m_model.lines()[row];
        if (!line.result || line.result->status != CheckStatus::Failed)
            continue;
        if (line.expectation.severity == CheckSeverity::Critical)
            return row;
        if (!warned)
            first = row;
        warned = true;
    }
    return first;
}

void ExpectationsPresenter::countEdits()
{
    const auto now = edited();
    int differing = 0;
    for (const Expectation& expectation : now) {
        const auto saved = std::ranges::find(m_saved, expectation.name, &Expectation::name);
        differing += saved == m_saved.end() || !(*saved == expectation) ? 1 : 0;
    }
    int removed = 0;
    for (const Expectation& expectation : m_saved)
        removed += std::ranges::find(now, expectation.name, &Expectation::name) == now.end() ? 1 : 0;
    m_state.edits = differing + removed;
}

void ExpectationsPresenter::describe()
{
    using Face = ExpectationsState::Face;
    m_state.face = m_model.rowCount() == 0 ? Face::Empty : Face::Ready;
    if (!m_report)
        m_state.sentence = tr("%1 expectations, not run yet.").arg(format::count(m_model.rowCount()));
    else
        m_state.sentence =
            tr("%1 of %2 hold; failing: %3 critical, %4 warning. %5, n = %6, %7.")
                .arg(format::count(m_report->count(CheckStatus::Passed)),
                     format::count(static_cast<qint64>(m_report->checks.size())),
                     format::count(m_report->failed(CheckSeverity::Critical)),
                     format::count(m_report->failed(CheckSeverity::Warning)),
                     m_report->scope == "all cases" ? tr("All cases")
                                                    : format::isolate(format::text(m_report->scope)),
                     format::count(m_report->rows), format::shortDate(m_report->at));
    if (m_state.face == Face::Empty)
        m_state.sentence = tr("What the next file must hold, checked at each import.");
    select(m_state.selected);
}

void ExpectationsPresenter::select(int row)
{
    m_state.selected = row >= 0 && row < m_model.rowCount() ? row : -1;
    m_state.resultText.clear();
    m_state.failingCases.clear();
    m_state.openText.clear();
    m_state.filter.clear();
    if (m_state.selected >= 0) {
        const auto& line = m_model.lines()[m_state.selected];
        const ExpectationOutcome* outcome = outcomeOf(line.expectation);
        m_state.resultText = outcome == nullptr
            ? (line.edited ? tr("Not saved yet, so not run yet.") : tr("Not run yet."))
            : format::text(outcome->result.text);
        if (outcome != nullptr && !outcome->failingCases.empty()) {
            for (std::size_t i = 0; i < std::min(kShownCases, outcome->failingCases.size()); ++i)
                m_state.failingCases.append(format::text(outcome->failingCases[i]));
            const auto listed = std::min<qint64>(outcome->result.failed, 500);
            m_state.openText = listed < outcome->result.failed
                ? tr("Open the first %1 of %2 cases")
                      .arg(format::count(listed), format::count(outcome->result.failed))
                : tr("Open %1 cases").arg(format::count(listed));
            m_state.filter = filterOfCases(outcome->failingCases);
        }
    }
    emit changed();
}

void ExpectationsPresenter::setScope(qint64 source)
{
    m_state.scope = source;
    emit changed();
}

void ExpectationsPresenter::say(Glyph glyph, const QString& text)
{
    m_state.noticeGlyph = glyph;
    m_state.notice = text;
}

void ExpectationsPresenter::edit(int row, int column, const QVariant& value)
{
    Expectation expectation = m_model.lines()[row].expectation;
    Result<void> done;
    if (column == ExpectationsModel::Severity) {
        expectation.severity = value.toInt() == 0 ? CheckSeverity::Warning : CheckSeverity::Critical;
    } else if (column == ExpectationsModel::Mostly) {
        QString text = value.toString().trimmed();
        text.remove(u'%');
        const auto share = parseFiniteNumber(text.trimmed().toStdString());
        if (!share || !(*share > 0 && *share <= 100))
            done = Error { ErrorCode::InvalidInput,
                           "\"" + value.toString().toStdString() + "\" is no share.",
                           {},
                           {},
                           "Write a percentage above 0 and at most 100." };
        else
            expectation.mostly = *share / 100;
    } else {
        done = setDemand(expectation, value.toString().toStdString());
    }
    if (done) {
        say(Glyph::None, {});
        m_model.setLine(row, lineOf(expectation));
    } else {
        say(Glyph::Watch, errorText(done.error()).line());
    }
    countEdits();
    describe();
}

void ExpectationsPresenter::add(const QString& field, casebench::CheckKind check)
{
    Expectation expectation;
    expectation.check = check;
    expectation.field = speaksOfField(check) ? field.toStdString() : std::string();
    const std::string base =
        (expectation.field.empty() ? std::string() : expectation.field + " ") + std::string(name(check));
    expectation.name = base;
    const auto now = edited();
    for (int next = 2; std::ranges::find(now, expectation.name, &Expectation::name) != now.end(); ++next)
        expectation.name = base + " " + std::to_string(next);
    if (hasBounds(check))
        expectation.low = 0;
    if (hasValues(check))
        expectation.values = { "?" };
    if (check == CheckKind::Kind)
        expectation.values = { "number" };
    if (check == CheckKind::Matches)
        expectation.pattern = ".";
    QList<ExpectationsModel::Line> lines = m_model.lines();
    lines.append(lineOf(expectation));
    m_state.selected = static_cast<int>(lines.size()) - 1;
    setLines(std::move(lines));
}

void ExpectationsPresenter::remove(int row)
{
    if (!m_state.mayEdit || row < 0 || row >= m_model.rowCount())
        return;
    QList<ExpectationsModel::Line> lines = m_model.lines();
    lines.removeAt(row);
    m_state.selected = std::min(row, static_cast<int>(lines.size()) - 1);
    setLines(std::move(lines));
}

bool ExpectationsPresenter::discard()
{
    if (m_state.edits == 0)
        return false;
    QList<ExpectationsModel::Line> lines;
    for (const Expectation& expectation : m_saved)
        lines.append(lineOf(expectation));
    say(Glyph::None, {});
    setLines(std::move(lines));
    return true;
}

void ExpectationsPresenter::suggest()
{
    if (!m_session.isOpen() || m_state.working)
        return;
    m_state.working = true;
    emit changed();
    m_session.read(
        tr("Suggesting expectations"), this,
        [](Project& project, Progress& progress) { return suggestFor(project, {}, progress); },
        [this](Result<SuggestedExpectations> suggested) {
            m_state.working = false;
            if (!suggested) {
                say(Glyph::Alarm, errorText(suggested.error()).line());
                emit changed();
                return;
            }
            QList<ExpectationsModel::Line> lines = m_model.lines();
            int fresh = 0;
            const auto now = edited();
            for (const Expectation& expectation : suggested->expectations) {
                if (std::ranges::find(now, expectation.name, &Expectation::name) != now.end())
                    continue;
                lines.append(lineOf(expectation));
                ++fresh;
            }
            say(Glyph::None,
                tr("%1 expectations suggested from %2. Look through them and save.")
                    .arg(format::count(fresh), format::isolate(format::text(suggested->reference))));
            setLines(std::move(lines));
        },
        JobShow::InTray);
}

void ExpectationsPresenter::save()
{
    if (m_state.working || !m_state.mayEdit)
        return;
    m_state.working = true;
    emit changed();
    m_session.write(
        tr("Saving the expectations"), this, Change::Nothing,
        [expectations = edited()](Project& project, const Actor& actor, Progress&) -> Result<bool> {
            CB_CHECK(saveExpectations(project, actor, expectations, {}));
            return true;
        },
        [this, expectations = edited()](Result<bool> done) {
            m_state.working = false;
            if (done) {
                m_saved = expectations;
                say(Glyph::Good,
                    tr("%1 expectations saved; the next import is held to them.")
                        .arg(format::count(static_cast<qint64>(m_saved.size()))));
                QList<ExpectationsModel::Line> lines;
                for (const Expectation& expectation : m_saved)
                    lines.append(lineOf(expectation));
                setLines(std::move(lines));
                return;
            }
            say(Glyph::Alarm, errorText(done.error()).line());
            emit changed();
        },
        JobShow::Quiet);
}

void ExpectationsPresenter::run()
{
    if (m_state.working || !m_state.mayEdit)
        return;
    m_state.working = true;
    emit changed();
    m_session.write(
        tr("Checking expectations"), this, Change::Nothing,
        [scope = m_state.scope](Project& project, const Actor& actor, Progress& progress) {
            return runExpectations(project, actor, { scope, {}, {} }, progress);
        },
        [this](Result<ExpectationReport> report) {
            m_state.working = false;
            if (!report) {
                say(Glyph::Alarm, errorText(report.error()).line());
                emit changed();
                return;
            }
            m_report = std::move(*report);
            const auto critical = m_report->failed(CheckSeverity::Critical);
            const auto warning = m_report->failed(CheckSeverity::Warning);
            say(critical > 0      ? Glyph::Alarm
                    : warning > 0 ? Glyph::Watch
                                  : Glyph::Good,
                critical + warning == 0
                    ? tr("All expectations that can be said hold.")
                    : tr("%1 critical expectations and %2 warnings fail. Choose one to see its cases.")
                          .arg(format::count(critical), format::count(warning)));
            QList<ExpectationsModel::Line> lines;
            for (const Expectation& expectation : edited())
                lines.append(lineOf(expectation));
            setLines(std::move(lines));
        });
}

void ExpectationsPresenter::importFrom(const QString& path)
{
    m_session.run(
        tr("Reading expectations"), this,
        [file = path.toStdString()](Progress&) -> Result<std::vector<Expectation>> {
            CB_TRY(const std::string text, readFile(file));
            CB_TRY(const Json json, parseJson(text));
            return expectationsFromJson(json);
        },
        [this, path](Result<std::vector<Expectation>> expectations) {
            if (!expectations) {
                say(Glyph::Alarm, errorText(expectations.error()).line());
                emit changed();
                return;
            }
            QList<ExpectationsModel::Line> lines;
            for (const Expectation& expectation : *expectations)
                lines.append(lineOf(expectation));
            say(Glyph::None,
                tr("%1 expectations read from %2. Save them to use them.")
                    .arg(format::count(static_cast<qint64>(expectations->size())), format::isolate(path)));
            setLines(std::move(lines));
        });
}

void ExpectationsPresenter::exportTo(const QString& path)
{
    m_session.run(
        tr("Writing expectations"), this,
        [expectations = edited(), file = path.toStdString()](Progress&) -> Result<qint64> {
            CB_CHECK(writeFileAtomically(file, prettyJson(toJson(expectations))));
            return static_cast<qint64>(expectations.size());
        },
        [this, path](Result<qint64> written) {
            say(written ? Glyph::Good : Glyph::Alarm,
                written
                    ? tr("%1 expectations stand in %2.").arg(format::count(*written), format::isolate(path))
                    : errorText(written.error()).line());
            emit changed();
        });
}

} // namespace casebench::ui
