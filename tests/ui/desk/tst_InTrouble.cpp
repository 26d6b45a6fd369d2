// SPDX-License-Identifier: GPL-3.0-or-later
// What a person sees when something is wrong: a sentence that says what, why and what next, whole at every
// size, with pictures to look at (build/.../pictures/trouble).
#include "Desk.h"
#include "Looks.h"
#include "tests/ui/pages/PageChecks.h"

#include "core/base/AtomicFile.h"
#include "core/workflow/Access.h"
#include "core/workflow/ImportCases.h"
#include "core/workflow/ManagePersons.h"
#include "core/workflow/SampleFixture.h"
#include "core/workflow/SettleLabels.h"
#include "ui/shell/PageModes.h"
#include "ui/shell/WelcomeView.h"

#include <QFile>

#include <memory>

using namespace casebench;
using namespace casebench::ui;
using namespace casebench::ui::test;

class TestInTrouble : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Desk> m_desk;

    /// Every sentence that can be read in the window.
    [[nodiscard]] QString shown() const
    {
        QStringList texts;
        for (const QLabel* label : m_desk->window.findChildren<QLabel*>()) {
            if (label->isVisible())
                texts.append(label->text());
        }
        return texts.join(QChar(u'\n')).replace(QChar(0xa0), u' ');
    }

    /// In light and dark, at the smallest window and at a large one, with text of 100 and 200 %: the sentence
    /// is there and nothing is cut.
    void look(const QString& name, const QStringList& sentences)
    {
        const QDir folder = pictureFolder("trouble");
        QVERIFY(m_desk->settle());
        for (const QString& sentence : sentences)
            QVERIFY2(shown().contains(sentence), qPrintable(sentence + " is not in: " + shown()));

        struct Look
        {
            const char* name;
            bool dark;
            double text;
            QSize size;
        };

        for (const Look& look :
             { Look { "light", false, 1, { 1280, 720 } }, Look { "dark", true, 1, { 1280, 720 } },
               Look { "large", false, 1, { 1920, 1080 } }, Look { "text200", false, 2, { 1920, 1080 } } }) {
            m_desk->theme.choose(look.dark ? ThemeChoice::Dark : ThemeChoice::Light);
            m_desk->theme.setTextScale(look.text);
            m_desk->window.resize(look.size);
            QTest::qWait(300); // several rounds of layouts, also on a slow machine
            QVERIFY(m_desk->settle());
            const QPixmap shot = picture(m_desk->window, 1);
            QVERIFY(shot.save(folder.filePath(QStringLiteral("%1-%2.png").arg(name, look.name)), "PNG",
                              kQuickly));
            const QStringList cut = cutTexts(m_desk->window);
            QVERIFY2(cut.isEmpty(), qPrintable(name + ' ' + look.name + ": " + cut.join(", ")));
            QVERIFY(!isBlank(shot.toImage().convertToFormat(QImage::Format_RGB32)));
        }
        m_desk->theme.choose(ThemeChoice::Light);
        m_desk->theme.setTextScale(1);
        m_desk->window.resize(1280, 720);
        QVERIFY(m_desk->settle());
    }

    [[nodiscard]] bool show(PageId page, const QString& view = {})
    {
        Selection selection;
        selection.view = view;
        m_desk->window.showPage(page, selection);
        return m_desk->settle();
    }

    /// A project of its own: persons, one month of cases, and its verdicts when asked for.
    [[nodiscard]] QString makeProject(const QString& name, bool verdicts)
    {
        const QString path = m_desk->path(name + ".casebench");
        auto project = Project::create(path.toStdString(), {});
        if (!project)
            return {};
        Progress progress;
        const Actor admin = resolveActor(*project, {}).value();
        ImportRequest request;
        request.path = m_desk->path("files/calls-2026-01.csv").toStdString();
        const bool done = importCases(*project, admin, request, progress).has_value()
            && addPerson(*project, admin, { "ina", Role::Investigator, {}, {} }).has_value()
            && (!verdicts
                || importLabels(*project, admin, m_desk->path("files/verdicts-2026-01.csv").toStdString(),
                                progress)
                       .has_value());
        return done ? path : QString();
    }

    /// Overwrites bytes of a file, as a failing disk does.
    static bool damage(const QString& path, qint64 at, const QByteArray& bytes)
    {
        QFile file(path);
        return file.open(QIODevice::ReadWrite) && file.seek(at) && file.write(bytes) == bytes.size();
    }

