// SPDX-License-Identifier: GPL-3.0-or-later
// "Copy as command": every line an action gives parses, and does what the action does, as the audit log of
// the two projects shows.
#include "Desk.h"
#include "tests/app/CliRunner.h"

#include "app/cli/CommandLine.h"
#include "core/store/AuditLog.h"
#include "core/store/RunStore.h"
#include "core/store/SnapshotStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/ApproveModel.h"
#include "core/workflow/SettleLabels.h"
#include "core/workflow/TrainRun.h"
#include "ui/widgets/Banner.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/TableView.h"

#include <QClipboard>
#include <QDialog>
#include <QPlainTextEdit>
#include <QPushButton>

#include <memory>

using namespace casebench;
using namespace casebench::test;
using namespace casebench::ui;
using namespace casebench::ui::test;

namespace {

/// What a line may leave open, and something that fits.
const QHash<QString, QString>& placeholders()
{
    static const QHash<QString, QString> values {
        { "FILE", "cases.csv" },    { "FILE.html", "dossier.html" },
        { "FOLDER", "folder" },     { "KEY", "key.pem" },
        { "TEXT", "because" },      { "NAME", "name" },
        { "SNAPSHOT", "snapshot" }, { "CASE", "C2601-0001" },
        { "VERDICT", "scam" },      { "PROJECT.casebench", "project.casebench" },
    };
    return values;
}

/// Words as a shell reads the line: blanks part them, single quotes keep them.
QStringList shellSplit(const QString& line)
{
    QStringList words;
    QString word;
    bool quoted = false;
    bool any = false;
    for (qsizetype i = 0; i < line.size(); ++i) {
        const QChar c = line.at(i);
        if (c == u'\'') {
            quoted = !quoted;
            any = true;
        } else if (c == u'\\' && !quoted && i + 1 < line.size()) {
            word += line.at(++i);
            any = true;
        } else if (c == u' ' && !quoted) {
            if (any)
                words.append(word);
            word.clear();
            any = false;
        } else {
            word += c;
            any = true;
        }
    }
    if (any)
        words.append(word);
    return words;
}

/// The sentence of the parser, or "".
QString problemOf(const QStringList& words)
{
    std::vector<std::string> texts;
    for (const QString& word : words)
        texts.push_back(placeholders().value(word, word).toStdString());
    std::vector<const char*> argv;
    for (const std::string& text : texts)
        argv.push_back(text.c_str());
    cli::CommandLine line;
    try {
        line.parse(static_cast<int>(argv.size()), argv.data());
    } catch (const CLI::ParseError& failure) {
        return failure.get_exit_code() == 0 ? QString() : QString::fromStdString(failure.what());
    }
    return line.chosen() ? QString() : QStringLiteral("no verb");
}

/// What one deed left in the log, without what differs from call to call (times, signatures, digests
/// of rows that carry a time).
QStringList deedsAfter(const Project& project, std::int64_t seq)
{
    QStringList deeds;
    const auto records = AuditLog(project).list(seq + 1, 100);
    for (const AuditRecord& record : records.value()) {
        Json said = Json::object();
        for (const char* part : { "before", "after", "result" }) {
            if (record.body.contains(part))
                said[part] = record.body.at(part);
        }
        if (said.contains("result") && said["result"].is_object()) {
            for (const char* fresh : { "payload_sha256", "root_digest", "seconds", "signature" })
                said["result"].erase(fresh);
            // Which rows of which tables stays; their digests are over the times in them.
            if (said["result"].contains("rows") && said["result"]["rows"].is_object()) {
                for (Json& seal : said["result"]["rows"]) {
                    if (seal.is_object())
                        seal.erase("root");
                    else
                        seal = nullptr;
                }
            }
        }
        deeds.append(qs(record.person + " " + record.act + " " + record.objType + " " + record.objId + " "
                        + record.reason + " " + said.dump()));
    }
    return deeds;
}

std::int64_t headOf(const Project& project)
{
    return AuditLog(project).head().value().seq;
}

} // namespace

