// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/DesktopHost.h"

#include "app/gui/SearchIndex.h"
#include "core/workflow/RunDemo.h"
#include "core/workflow/SalvageProject.h"
#include "ui/text/ErrorText.h"
#include "ui/text/Format.h"
#include "ui/widgets/Buttons.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

namespace casebench::ui {

namespace {

constexpr qsizetype kRecentMost = 8;
constexpr qsizetype kHitsPerGroup = 5;

QString recentKey()
{
    return QStringLiteral("recent");
}

/// "today, 09:12", or the day.
QString whenText(const QDateTime& at)
{
    const QLocale locale = format::locale();
    if (at.date() == QDate::currentDate())
        return DesktopHost::tr("today, %1").arg(at.time().toString(QStringLiteral("HH:mm")));
    return locale.toString(at.date(), QStringLiteral("d MMMM yyyy"));
}

/// Our sentence; below it, on lines of their own, what the database said. The banner holds a button for what
/// the command line names a command for.
QString damagedText(const Error& error)
{
    const QString sentence =
        DesktopHost::tr("%1 Keep the file as it is, and restore the newest backup or save what can be read.")
            .arg(errorText(error).sentence);
    const std::size_t end = error.what.find('\n');
    return end == std::string::npos
        ? sentence
        : sentence + u'\n' + format::harmless(format::text(error.what.substr(end + 1)));
}

QString sampleFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/sample");
}

/// Made under another name, so that a sample stopped half way is never mistaken for one.
Result<QString> makeSample(const QString& folder, Progress& progress)
{
    const QString partial = folder + QStringLiteral(".partial");
    QDir(partial).removeRecursively();
    if (!QDir().mkpath(QFileInfo(folder).path()))
        return Error { ErrorCode::Unreadable, "The sample's folder cannot be made.", folder.toStdString() };
    const auto report = runDemo(partial.toStdString(), kShippedSeed, progress);
    if (!report) {
        QDir(partial).removeRecursively();
        return report.error();
    }
    if (!QDir().rename(partial, folder))
        return Error { ErrorCode::Unreadable, "The finished sample cannot be put in place.",
                       folder.toStdString() };
    return folder;
}

void addHits(QList<PaletteHit>& to, const QList<PaletteHit>& from, const QString& text)
{
    qsizetype taken = 0;
    for (const PaletteHit& hit : from) {
        if (taken == kHitsPerGroup)
            return;
        if (!hit.text.contains(text, Qt::CaseInsensitive) && !hit.note.contains(text, Qt::CaseInsensitive))
            continue;
        to.append(hit);
        ++taken;
    }
}

} // namespace

DesktopHost::DesktopHost(QObject* parent)
    : ShellHost(parent)
    , m_session(m_jobs)
    , m_indexSlot(m_jobs)
{
    connect(&m_session, &Session::actorChanged, this, &ShellHost::statusChanged);
    connect(&m_session, &Session::changed, this, &DesktopHost::readIndex);
    connect(&m_session, &Session::damaged, this, [this](const Error& error) {
        const QString path = m_session.path();
        closeProject(); // as if opening had been refused; it can only be salvaged while nobody has it open
        emit damaged(damagedText(error), path);
    });
}

bool DesktopHost::take(const Result<void>& outcome)
{
    if (!outcome)
        emit failed(errorText(outcome.error()).line());
    return outcome.has_value();
}

QList<RecentProject> DesktopHost::recentProjects() const
{
    QList<RecentProject> result;
    QSettings settings;
    const int size = settings.beginReadArray(recentKey());
    for (int i = 0; i < size; ++i) {
        settings.setArrayIndex(i);
        const QString path = settings.value(QStringLiteral("path")).toString();
        if (QFileInfo::exists(path))
            result.append({ path, settings.value(QStringLiteral("name")).toString(),
                            settings.value(QStringLiteral("note")).toString(),
                            whenText(settings.value(QStringLiteral("at")).toDateTime()) });
    }
    return result;
}

void DesktopHost::remember(const QString& note)
{
    QSettings settings;

    struct Entry
    {
        QString path;
        QString name;
        QString note;
        QDateTime at;
    };

    QList<Entry> entries { { m_session.path(), m_session.name(), note, QDateTime::currentDateTime() } };
    const int size = settings.beginReadArray(recentKey());
    for (int i = 0; i < size && entries.size() < kRecentMost; ++i) {
        settings.setArrayIndex(i);
        const QString path = settings.value(QStringLiteral("path")).toString();
        if (path != m_session.path())
            entries.append({ path, settings.value(QStringLiteral("name")).toString(),
                             settings.value(QStringLiteral("note")).toString(),
                             settings.value(QStringLiteral("at")).toDateTime() });
    }
    settings.endArray();
    settings.beginWriteArray(recentKey(), static_cast<int>(entries.size()));
    for (int i = 0; i < entries.size(); ++i) {
        settings.setArrayIndex(i);
        settings.setValue(QStringLiteral("path"), entries[i].path);
        settings.setValue(QStringLiteral("name"), entries[i].name);
        settings.setValue(QStringLiteral("note"), entries[i].note);
        settings.setValue(QStringLiteral("at"), entries[i].at);
    }
    settings.endArray();
}

QString DesktopHost::settingsKey(const QString& what) const
{
    return QStringLiteral("acting/%1/%2").arg(QString::number(qHash(m_session.path(), 0), 16), what);
}

void DesktopHost::openProject(const QString& path)
{
    const auto opened = m_session.open(QFileInfo(path).absoluteFilePath());
    if (!opened && opened.error().kind == "E_DAMAGED")
        emit damaged(damagedText(opened.error()), path);
    else if (take(opened))
        afterOpening();
}

