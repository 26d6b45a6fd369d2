// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/ImportPresenter.h"

#include "core/base/Text.h"
#include "core/importing/Importers.h"
#include "core/store/RunStore.h"
#include "ui/pages/cases/ImportWords.h"
#include "ui/text/ErrorText.h"
#include "ui/text/Format.h"

#include <QDirIterator>
#include <QFileInfo>

#include <algorithm>

namespace casebench::ui {

/// One look at a file.
struct ImportPresenter::Look
{
    std::shared_ptr<const ImportPreview> preview;
    std::vector<SavedMapping> mappings; ///< newest first
    std::optional<SavedMapping> used;
    QString champion;
};

namespace {

constexpr qsizetype kMostFiles = 10'000; // of one folder: more is a mistake (ours)

/// The files of a folder that some reader takes, by name; a file is itself.
QStringList filesOf(const QString& path)
{
    if (!QFileInfo(path).isDir())
        return { path };
    QStringList files;
    QDirIterator folder(path, QDir::Files, QDirIterator::Subdirectories);
    while (folder.hasNext() && files.size() < kMostFiles) {
        const QString file = folder.next();
        if (importerFor(file.toStdString()))
            files.append(file);
    }
    files.sort();
    return files;
}

std::optional<SavedMapping> chosen(const std::vector<SavedMapping>& mappings,
                                   const std::optional<QString>& choice)
{
    for (const SavedMapping& saved : mappings) {
        if (!choice || *choice == format::text(saved.mapping.name))
            return saved;
    }
    return std::nullopt;
}

Result<QString> championName(Project& project)
{
    const RunStore runs(project);
    CB_TRY(const auto champion, runs.champion());
    if (!champion)
        return QString();
    CB_TRY(const Run run, runs.find(*champion));
    return format::text(run.name);
}

} // namespace

ImportPresenter::ImportPresenter(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
    connect(&session, &Session::closed, this, [this] {
        ++m_turn;
        m_job = 0;
        m_waiting.clear();
        m_request = {};
        m_mappingChoice.reset();
        m_state = {};
        nextFile(); // there is none, so nothing of the one before stays
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
    QStringList files;
    for (const QString& path : paths)
        files += filesOf(path);
    if (files.isEmpty()) {
        m_state.noticeGlyph = Glyph::Watch;
        m_state.notice =
            tr("No file in %1 is of a kind that can be read.").arg(format::isolate(paths.first()));
        m_state.noticeQuarantine = false;
        update();
        return;
    }
    m_waiting = files;
    m_request.read.columns.clear();
    nextFile();
}

void ImportPresenter::nextFile()
{
    m_preview.reset();
    if (m_waiting.isEmpty()) {
        const ImportState last = m_state;
        m_state = {};
        m_state.notice = last.notice;
        m_state.saveName = last.saveName;
        m_state.noticeGlyph = last.noticeGlyph;
        m_state.noticeQuarantine = last.noticeQuarantine;
        m_mapping.setPreview({});
        m_rows.setRows({}, m_show);
        m_changes.setPreview({});
        m_quarantine.setLines({});
        update();
        return;
    }
    // What was said about a column holds for the other files of the same drop.
    auto columns = std::move(m_request.read.columns);
    m_request = {};
    m_request.read.columns = std::move(columns);
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

    m_job = m_session.read(
        tr("Looking at %1").arg(m_state.file), this,
        [request = m_request, choice = m_mappingChoice](Project& project,
                                                        Progress& progress) -> Result<Look> {
            Look seen;
            CB_TRY(seen.mappings, savedMappings(project));
            seen.used = chosen(seen.mappings, choice);
            ImportRequest with = request;
            if (seen.used)
                with.mapping = seen.used->mapping;
            CB_TRY(ImportPreview preview, previewImport(project, with, progress));
            seen.preview = std::make_shared<const ImportPreview>(std::move(preview));
            CB_TRY(seen.champion, championName(project));
            return seen;
        },
        [this, turn = ++m_turn](Result<Look> seen) {
            if (turn != m_turn)
                return;
            m_job = 0;
            if (seen)
                take(*seen);
            else
                fail(seen.error());
        });
}

void ImportPresenter::take(const Look& seen)
{
    m_preview = seen.preview;
    m_request.mapping = seen.used ? std::optional(seen.used->mapping) : std::nullopt;
    m_request.mappingSha256 = seen.used ? seen.used->sha256 : std::string();
    const ImportSummary& summary = m_preview->summary;
    m_state.step = ImportState::Step::Preview;
    m_state.sentence = importwords::sentence(*m_preview);
    m_state.fileFacts = importwords::fileFacts(*m_preview);
    m_state.hash = format::shortHash(format::text(summary.profile.sha256));
    m_state.waiting = m_waiting.size();
    m_state.button = summary.rowsAccepted == 1
        ? tr("Import 1 case")
        : tr("Import %1 cases").arg(format::count(summary.rowsAccepted));
    m_state.mappings.clear();
    for (const SavedMapping& saved : seen.mappings)
        m_state.mappings.append(format::text(saved.mapping.name));
    m_state.mapping = seen.used ? format::text(seen.used->mapping.name) : QString();
    if (m_state.saveName.isEmpty())
        m_state.saveName = m_state.mapping;
    m_state.comparison = seen.used ? tr("Compared with the mapping") : tr("Compared with the project");
    m_state.comparedWith = seen.used ? importwords::comparedWith(*seen.used) : QString();
    m_state.findings = importwords::findings(*m_preview);
    m_state.cards = importwords::cards(*m_preview, seen.champion);
    m_state.changes = importwords::changes(*m_preview);
    m_state.changedCells = importwords::changedCells(summary);
    m_state.allCells = summary.profile.rows * static_cast<qint64>(summary.plan.size());
    m_state.listedChanges = static_cast<qint64>(m_preview->changes.size());
    m_state.refused = importwords::refused(summary);
    m_state.notes = importwords::notes(summary.profile);
    m_state.firstRows = static_cast<qint64>(m_preview->first.size());
    m_state.oddRows = static_cast<qint64>(m_preview->odd.size());
    m_state.quarantined = summary.rowsQuarantined;
    m_state.rowsRead = summary.profile.rowsRead();
    m_state.whyNot.clear();
    if (summary.rowsAccepted == 0)
        m_state.whyNot = summary.rowsQuarantined > 0
            ? tr("No row of this file can be taken; the quarantine says why.")
            : tr("There is no row under the header, so there is nothing to take.");
    readQuestions();
    readLabels();
    m_mapping.setPreview(m_preview);
    m_rows.setRows(m_preview, m_show);
    m_changes.setPreview(m_preview);
    m_quarantine.setLines(importwords::quarantine(summary));
    update();
}

/// Questions keep the primary button off until they are answered; suggestions do not.
void ImportPresenter::readQuestions()
{
    m_state.asks = importwords::asks(*m_preview);
    m_state.missing = importwords::missing(*m_preview);
    m_state.renames = importwords::renames(*m_preview);
    if (m_state.asks.isEmpty() || !m_state.whyNot.isEmpty())
        return;
    m_state.whyNot = m_state.asks.size() == 1
        ? tr("Decide first how %1 is read; the file does not tell.")
              .arg(format::isolate(m_state.asks.first().column))
        : tr("Decide first how %1 fields are read; the file does not tell.")
              .arg(format::count(m_state.asks.size()));
}

void ImportPresenter::answer(const QString& column, const QString& word)
{
    if (!m_preview || m_state.step != ImportState::Step::Preview)
        return;
    const auto& questions = m_preview->summary.questions;
    const auto at = std::ranges::find(questions, column.toStdString(), &ImportQuestion::column);
    if (at != questions.end() && answerQuestion(m_request.read, *at, word.toStdString()))
        look();
}

void ImportPresenter::acceptRename(const QString& column, const QString& field, bool accepted)
{
    if (!m_preview || m_state.step != ImportState::Step::Preview)
        return;
    if (accepted)
        m_request.choices.renames[column.toStdString()] = field.toStdString();
    else
        m_request.choices.renames.erase(column.toStdString());
    look();
}

void ImportPresenter::acceptMissing(const QString& column, const QString& value, bool accepted)
{
    if (!m_preview || m_state.step != ImportState::Step::Preview)
        return;
    auto& texts = ownReading(m_request.read, column.toStdString()).missing;
    std::erase(texts, value.toStdString());
    if (accepted)
        texts.push_back(value.toStdString());
    look();
}

void ImportPresenter::compareWith(const QString& mapping)
{
    if (m_state.step != ImportState::Step::Preview || mapping == m_state.mapping)
        return;
    m_mappingChoice = mapping;
    look();
}

void ImportPresenter::setSaveName(const QString& name)
{
    if (name == m_state.saveName)
        return;
    m_state.saveName = name;
    update();
}

void ImportPresenter::saveMapping()
{
    if (!m_preview || m_state.step != ImportState::Step::Preview || m_state.saveName.trimmed().isEmpty())
        return;
    const SavedMapping saved =
        mappingOfImport(m_preview->summary, m_request, m_state.saveName.trimmed().toStdString());
    m_session.write(
        tr("Saving the mapping"), this, Change::Nothing,
        [saved](Project& project, const Actor& actor, Progress&) {
            return casebench::saveMapping(project, actor, saved);
        },
        [this, name = m_state.saveName.trimmed()](Result<void> done) {
            m_state.noticeGlyph = done ? Glyph::Good : Glyph::Alarm;
            m_state.notice = done
                ? tr("The mapping %1 is saved. The next file is held against it.").arg(format::isolate(name))
                : errorText(done.error()).line();
            m_state.noticeQuarantine = false;
            if (done)
                m_mappingChoice = name;
            update();
        });
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

void ImportPresenter::showRows(ImportRowsModel::Show show)
{
    m_show = show;
    m_rows.setRows(m_preview, show);
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
    if (const QString held = importwords::expectations(*summary); !held.isEmpty()) {
        m_state.notice += u' ' + held;
        const bool critical =
            summary->expectations && summary->expectations->failed(CheckSeverity::Critical) > 0;
        m_state.noticeGlyph = critical ? Glyph::Alarm : Glyph::Watch;
    }
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