class TestCopiedCommands : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Desk> m_desk;
    int m_copies = 0;

    [[nodiscard]] QString file(const char* name) const { return m_desk->path(QString("demo/") + name); }

    [[nodiscard]] QAction* action(const char* id) { return m_desk->window.actions().find(id); }

    [[nodiscard]] QString lineOf(const QAction* action)
    {
        return m_desk->host.commandLine(commandOf(action));
    }

    /// Every line of the window as it is now, with the action's id.
    [[nodiscard]] QList<QPair<QString, QString>> lines()
    {
        QList<QPair<QString, QString>> result;
        for (const Actions::Entry& entry : m_desk->window.actions().all()) {
            if (!commandOf(entry.action).isEmpty())
                result.append({ entry.action->objectName(), lineOf(entry.action) });
        }
        return result;
    }

    [[nodiscard]] bool show(PageId page, const Selection& selection)
    {
        m_desk->window.showPage(page, selection);
        return m_desk->settle();
    }

    [[nodiscard]] bool visitAll()
    {
        for (const PageId id : m_desk->window.pages()) {
            if (!show(id, {}))
                return false;
            for (const Page::View& view : m_desk->window.page(id)->views()) {
                Selection selection;
                selection.view = view.id;
                if (!show(id, selection))
                    return false;
            }
        }
        return true;
    }

    /// A project of its own for one deed; and its twin, untouched, for the terminal.
    [[nodiscard]] QString open(const QString& person)
    {
        const QString mine = m_desk->path(QString("copy %1.casebench").arg(++m_copies)); // a blank to quote
        // Copies of one project go apart here on purpose, which the witness of its history would report. The
        // one before is left first: its last event is witnessed then, and would contradict this copy.
        m_desk->host.closeProject();
        qputenv("XDG_STATE_HOME", m_desk->path(QString("state-%1").arg(m_copies)).toUtf8());
        const QString twin = m_desk->path(QString("twin-%1.casebench").arg(m_copies));
        for (const QString& copy : { mine, twin }) {
            for (const char* part : { "", ".casekeys" }) { // sealed verdicts are read with the key beside
                if (!QFile::copy(m_desk->path(QStringLiteral("base.casebench") + part), copy + part))
                    return {};
            }
        }
        m_desk->host.openProject(mine);
        if (!m_desk->host.hasProject())
            return {};
        m_desk->host.actAs(person);
        return m_desk->settle() ? twin : QString();
    }

    /// Runs the line on the twin. Gives: the exit code.
    int inTerminal(const QString& line, const QString& twin, const QHash<QString, QString>& values)
    {
        QStringList words = shellSplit(line);
        words.removeFirst();
        for (QString& word : words) {
            word = values.value(word, word);
            if (word == m_desk->host.session().path())
                word = twin;
        }
        const QByteArray state = qgetenv("XDG_STATE_HOME");
        qputenv("XDG_STATE_HOME", state + "-twin");
        const CliAnswer answer = runCli(m_desk->path("."), words);
        qputenv("XDG_STATE_HOME", state);
        if (answer.code != 0 && answer.code != 3)
            qWarning("%s: %s", qPrintable(line), answer.told().c_str());
        return answer.code;
    }

    [[nodiscard]] static Project opened(const QString& path)
    {
        auto project = Project::open(path.toStdString(), OpenOptions { .readOnly = true });
        return std::move(project).value();
    }

    /// Does it in the window, then the copied line on the twin, and compares the logs.
    void compare(const char* id,
                 const QString& twin,
                 QHash<QString, QString> values = {},
                 const std::function<bool()>& fill = {})
    {
        QAction* wanted = action(id);
        QVERIFY2(wanted && wanted->isEnabled(), id);
        const QString line = lineOf(wanted);
        QVERIFY2(line.startsWith("casebench-cli -p '"), qPrintable(line));
        const std::int64_t before = headOf(m_desk->stored());
        wanted->trigger();
        if (fill)
            QVERIFY(fill());
        QVERIFY(m_desk->settle());
        const QStringList here = deedsAfter(m_desk->stored(), before);
        const auto* banner = m_desk->window.currentPage()->findChild<Banner*>();
        QVERIFY2(!here.isEmpty(),
                 qPrintable("the action left no trace: " + (banner ? banner->sentence() : QString())));
        const int code = inTerminal(line, twin, values);
        QVERIFY2(code == 0 || code == 3, qPrintable(line));
        QCOMPARE(deedsAfter(opened(twin), before), here);
    }

    /// The dialog that is open, once it is.
    [[nodiscard]] static QDialog* dialog()
    {
        QDialog* found = nullptr;
        (void)QTest::qWaitFor(
            [&] { return (found = qobject_cast<QDialog*>(QApplication::activeModalWidget())) != nullptr; },
            60000);
        return found;
    }

    static bool press(QDialog* in, const QString& text)
    {
        for (QPushButton* button : in->findChildren<QPushButton*>()) {
            if (button->text().remove(u'&') == text || button->text().startsWith(text)) {
                button->click();
                return true;
            }
        }
        return false;
    }