void DesktopHost::salvageProject(const QString& path)
{
    const std::filesystem::path damaged = QFileInfo(path).absoluteFilePath().toStdString();
    const std::filesystem::path out = salvageName(damaged);
    m_jobs.start(
        tr("Reading the damaged project"), this,
        [damaged, out](Progress& progress) {
            return casebench::salvageProject(damaged, out, salvageWorker(), progress);
        },
        [this, out](const Result<SalvageReport>& report) {
            if (!report) {
                if (const ErrorText text = errorText(report.error()); !text.quiet)
                    emit failed(text.line());
                return;
            }
            QStringList lines;
            for (const std::string& sentence : salvageSentences(*report))
                lines.append(format::harmless(format::text(sentence)));
            constexpr qsizetype kShown = 4; // all of them stand in the audit record of the new project
            QString details = lines.mid(0, kShown).join(u' ');
            if (lines.size() > kShown)
                details += tr(" And %1 more.").arg(format::count(lines.size() - kShown));
            emit salvaged(tr("What could be read is in %1.")
                              .arg(format::isolate(format::text(out.filename().string()))),
                          details, report->whole, QString::fromStdString(out.string()));
        });
}

void DesktopHost::createProject(const QString& path)
{
    if (take(m_session.create(QFileInfo(path).absoluteFilePath())))
        afterOpening();
}

void DesktopHost::openSample()
{
    const QString folder = sampleFolder();
    const QString project = folder + QStringLiteral("/project.casebench");
    if (QFileInfo::exists(project)) {
        openProject(project);
        return;
    }
    m_jobs.start(
        tr("Making the sample"), this, [folder](Progress& progress) { return makeSample(folder, progress); },
        [this, project](const Result<QString>& made) {
            if (made)
                openProject(project);
            else if (const ErrorText text = errorText(made.error()); !text.quiet)
                emit failed(text.line());
        });
}

void DesktopHost::afterOpening()
{
    m_cases = -1;
    m_index = {};
    const QString person = QSettings().value(settingsKey(QStringLiteral("person"))).toString();
    // A person who is gone from the project is no failure: the account's own person acts then.
    if (!person.isEmpty())
        static_cast<void>(m_session.actAs(person).has_value());
    remember({});
    readIndex();
    emit projectChanged();
}

void DesktopHost::closeProject()
{
    m_indexSlot.cancel();
    m_session.close();
    emit projectChanged();
}

void DesktopHost::importFiles(const QStringList& paths)
{
    if (paths.isEmpty())
        return;
    if (!hasProject()) {
        const QFileInfo first(paths.first());
        const QString base = first.dir().filePath(first.completeBaseName());
        QString path = base + QStringLiteral(".casebench");
        for (int i = 2; QFileInfo::exists(path); ++i)
            path = QStringLiteral("%1-%2.casebench").arg(base).arg(i);
        createProject(path);
        if (!hasProject())
            return;
    }
    emit wants(PageId::Cases, {});
    emit importAsked(paths);
}

QString DesktopHost::commandLine(const QString& command) const
{
    if (command.startsWith(QLatin1String("casebench"))) // whole already: needs no project
        return command;
    const QStringList words = QStringList { QStringLiteral("casebench-cli") } + m_session.commandWords();
    return shellWords(words) + u' ' + command;
}

QString DesktopHost::personText() const
{
    const Actor& actor = m_session.actor();
    const QString person = format::harmless(format::text(actor.name));
    return actor.role == Role::None ? tr("%1, without a role").arg(person)
                                    : tr("%1, %2").arg(person, format::text(casebench::name(actor.role)));
}

QString DesktopHost::casesText() const
{
    QString text = m_cases < 0 ? QString() : tr("%1 cases").arg(format::count(m_cases));
    if (!m_session.viewOnlyReason().isEmpty())
        text += text.isEmpty() ? tr("view only") : tr(", view only");
    if (m_session.anchor().contradicts())
        text += text.isEmpty() ? tr("history to be explained in Audit")
                               : tr(", history to be explained in Audit");
    return text;
}

void DesktopHost::actAs(const QString& person)
{
    if (take(m_session.actAs(person)))
        QSettings().setValue(settingsKey(QStringLiteral("person")), person);
}

void DesktopHost::readIndex()
{
    if (!m_session.isOpen())
        return;
    m_indexSlot.start(
        tr("Reading what can be found"),
        [path = m_session.path()](Progress& progress) { return readSearchIndex(path, progress); },
        [this](const Result<SearchIndex>& index) {
            if (!index)
                return; // the palette then finds actions only; pages say what is wrong with the file
            m_index = *index;
            m_cases = m_index.cases;
            remember(tr("%1 cases").arg(format::count(m_cases)));
            emit statusChanged();
        });
}

QList<PaletteHit> DesktopHost::search(const QString& text) const
{
    QList<PaletteHit> result;
    if (text.trimmed().isEmpty())
        return result;
    addHits(result, m_index.fields, text);
    addHits(result, m_index.runsAndAlerts, text);
    const auto caseHit = [](const QString& id) {
        return PaletteHit { tr("Cases"),   format::harmless(id),       {}, IconId::Cases,
                            PageId::Cases, Selection { .caseId = id }, {} };
    };
    if (m_index.caseIds.isEmpty() && m_index.cases > 0)
        result.append(caseHit(text.trimmed())); // too many to search: the page says when there is none
    qsizetype taken = 0;
    for (const QString& id : m_index.caseIds) {
        if (taken == kHitsPerGroup)
            break;
        if (!id.contains(text, Qt::CaseInsensitive))
            continue;
        ++taken;
        result.append(caseHit(id));
    }
    return result;
}

} // namespace casebench::ui