private slots:

    void initTestCase()
    {
        m_desk = std::make_unique<Desk>();
        CB_VERIFY(writeSample(m_desk->path("files").toStdString(), { 1 }));
    }

    void aDamagedProjectOffersToReadWhatCanBeRead()
    {
        const QString path = makeProject("damaged", true);
        QVERIFY(!path.isEmpty());
        QVERIFY(damage(path, QFileInfo(path).size() / 2, QByteArray(9000, '\x55')));
        m_desk->host.openProject(path);
        QVERIFY(!m_desk->host.hasProject());
        look("damaged",
             { "The project file is damaged. Keep the file as it is, and restore the newest backup or save "
               "what can be read.",
               "the damaged file is never touched", "SQLite says: " });
        const QString sentence = m_desk->window.findChild<WelcomeView*>()->findChild<Banner*>()->sentence();
        QVERIFY2(!sentence.contains("SQLite") && !sentence.contains("btree"), qPrintable(sentence));
    }

    /// What is too large to be checked before the window shows it is checked beside it, with the same end.
    void damageThatTheJobFindsIsOfferedTheSame()
    {
        const QString path = makeProject("damaged-large", true);
        QVERIFY(!path.isEmpty());
        QVERIFY(damage(path, QFileInfo(path).size() / 2, QByteArray(9000, '\x55')));
        OpenOptions options;
        options.quickCheckBytes = 10'000;
        m_desk->host.session().setOpenOptions(options);
        m_desk->host.openProject(path);
        QTRY_VERIFY_WITH_TIMEOUT(!m_desk->host.hasProject(), 60000);
        m_desk->host.session().setOpenOptions({});
        QVERIFY(m_desk->settle());
        QVERIFY(!isOpenProject(path.toStdString())); // or it could not be salvaged
        QVERIFY2(shown().contains("the damaged file is never touched"), qPrintable(shown()));
    }

    void aFileThatIsNoProjectIsNamed()
    {
        const QString path = m_desk->path("letter.casebench");
        CB_VERIFY(writeFileAtomically(path.toStdString(), std::string(5000, 'x')));
        m_desk->host.openProject(path);
        QVERIFY(!m_desk->host.hasProject());
        look("no-project", { "is not a Casebench project" });
    }

    void aProjectOfALaterVersionIsLeftAlone()
    {
        const QString path = makeProject("later", false);
        QVERIFY(damage(path, 60, QByteArray("\0\0\0\x63", 4))); // the user version in the header
        m_desk->host.openProject(path);
        QVERIFY(!m_desk->host.hasProject());
        look("later-version", { "newer" });
    }

    void aSecondWindowLooksAndChangesNothing()
    {
        const QString path = makeProject("shared", true);
        auto first = Project::open(path.toStdString(), OpenOptions { .desktop = true });
        CB_VERIFY(first);
        m_desk->host.openProject(path);
        QVERIFY(m_desk->host.hasProject());
        for (const PageId id : kPages) {
            QVERIFY(show(id));
            look("view-only-" + slugOf(id), { "view only" });
        }
        QVERIFY(show(PageId::Training, "new"));
        look("view-only-new", { "open in another window" });
        m_desk->host.closeProject();
    }

    /// Cases and verdicts, but nothing was trained yet.
    void everyPageWithoutAModelSaysWhatComesFirst()
    {
        const QString path = makeProject("no model", true);
        m_desk->host.openProject(path);
        QVERIFY(m_desk->host.hasProject());
        const auto expected = [](PageId id) -> QString {
            switch (id) {
            case PageId::Comparison:
                return "run";
            case PageId::Explanation:
                return "No run that could explain yet";
            case PageId::Drift:
                return "No model to watch yet";
            default:
                return {};
            }
        };
        for (const PageId id : kPages) {
            QVERIFY(show(id));
            look("no-model-" + slugOf(id), { expected(id) });
        }
        m_desk->host.actAs("ina");
        for (const PageId id : { PageId::Today, PageId::Training, PageId::Explanation, PageId::Release }) {
            QVERIFY(show(id));
            look("investigator-" + slugOf(id), {});
        }
        m_desk->host.closeProject();
    }

    void aTrainingThatCannotBeSaysWhy()
    {
        const QString path = makeProject("unlabelled", false);
        m_desk->host.openProject(path);
        QVERIFY(show(PageId::Training, "new"));
        m_desk->window.currentPage()->primaryAction()->trigger(); // a snapshot without one verdict
        QVERIFY(m_desk->settle());
        m_desk->window.currentPage()->primaryAction()->trigger();
        QVERIFY(m_desk->settle());
        look("training-refused", { "decided" });
        m_desk->host.closeProject();
    }

    void filesThatCannotBeTakenSayWhatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("sentence");
        QTest::addRow("empty") << QByteArray() << "empty.csv"
                               << "empty";
        QTest::addRow("picture") << QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) << "photo.csv"
                                 << "photo.csv";
        QTest::addRow("json array") << QByteArray("[{\"a\":1},{\"a\":2}]") << "array.jsonl"
                                    << "This is a JSON array";
        QTest::addRow("no workbook") << QByteArray("PK\3\4 not a workbook") << "book.xlsx"
                                     << "book.xlsx";
        QTest::addRow("header only") << QByteArray("case_id,received,Money\n") << "header.csv"
                                     << "There is no row under the header";
        QTest::addRow("ragged") << QByteArray(
            "case_id,received,Money\nC1,2026-02-01,12,x\nC2,2026-02-02\n,,\n")
                                << "ragged.csv"
                                << "ragged.csv";
    }

    void filesThatCannotBeTakenSayWhatIsWrong()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, name);
        QFETCH(const QString, sentence);
        const QString path = makeProject(QString(name).replace('.', '-'), false);
        QVERIFY(!path.isEmpty());
        m_desk->host.openProject(path);
        const QString file = m_desk->path(name);
        CB_VERIFY(writeFileAtomically(file.toStdString(), bytes.toStdString()));
        QVERIFY(show(PageId::Cases));
        m_desk->host.importFiles({ file });
        QVERIFY(m_desk->settle());
        look("import-" + QString(name).replace('.', '-'), { sentence });
        m_desk->host.closeProject();
    }

    /// The next month's file, as it should not come: columns that are new, gone and of another kind, dates
    /// of two readings, words for "no value", rows of the wrong length. All of it is told before the click.
    void aFileThatDiffersIsToldWhole()
    {
        const QString path = makeProject("differs", false);
        QVERIFY(!path.isEmpty());
        m_desk->host.openProject(path);
        QByteArray bytes("case_id,received,Asked_Remote_Access,Opened_Bank_Website,Asked_OTP,Number_Masked,"
                         "Location_Of_Call,Money_Asked,Crypto_Wallet_Asked_For,seen\n");
        for (int row = 1; row <= 40; ++row)
            bytes += QString("D-%1,45/%2/2026,Yes,No,No,Yes,%3,%4,%5,0%6/0%7/2026%8\n")
                         .arg(row)
                         .arg(row % 9 + 13)
                         .arg(row % 4 == 0 ? "?" : "local", row % 5 == 0 ? "n/a" : QString::number(100 + row),
                              row % 2 == 0 ? "Yes" : "No")
                         .arg(row % 9 + 1)
                         .arg(row % 8 + 1)
                         .arg(row == 7 ? ",one too many" : "")
                         .toUtf8();
        const QString file = m_desk->path("calls-2026-02-odd.csv");
        CB_VERIFY(writeFileAtomically(file.toStdString(), bytes.toStdString()));
        QVERIFY(show(PageId::Cases, "import"));
        m_desk->host.importFiles({ file });
        QVERIFY(m_desk->settle());
        QCOMPARE(QApplication::focusWidget()->accessibleName(), QString("Fields of the file"));
        look("import-differs",
             { "39 of 40 rows can be taken. 2 new fields, ", "unreadable) and one row set aside.",
               "New fields: ", "Gone or renamed fields: ", "received (should be time)",
               "day or month first? Nothing in the file tells.", "Decide first how" });
        const auto* header = m_desk->window.currentPage()->findChild<PageHeader*>();
        QCOMPARE(elidedTexts(*header), QStringList {}); // beside four controls, at 1280
        m_desk->host.closeProject();
    }

    void cleanup() { m_desk->failures.clear(); }

    void cleanupTestCase() { m_desk.reset(); }
};

QTEST_MAIN(TestInTrouble)
#include "tst_InTrouble.moc"
