// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/ImportPresenter.h"

#include "core/base/Text.h"
#include "core/store/CaseStore.h"
#include "ui/pages/cases/ImportWords.h"
#include "ui/text/ErrorText.h"
#include "ui/text/Format.h"

#include <QFileInfo>

namespace casebench::ui {

ImportPresenter::ImportPresenter(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
    connect(&session, &Session::closed, this, [this] {
        ++m_turn;
        m_waiting.clear();
        m_job = 0;
        m_state = {};
        m_preview.reset();
        update();
    });
    connect(&session.jobs(), &JobRunner::changed, this, &ImportPresenter::follow);
    connect(&m_mapping, &MappingModel::kindChosen, this, [this](const QString& column, FieldKind kind) {
        m_request.choices.kinds[column.toStdString()] = kind;
        look();
    });
    connect(&m_mapping, &MappingModel::roleChosen, this, [this](const QString& column, FieldRole role) {
        // One field only can be the id, the time or the label: the newest word counts.
        for (auto it = m_request.choices.roles.begin(); it != m_request.choices.roles.end();) {
            const bool single = role == FieldRole::Id || role == FieldRole::Time || role == FieldRole::Label;
            it = single && it->second == role ? m_request.choices.roles.erase(it) : std::next(it);
        }
        m_request.choices.roles[column.toStdString()] = role;
        look();
    });
}

void ImportPresenter::open(const QStringList& paths)
{
    if (paths.isEmpty() || m_state.step == ImportState::Step::Importing)
        return;
    m_waiting = paths;
    nextFile();
}

void ImportPresenter::nextFile()
{
    m_preview.reset();
    if (m_waiting.isEmpty()) {
        const ImportState last = m_state;
        m_state = {};
        m_state.notice = last.notice;
        m_state.noticeGlyph = last.noticeGlyph;
        m_state.noticeQuarantine = last.noticeQuarantine;
        m_mapping.setPreview({}, true);
        m_rows.setRows({}, false);
        m_quarantine.setLines({});
        update();
        return;
    }
    m_request = {};
    m_request.path = m_waiting.takeFirst().toStdString();
    look();
}

void ImportPresenter::look()
{
    if (!m_session.isOpen())
        return;
    m_state.step = ImportState::Step::Looking;
    m_state.file = format::text(m_request.path.filename().string());
    m_state.sentence = tr("Looking at %1.").arg(format::isolate(m_state.file));
    m_state.fraction = -1;
    m_state.progress.clear();
    m_state.problem.clear();
    update();

    struct Look
    {
        std::shared_ptr<const ImportPreview> preview;
        bool first = true;
    };

    m_job = m_session.read(
        tr("Looking at %1").arg(m_state.file), this,
        [request = m_request](Project& project, Progress& progress) -> Result<Look> {
            Look seen;
            CB_TRY(const std::size_t rows, CaseStore(project).rowCount());
            CB_TRY(ImportPreview preview, loadPreview(project, request, progress));
            seen.first = rows == 0;
            seen.preview = std::make_shared<const ImportPreview>(std::move(preview));
            return seen;
        },
        [this, turn = ++m_turn](Result<Look> seen) {
            if (turn != m_turn)
                return;
            m_job = 0;
            if (seen)
                take(seen->preview, seen->first);
            else
                fail(seen.error());
        });
}

void ImportPresenter::take(std::shared_ptr<const ImportPreview> preview, bool firstImport)
{
    m_preview = std::move(preview);
    const FileProfile& profile = m_preview->summary.profile;
    m_state.step = ImportState::Step::Preview;
    m_state.sentence = importwords::sentence(*m_preview, firstImport);
    m_state.fileFacts = importwords::fileFacts(*m_preview);
    m_state.hash = format::shortHash(format::text(profile.sha256));
    m_state.button = tr("Import %1 cases").arg(format::count(profile.rows));
    m_state.findings = importwords::findings(*m_preview, firstImport);
    m_state.notes = importwords::notes(profile);
    m_state.firstRows = m_preview->first.size();
    m_state.oddRows = m_preview->odd.size();
    m_state.looked = m_preview->looked;
    m_state.quarantined = static_cast<qint64>(m_preview->summary.quarantine.size());
    m_state.whyNot =
        profile.rows == 0 ? tr("No row of this file can be taken; the quarantine says why.") : QString();
    readLabels();
    m_mapping.setPreview(m_preview, firstImport);
    m_rows.setRows(m_preview, m_oddOnly);
    m_quarantine.setLines(importwords::quarantine(m_preview->summary));
    update();
}

void ImportPresenter::readLabels()
{
    m_state.levels.clear();
    m_state.positive.clear();
    for (const FieldPlan& plan : m_preview->summary.plan) {
        if (plan.field.role != FieldRole::Label)
            continue;
        for (const LevelCount& level : m_preview->summary.profile.columns[plan.column].levels)
            m_state.levels.append(format::text(level.text));
    }
    if (m_state.levels.isEmpty())
        return;
    m_state.positive = format::text(m_request.positive);
    if (m_state.positive.isEmpty())
        m_state.positive = importwords::likelyPositive(m_state.levels);
    if (m_state.positive.isEmpty() && m_state.whyNot.isEmpty())
        m_state.whyNot = tr("Choose which value of the label means scam.");
    m_request.positive = m_state.positive.toStdString();
}

void ImportPresenter::setPositive(const QString& value)
{
    if (!m_preview || value == m_state.positive)
        return;
    m_request.positive = value.toStdString();
    m_state.positive = value;
    m_state.whyNot.clear();
    update();
}

void ImportPresenter::showOdd(bool oddOnly)
{
    m_oddOnly = oddOnly;
    m_rows.setRows(m_preview, oddOnly);
}

void ImportPresenter::importNow()
{
    if (m_state.step != ImportState::Step::Preview || !m_state.whyNot.isEmpty())
        return;
    m_state.step = ImportState::Step::Importing;
    m_state.stopping = false;
    m_state.fraction = 0;
    m_state.progress = tr("Reading");
    m_state.sentence = tr("Importing %1.").arg(format::isolate(m_state.file));
    update();
    m_job = m_session.write(
        tr("Importing %1").arg(m_state.file), this, Change::Cases,
        [request = m_request](Project& project, const Actor& actor, Progress& progress) {
            return importCases(project, actor, request, progress);
        },
        [this, turn = ++m_turn](Result<ImportSummary> summary) {
            if (turn != m_turn)
                return;
            m_job = 0;
            finish(std::move(summary));
        });
}

void ImportPresenter::finish(Result<ImportSummary> summary)
{
    if (!summary) {
        const ErrorText text = errorText(summary.error());
        m_state.step = ImportState::Step::Preview; // the settings stay as they were
        m_state.sentence =
            text.quiet ? tr("The import was stopped; nothing of it is kept.") : tr("Nothing was imported.");
        m_state.noticeGlyph = text.quiet ? Glyph::Ring : Glyph::Alarm;
        m_state.notice = text.quiet
            ? tr("The import of %1 was stopped. The project is as it was.").arg(format::isolate(m_state.file))
            : text.line();
        m_state.noticeQuarantine = false;
        update();
        return;
    }
    m_state.noticeGlyph = summary->rowsQuarantined > 0 ? Glyph::Watch : Glyph::Good;
    m_state.notice = importwords::result(*summary, m_state.file);
    m_state.noticeQuarantine = summary->rowsQuarantined > 0;
    nextFile();
    emit imported();
}

void ImportPresenter::follow(JobId id)
{
    if (id != m_job || m_job == 0)
        return;
    const auto info = m_session.jobs().job(id);
    if (!info)
        return;
    m_state.fraction = info->fraction;
    m_state.progress = info->step;
    m_state.stopping = info->stopping;
    update();
}

bool ImportPresenter::cancel()
{
    switch (m_state.step) {
    case ImportState::Step::Nothing:
        return false;
    case ImportState::Step::Importing:
        m_state.stopping = true;
        m_session.jobs().cancel(m_job);
        update();
        return true;
    default:
        ++m_turn;
        m_session.jobs().cancel(m_job);
        m_job = 0;
        nextFile();
        return true;
    }
}

void ImportPresenter::dismissNotice()
{
    m_state.notice.clear();
    update();
}

void ImportPresenter::fail(const Error& error)
{
    const ErrorText text = errorText(error);
    m_state.step = ImportState::Step::Failed;
    m_state.sentence = tr("%1 was not imported.").arg(format::isolate(m_state.file));
    m_state.problem = text.sentence;
    m_state.advice = text.advice;
    m_state.details = text.details;
    update();
}

void ImportPresenter::update()
{
    emit changed(m_state);
}

} // namespace casebench::ui
