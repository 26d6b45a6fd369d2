// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/labels/LabelActions.h"

#include "core/workflow/Access.h"
#include "core/workflow/CaseEvidence.h"
#include "core/workflow/CaseNotes.h"
#include "core/workflow/SettleLabels.h"
#include "ui/pages/labels/LabelQueueData.h"
#include "ui/text/Format.h"

#include <QFileInfo>

#include <algorithm>

namespace casebench::ui {

LabelActions::LabelActions(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
}

void LabelActions::importFile(const QString& path)
{
    m_session.write(
        tr("Importing verdicts of %1").arg(QFileInfo(path).fileName()), this, Change::Labels,
        [file = std::filesystem::path(path.toStdString())](Project& project, const Actor& actor,
                                                           Progress& progress) {
            return importLabels(project, actor, file, progress);
        },
        [this, name = QFileInfo(path).fileName()](Result<LabelImportSummary> summary) {
            if (summary)
                finishImport(*summary, name);
            else
                emit failed(summary.error());
        });
}

void LabelActions::exportFile(const QString& path)
{
    m_session.read(
        tr("Writing verdicts to %1").arg(QFileInfo(path).fileName()), this,
        [file = std::filesystem::path(path.toStdString()), actor = m_session.actor()](
            Project& project, Progress&) { return exportLabels(project, actor, file); },
        [this, name = QFileInfo(path).fileName()](Result<std::int64_t> rows) {
            if (rows)
                emit said(Glyph::Good,
                          tr("%1 holds %2 verdicts.").arg(format::isolate(name), format::count(*rows)));
            else
                emit failed(rows.error());
        },
        JobShow::InTray);
}

void LabelActions::finishImport(const LabelImportSummary& summary, const QString& file)
{
    QString text =
        tr("%1: %2 of %3 verdicts taken")
            .arg(format::isolate(file), format::count(summary.accepted), format::count(summary.rowsRead));
    if (summary.repeated > 0)
        text += tr(", %1 were there already").arg(format::count(summary.repeated));
    if (!summary.personsAdded.empty())
        text += tr(", %1 persons added without a role")
                    .arg(format::count(static_cast<qint64>(summary.personsAdded.size())));
    text += u'.';
    constexpr std::size_t kNamed = 3;
    for (std::size_t i = 0; i < std::min(kNamed, summary.issues.size()); ++i)
        text += tr(" Line %1: %2")
                    .arg(format::count(static_cast<qint64>(summary.issues[i].line)),
                         format::isolate(format::text(summary.issues[i].reason)));
    if (summary.issues.size() > kNamed)
        text +=
            tr(" And %1 more lines.").arg(format::count(static_cast<qint64>(summary.issues.size() - kNamed)));
    emit said(summary.issues.empty() ? Glyph::Good : Glyph::Watch, text);
}

void LabelActions::setReasons(const QStringList& reasons)
{
    std::vector<std::string> list; // the pane says that the first nine get keys
    for (const QString& reason : reasons) {
        if (!reason.trimmed().isEmpty() && list.size() < kMostLabelReasons)
            list.push_back(reason.trimmed().toStdString());
    }
    m_session.write(
        tr("Changing the reasons"), this, Change::Labels,
        [list](Project& project, const Actor& actor, Progress&) {
            return chooseLabelReasons(project, actor, list);
        },
        [this](const Result<std::vector<std::string>>& done) {
            if (!done)
                emit failed(done.error());
        });
}

void LabelActions::attach(const QString& caseId, const QString& path)
{
    m_session.write(
        tr("Keeping %1").arg(QFileInfo(path).fileName()), this, Change::Nothing,
        [id = caseId.toStdString(), file = std::filesystem::path(path.toStdString())](
            Project& project, const Actor& actor, Progress& progress) {
            return addEvidence(project, actor, id, file, {}, progress);
        },
        [this, caseId](Result<Evidence> evidence) {
            if (!evidence) {
                emit failed(evidence.error());
                return;
            }
            emit said(Glyph::Good,
                      tr("%1 is kept with case %2 under its SHA-256.")
                          .arg(format::isolate(format::harmless(format::text(evidence->name))),
                               format::isolate(caseId)));
            emit caseChanged(caseId);
        });
}

void LabelActions::flag(const QString& caseId)
{
    m_session.write(
        tr("Flagging case %1").arg(caseId), this, Change::Nothing,
        [id = caseId.toStdString(),
         text = tr("Flagged: look again").toStdString()](Project& project, const Actor& actor, Progress&) {
            return addCaseNote(project, actor, id, text);
        },
        [this, caseId](Result<std::vector<CaseNote>> notes) {
            if (!notes) {
                emit failed(notes.error());
                return;
            }
            emit said(
                Glyph::Watch,
                tr("Case %1 is flagged; everybody who opens it reads so.").arg(format::isolate(caseId)));
            emit caseChanged(caseId);
        },
        JobShow::Quiet);
}

void LabelActions::explainDifference(const QString& caseId, const QString& line)
{
    if (line.trimmed().isEmpty())
        return;
    m_session.write(
        tr("Saving why the verdict differs"), this, Change::Labels,
        [id = caseId.toStdString(), text = line.trimmed().toStdString()](Project& project, const Actor& actor,
                                                                         Progress&) {
            return casebench::explainDifference(project, actor, id, text);
        },
        [this, caseId](Result<std::vector<CaseNote>> notes) {
            if (!notes) {
                emit failed(notes.error());
                return;
            }
            emit said(Glyph::Good,
                      tr("Your line on case %1 is kept; it is sealed as long as your verdict is.")
                          .arg(format::isolate(caseId)));
            emit caseChanged(caseId);
        },
        JobShow::Quiet);
}

void LabelActions::openEvidence(qint64 id)
{
    m_session.read(
        tr("Verifying an evidence file"), this,
        [id](Project& project, Progress& progress) { return verifiedEvidence(project, id, progress); },
        [this](Result<std::filesystem::path> path) {
            if (path)
                emit opened(QString::fromStdString(path->string()));
            else
                emit failed(path.error());
        });
}

} // namespace casebench::ui