private slots:

    void initTestCase()
    {
        m_desk = std::make_unique<Desk>();
        Progress progress;
        CB_VERIFY(runDemo(m_desk->path("demo").toStdString(), kShippedSeed, progress));
        // The story's end with something left to do: a run to submit, and one that waits for a second person.
        {
            auto project = Project::open(file("project.casebench").toStdString(), OpenOptions {});
            CB_VERIFY(project);
            const auto ana = resolveActor(*project, "ana");
            CB_VERIFY(ana);
            Recipe recipe;
            recipe.family = "logistic";
            const std::string snapshot = SnapshotStore(*project).find("with-may-and-june")->name;
            CB_VERIFY(trainRun(*project, *ana, { snapshot, recipe, "fresh one", 0, 0 }, progress));
            // As good as the champion, or the gates would refuse its approval.
            const auto champion = RunStore(*project).find("challenger-1");
            CB_VERIFY(champion);
            CB_VERIFY(trainRun(*project, *ana,
                               { std::to_string(champion->snapshotId), champion->recipe, "waiting", 0, 0 },
                               progress));
            CB_VERIFY(submitRun(*project, *ana, "waiting"));
            CB_VERIFY(giveVerdict(*project, *ana, { "C2608-0001", Verdict::Scam, {}, {} }));
        }
        QVERIFY(QFile::copy(file("project.casebench"), m_desk->path("base.casebench")));
        QVERIFY(QFile::copy(file("project.casebench.casekeys"), m_desk->path("base.casebench.casekeys")));
    }

    void everyLineParses()
    {
        QVERIFY(!open("ana").isEmpty());
        QSet<QString> seen;
        for (const bool project : { true, false }) {
            if (project)
                QVERIFY(visitAll());
            else
                m_desk->host.closeProject();
            for (const auto& [id, line] : lines()) {
                const QStringList words = shellSplit(line);
                QVERIFY2(words.value(0) == "casebench-cli", qPrintable(id + ": " + line));
                const QString problem = problemOf(words);
                QVERIFY2(problem.isEmpty(), qPrintable(id + ": " + line + ": " + problem));
                seen.insert(id);
            }
        }
        for (const char* id : { "project.new", "cases.import", "cases.snapshot", "labels.undo",
                                "training.train", "training.submit", "release.approve", "release.export",
                                "drift.check", "drift.propose", "audit.verify", "today.first" })
            QVERIFY2(seen.contains(id), id);
    }

    void aWordThatAShellWouldSplitIsQuoted()
    {
        QCOMPARE(shellWord("plain-1.csv"), QString("plain-1.csv"));
        QCOMPARE(shellWord("a b"), QString("'a b'"));
        QCOMPARE(shellWord("it's"), QString("'it'\\''s'"));
        QCOMPARE(shellSplit(shellWord("it's $HOME \"x\"")), QStringList { "it's $HOME \"x\"" });
    }

    void thePaletteCopiesTheWholeLine()
    {
        QVERIFY(!open("ana").isEmpty());
        QVERIFY(show(PageId::Drift, {}));
        m_desk->press(Qt::Key_K, Qt::ControlModifier);
        m_desk->type("check now");
        m_desk->press(Qt::Key_C, Qt::ControlModifier);
        m_desk->press(Qt::Key_Escape);
        QCOMPARE(QApplication::clipboard()->text(),
                 "casebench-cli -p " + shellWord(m_desk->host.session().path()) + " --as ana monitor");
    }

    void checkIsMonitor()
    {
        const QString twin = open("ana");
        QVERIFY(show(PageId::Drift, {}));
        compare("drift.check", twin);
    }

    void proposeIsPropose()
    {
        const QString twin = open("ana");
        QVERIFY(show(PageId::Drift, {}));
        QAction* wanted = action("drift.propose");
        QVERIFY(wanted && wanted->isEnabled());
        QStringList words = shellSplit(lineOf(wanted));
        const std::int64_t before = headOf(m_desk->stored());
        wanted->trigger();
        QVERIFY(m_desk->settle());
        QCOMPARE(headOf(m_desk->stored()), before); // it proposes and writes nothing
        QCOMPARE(m_desk->window.currentPage()->currentView(), QString("proposal"));
        QStringList here;
        for (const TableView* table : m_desk->window.currentPage()->findChildren<TableView*>()) {
            for (int row = 0;
                 table->accessibleName() == "Fields of the training" && row < table->model()->rowCount();
                 ++row)
                here.append(table->model()->index(row, 1).data().toString() + " "
                            + table->model()->index(row, 0).data().toString());
        }
        words.replaceInStrings(m_desk->host.session().path(), twin);
        words[0] = "--json";
        const CliAnswer answer = runCli(m_desk->path("."), words);
        QVERIFY2(answer.code == 0, answer.told().c_str());
        QStringList there;
        for (const auto& [part, word] : { std::pair { "add_fields", "Add " }, { "drop_fields", "Drop " } }) {
            for (const Json& field : answer.result().at(part))
                there.append(word + qs(field.at("field").get<std::string>()));
        }
        QStringList kept;
        for (const Json& field : answer.result().at("recipe").at("fields")) {
            if (!there.contains("Add " + qs(field.get<std::string>())))
                kept.append("Keep " + qs(field.get<std::string>()));
        }
        there += kept;
        for (const Json& field : answer.result().at("quiet_fields"))
            there.append("Leave out " + qs(field.at("field").get<std::string>()));
        QVERIFY(there.size() > 3);
        QCOMPARE(here, there);
    }

    void trainIsTrain()
    {
        const QString twin = open("ana");
        Selection selection;
        selection.view = "new";
        QVERIFY(show(PageId::Training, selection));
        compare("training.train", twin);
    }

    /// Scenario 3: from the proposal to the snapshot and the training, each by its line.
    void whatIsTrainedFromAProposalIsTheSame()
    {
        const QString twin = open("ana");
        QVERIFY(show(PageId::Drift, {}));
        action("drift.propose")->trigger();
        QVERIFY(m_desk->settle());
        action("drift.train")->trigger();
        QVERIFY(m_desk->settle());
        QCOMPARE(m_desk->window.currentPage()->id(), PageId::Training);
        compare("training.snapshot", twin);
        compare("training.train", twin);
        const auto runs = RunStore(opened(twin)).list();
        CB_VERIFY(runs);
        QVERIFY(runs->back().parentRun != 0 && runs->back().recipe.fields.size() > 3);
    }

    void reproduceAndSubmitAreTheirVerbs()
    {
        const QString twin = open("ana");
        Selection selection;
        selection.view = "run";
        selection.runIds = { RunStore(m_desk->stored()).find("fresh one")->id };
        QVERIFY(show(PageId::Training, selection));
        compare("training.reproduce", twin);
        compare("training.submit", twin);
    }

    void undoIsLabelUndo()
    {
        const QString twin = open("ana");
        QVERIFY(show(PageId::Labels, {}));
        compare("labels.undo", twin);
    }

    void rejectIsItsVerb()
    {
        const QString twin = open("omar");
        Selection selection;
        selection.view = "gates";
        selection.runIds = { RunStore(m_desk->stored()).find("waiting")->id };
        QVERIFY(show(PageId::Release, selection));
        const auto reject = [&] {
            QDialog* asked = dialog();
            if (!asked)
                return false;
            asked->findChild<QLineEdit*>()->setText("too early");
            return press(asked, "Reject");
        };
        compare("release.reject", twin, { { "TEXT", "too early" } }, reject);
    }

    void approveIsItsVerb()
    {
        const QString twin = open("omar");
        Selection selection;
        selection.view = "gates";
        selection.runIds = { RunStore(m_desk->stored()).find("waiting")->id };
        QVERIFY(show(PageId::Release, selection));
        const QString key = file("approver-key.pem");
        const auto approve = [&] {
            QDialog* asked = dialog();
            if (!asked)
                return false;
            asked->findChildren<QLineEdit*>().first()->setText(key);
            asked->findChild<QPlainTextEdit*>()->setPlainText("good");
            return press(asked, "Approve waiting");
        };
        compare("release.approve", twin, { { "TEXT", "good" }, { "KEY", key } }, approve);
    }

    void verifyingTheLogSaysTheSame()
    {
        const QString twin = open("ana");
        QVERIFY(show(PageId::Audit, {}));
        const QString line = lineOf(action("audit.verify"));
        QCOMPARE(inTerminal(line, twin, {}), 0);
    }

    void cleanupTestCase() { m_desk.reset(); }
};

QTEST_MAIN(TestCopiedCommands)
#include "tst_CopiedCommands.moc"
