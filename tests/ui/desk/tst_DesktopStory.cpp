// SPDX-License-Identifier: GPL-3.0-or-later
// The story of the program through its window, by keys alone; after each step the file is asked what it
// holds.
#include "Desk.h"

#include "core/crypto/Signature.h"
#include "core/store/AlertStore.h"
#include "core/store/AuditLog.h"
#include "core/store/CaseStore.h"
#include "core/store/LabelStore.h"
#include "core/store/PersonStore.h"
#include "core/store/RunStore.h"
#include "core/store/SnapshotStore.h"
#include "core/workflow/CompareRuns.h"
#include "core/workflow/ExplainCases.h"
#include "core/workflow/LookAtToday.h"
#include "core/workflow/SampleFixture.h"
#include "ui/text/Format.h"
#include "ui/widgets/Banner.h"
#include "ui/widgets/TableView.h"

#include <QMenu>

#include <algorithm>
#include <filesystem>
#include <memory>

using namespace casebench;
using namespace casebench::test;
using namespace casebench::ui;
using namespace casebench::ui::test;
namespace fs = std::filesystem;

class TestDesktopStory : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Desk> m_desk;

    [[nodiscard]] std::size_t rows() { return CaseStore(m_desk->stored()).rowCount().value(); }

    [[nodiscard]] Run run(const char* name) { return RunStore(m_desk->stored()).find(name).value(); }

    [[nodiscard]] Page* page() { return m_desk->window.currentPage(); }

    /// Ctrl and the mode's number.
    [[nodiscard]] bool go(PageId id)
    {
        m_desk->press(Qt::Key_1 + static_cast<int>(id), Qt::ControlModifier);
        return m_desk->settle() && page() && page()->id() == id;
    }

    /// The switch of views, by arrows.
    [[nodiscard]] bool view(const QString& id)
    {
        if (!m_desk->tabTo("View"))
            return false;
        for (int i = 0; i < 12 && page()->currentView() != id; ++i)
            m_desk->press(Qt::Key_Left);
        for (int i = 0; i < 12 && page()->currentView() != id; ++i)
            m_desk->press(Qt::Key_Right);
        return m_desk->settle() && page()->currentView() == id;
    }

    void primary() { m_desk->press(Qt::Key_Return, Qt::ControlModifier); }

    /// Project menu, "Act as", the person.
    [[nodiscard]] bool actAs(const QString& person)
    {
        m_desk->press(Qt::Key_P, Qt::AltModifier);
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        if (!menu)
            return false;
        QTest::keyClick(menu, Qt::Key_A); // opens the list of persons
        auto* persons = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        if (!persons || persons == menu)
            return false;
        for (int i = 0; i < 20; ++i) {
            const QAction* at = persons->activeAction();
            if (at && at->text().startsWith(person + ","))
                break;
            QTest::keyClick(persons, Qt::Key_Down);
        }
        QTest::keyClick(persons, Qt::Key_Return);
        return m_desk->settle() && m_desk->host.session().actor().name == person.toStdString();
    }

    [[nodiscard]] bool import(const char* file)
    {
        if (!go(PageId::Cases))
            return false;
        m_desk->press(Qt::Key_I, Qt::ControlModifier);
        if (!m_desk->chooseFile(m_desk->path(QString("files/") + file)) || !m_desk->settle())
            return false;
        const std::size_t before = rows();
        if (page()->currentView() != "import" || before != m_rows) // a preview takes nothing
            return false;
        primary();
        if (!m_desk->settle())
            return false;
        m_rows = rows();
        return m_rows > before;
    }

    /// Every text a person can read on the page.
    [[nodiscard]] QString shown()
    {
        QStringList texts;
        for (const QLabel* label : page()->findChildren<QLabel*>()) {
            if (label->isVisible())
                texts.append(label->text());
        }
        return texts.join(QChar(u'\n'));
    }

    std::size_t m_rows = 0;

private slots:
    void initTestCase();
    void theSampleOpensFromTheWelcomeView();
    void aNewProjectIsMade();
    void personsAreAdded();
    void filesAreImportedAfterTheirPreview();
    void verdictsAreImported();
    void aCaseIsLabelledAndTakenBack();
    void aSnapshotIsTaken();
    void twoRunsAreTrained();
    void theyAreCompared();
    void aCaseIsExplained();
    void theTrainerIsRefused();
    void aSecondPersonApprovesWithAKey();
    void aNewFieldRaisesAnAlert();
    void todayLeadsToTheAlert();
    void theProposalIsTrained();
    void aBundleIsExportedAndVerified();
    void theLogIsVerified();

    void cleanup() { QVERIFY2(m_desk->failures.isEmpty(), qPrintable(m_desk->failures.join(", "))); }

    void cleanupTestCase() { m_desk.reset(); }
};

void TestDesktopStory::initTestCase()
{
    m_desk = std::make_unique<Desk>();
    CB_VERIFY(writeSample(m_desk->path("files").toStdString(), { 1 }));
    for (const char* name : { "omar", "exporter" }) {
        const auto key = PrivateKey::generate();
        CB_VERIFY(key);
        CB_VERIFY(key->save(m_desk->path(QString(name) + ".pem").toStdString(), "word"));
        QFile pem(m_desk->path(QString(name) + ".pub.pem"));
        QVERIFY(pem.open(QIODevice::WriteOnly));
        pem.write(key->publicKey().pem().c_str());
    }
}

void TestDesktopStory::theSampleOpensFromTheWelcomeView()
{
    QVERIFY(!m_desk->host.hasProject());
    primary();
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->host.hasProject(), 300000);
    QVERIFY(m_desk->settle());
    QCOMPARE(page()->id(), PageId::Today); // what needs me comes first
    QCOMPARE(rows(), std::size_t { 4800 });
    QVERIFY(RunStore(m_desk->stored()).champion().value().has_value());
    QTest::keySequence(&m_desk->window, QKeySequence(QKeySequence::Close));
    QVERIFY(!m_desk->host.hasProject() && !page());
}

void TestDesktopStory::aNewProjectIsMade()
{
    m_desk->press(Qt::Key_N, Qt::ControlModifier);
    QVERIFY(m_desk->chooseFile(m_desk->path("story.casebench")));
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->host.hasProject(), 60000);
    QVERIFY(m_desk->settle());
    QCOMPARE(rows(), std::size_t { 0 });
    QCOMPARE(PersonStore(m_desk->stored()).list()->front().role, Role::Admin);
}

void TestDesktopStory::personsAreAdded()
{
    QVERIFY(go(PageId::Audit));
    QVERIFY(view("persons"));
    const auto add = [&](const QString& name, const char* role, const QString& key) {
        QVERIFY(m_desk->tabTo("Name of the person"));
        m_desk->type(name);
        QVERIFY(m_desk->tabTo("Role"));
        m_desk->type(role);
        QVERIFY(m_desk->tabTo("File of the person's public key"));
        m_desk->type(key);
        m_desk->press(Qt::Key_Tab); // choose key
        m_desk->press(Qt::Key_Tab); // add
        m_desk->press(Qt::Key_Space);
        QVERIFY(m_desk->settle());
    };
    add("ana", "analyst", {});
    add("omar", "compliance", m_desk->path("omar.pub.pem"));
    const auto persons = PersonStore(m_desk->stored()).list();
    CB_VERIFY(persons);
    QCOMPARE(persons->size(), std::size_t { 3 });
    const auto omar = std::ranges::find(*persons, "omar", &Person::name);
    QVERIFY(omar != persons->end() && omar->role == Role::Compliance && !omar->fingerprint.empty());
}

void TestDesktopStory::filesAreImportedAfterTheirPreview()
{
    QVERIFY(actAs("ana"));
    for (const char* file : { "calls-2026-01.csv", "calls-2026-02.csv", "calls-2026-03.csv" })
        QVERIFY2(import(file), file);
    QCOMPARE(rows(), std::size_t { 1800 });
}

void TestDesktopStory::verdictsAreImported()
{
    for (const char* file : { "verdicts-2026-01.csv", "verdicts-2026-02.csv", "verdicts-2026-03.csv" }) {
        QVERIFY(go(PageId::Labels));
        m_desk->press(Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(m_desk->chooseFile(m_desk->path(QString("files/") + file)));
        QVERIFY(m_desk->settle());
    }
    QCOMPARE(LabelStore(m_desk->stored()).count().value(), 1800);
}

void TestDesktopStory::aCaseIsLabelledAndTakenBack()
{
    QVERIFY(import("calls-2026-04.csv"));
    QVERIFY(go(PageId::Labels));
    m_desk->press(Qt::Key_S);
    m_desk->press(Qt::Key_1);
    primary();
    QVERIFY(m_desk->settle());
    auto events = LabelStore(m_desk->stored()).allEvents();
    CB_VERIFY(events);
    const LabelEvent given = events->back();
    QVERIFY(given.person == "ana" && given.verdict == Verdict::Scam && !given.reason.empty());
    QVERIFY(given.origin == LabelOrigin::Person);
    m_desk->press(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(m_desk->settle());
    events = LabelStore(m_desk->stored()).allEvents();
    CB_VERIFY(events);
    QCOMPARE(events->back().retracts, given.seq); // nothing is deleted
}

void TestDesktopStory::aSnapshotIsTaken()
{
    QVERIFY(go(PageId::Training));
    QVERIFY(m_desk->tabTo("Name of the snapshot"));
    m_desk->replace("q1");
    QVERIFY(m_desk->tabTo("To"));
    m_desk->type("2026-03");
    primary();
    QVERIFY(m_desk->settle());
    const auto snapshot = SnapshotStore(m_desk->stored()).find("q1");
    CB_VERIFY(snapshot);
    QCOMPARE(snapshot->rows, std::int64_t { 1800 });
    QCOMPARE(snapshot->createdBy, std::string("ana"));
}

void TestDesktopStory::twoRunsAreTrained()
{
    const auto train = [&](const char* family, const char* name) {
        QVERIFY(go(PageId::Training));
        QVERIFY(view("new"));
        QVERIFY(m_desk->tabTo("Name of the run"));
        m_desk->replace(name);
        QVERIFY(m_desk->tabTo("Family of models"));
        m_desk->type(family);
        primary();
        QVERIFY(m_desk->settle(600000));
    };
    train("Boost", "first");
    train("Logi", "second");
    const auto runs = RunStore(m_desk->stored()).list();
    CB_VERIFY(runs);
    QCOMPARE(runs->size(), std::size_t { 2 });
    QCOMPARE(run("first").recipe.family, std::string("boosted"));
    QCOMPARE(run("second").recipe.family, std::string("logistic"));
    QCOMPARE(run("first").trainedBy, std::string("ana"));
    QVERIFY(run("first").referenceRecall.value > 0.8);
}

void TestDesktopStory::theyAreCompared()
{
    QVERIFY(go(PageId::Comparison));
    QVERIFY(m_desk->settle());
    auto project = m_desk->stored();
    CompareRequest request;
    request.runs = { "first", "second" };
    Progress progress;
    const auto compared = compareRuns(project, request, progress);
    CB_VERIFY(compared);
    // The page may name either as the reference; its figures are of the same cases.
    QVERIFY2(shown().contains(format::count(static_cast<qint64>(compared->cases))), qPrintable(shown()));
}

void TestDesktopStory::aCaseIsExplained()
{
    QVERIFY(go(PageId::Explanation));
    QVERIFY(m_desk->settle());
    auto project = m_desk->stored();
    Progress progress;
    const auto* list = page()->findChild<TableView*>();
    QVERIFY(list && list->model()->rowCount() > 0);
    const std::string id = list->model()->index(0, 0).data().toString().toStdString();
    const auto explained = explainCases(project, "first", std::vector<std::string> { id }, progress);
    CB_VERIFY(explained);
    QVERIFY2(shown().contains(qs(id)), qPrintable(shown()));
}

void TestDesktopStory::theTrainerIsRefused()
{
    QVERIFY(go(PageId::Comparison));
    primary(); // "Submit … for approval"
    QVERIFY(m_desk->settle());
    const auto runs = RunStore(m_desk->stored()).list();
    CB_VERIFY(runs);
    const auto submitted = std::ranges::find(*runs, RunState::Submitted, &Run::state);
    QVERIFY(submitted != runs->end());
    QVERIFY(go(PageId::Release));
    QVERIFY(page()->primaryAction() && !page()->primaryAction()->isEnabled());
    primary();
    QVERIFY(m_desk->settle());
    QVERIFY(!QApplication::activeModalWidget());
    QVERIFY(run(submitted->name.c_str()).state == RunState::Submitted);
}

void TestDesktopStory::aSecondPersonApprovesWithAKey()
{
    QVERIFY(actAs("omar"));
    QVERIFY(go(PageId::Today));
    primary(); // "Review ..." leads to the run
    QVERIFY(m_desk->settle());
    QCOMPARE(page()->id(), PageId::Release);
    primary();
    QTRY_VERIFY_WITH_TIMEOUT(QApplication::activeModalWidget(), 60000);
    QVERIFY(m_desk->tabTo("Your private key"));
    m_desk->type(m_desk->path("omar.pem"));
    QVERIFY(m_desk->tabTo("Passphrase of the key"));
    m_desk->type("word");
    QVERIFY(m_desk->tabTo("Reason of the approval"));
    m_desk->type("gates passed");
    m_desk->press(Qt::Key_Tab); // cancel
    m_desk->press(Qt::Key_Tab); // approve
    m_desk->press(Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(!QApplication::activeModalWidget(), 60000);
    QVERIFY(m_desk->settle());
    const Project project = m_desk->stored();
    const RunStore runs(project);
    const auto champion = runs.champion();
    CB_VERIFY(champion);
    QVERIFY(champion->has_value());
    const auto decisions = runs.decisions(**champion);
    CB_VERIFY(decisions);
    const auto approval = std::ranges::find(*decisions, Decision::Approve, &RunDecision::decision);
    QVERIFY(approval != decisions->end());
    QVERIFY(approval->person == "omar" && !approval->signature.empty() && approval->reason == "gates passed");
}

void TestDesktopStory::aNewFieldRaisesAnAlert()
{
    QVERIFY(actAs("ana"));
    QVERIFY(import("calls-2026-05.csv"));
    QVERIFY(go(PageId::Drift));
    primary();
    QVERIFY(m_desk->settle(600000));
    const auto alerts = AlertStore(m_desk->stored()).list();
    CB_VERIFY(alerts);
    const auto schema = std::ranges::find(*alerts, "schema", &Alert::kind);
    QVERIFY(schema != alerts->end());
    QVERIFY(std::ranges::find(schema->fields, "UPI_PAYMENTS") != schema->fields.end());
}

void TestDesktopStory::todayLeadsToTheAlert()
{
    QVERIFY(go(PageId::Today));
    auto project = m_desk->stored();
    Progress progress;
    const auto today = lookAtToday(project, m_desk->host.session().actor(), progress);
    CB_VERIFY(today);
    QVERIFY(today->needs.front().kind == NeedKind::AlertsWithoutOwner);
    const std::int64_t id = today->needs.front().alerts.front().id;
    QVERIFY(page()->primaryAction()->text().contains(QString("A-%1").arg(id)));
    primary();
    QVERIFY(m_desk->settle());
    QCOMPARE(page()->id(), PageId::Drift);
    QCOMPARE(page()->currentView(), QString("alerts"));
    QVERIFY(m_desk->tabTo("Take"));
    m_desk->press(Qt::Key_Space);
    const auto owner = [this, id] { // a quiet job writes it, which makes no page busy
        const auto alert = AlertStore(m_desk->stored()).find(id);
        return alert ? alert->owner : alert.error().sentence();
    };
    QTRY_COMPARE_WITH_TIMEOUT(owner(), std::string("ana"), 60000);
    QVERIFY(m_desk->settle());
}

/// Scenario 3: three times Ctrl+Enter from the proposal to a run that says what it answers.
void TestDesktopStory::theProposalIsTrained()
{
    QVERIFY(go(PageId::Drift));
    QVERIFY(view("proposal"));
    QVERIFY(m_desk->tabTo("Propose retraining"));
    m_desk->press(Qt::Key_Space);
    QVERIFY(m_desk->settle(600000));
    primary(); // "Set up the training"
    QVERIFY(m_desk->settle());
    QCOMPARE(page()->id(), PageId::Training);
    QVERIFY2(shown().contains("Filled from the proposal of"), qPrintable(shown()));
    primary(); // freezes its months
    QVERIFY(m_desk->settle());
    QVERIFY2(shown().contains("To replace "), qPrintable(shown()));
    primary();
    QVERIFY(m_desk->settle(600000));
    const auto runs = RunStore(m_desk->stored()).list();
    CB_VERIFY(runs);
    const Run& challenger = runs->back();
    QCOMPARE(challenger.parentRun, RunStore(m_desk->stored()).champion().value().value());
    const auto alert = AlertStore(m_desk->stored()).find(challenger.alertId);
    CB_VERIFY(alert);
    QVERIFY(std::ranges::find(challenger.recipe.fields, "UPI_PAYMENTS") != challenger.recipe.fields.end());
    QCOMPARE(challenger.recipe.split, SplitKind::Stratified);
}

void TestDesktopStory::aBundleIsExportedAndVerified()
{
    QVERIFY(actAs("omar"));
    QVERIFY(go(PageId::Release));
    QVERIFY(view("bundle"));
    QVERIFY(m_desk->tabTo("Signing key"));
    m_desk->type(m_desk->path("exporter.pem"));
    QVERIFY(m_desk->tabTo("Passphrase of the signing key"));
    m_desk->type("word");
    QVERIFY(m_desk->tabTo("Folder"));
    m_desk->type(m_desk->path("out"));
    QVERIFY(m_desk->tabTo("Name of the bundle's folder"));
    m_desk->replace("bundle");
    QVERIFY(QDir().mkpath(m_desk->path("out")));
    primary();
    QVERIFY(m_desk->settle());
    QVERIFY(fs::exists(m_desk->path("out/bundle").toStdString()));
    QVERIFY(view("verify"));
    QVERIFY(m_desk->tabTo("Bundle"));
    m_desk->replace(m_desk->path("out/bundle"));
    QVERIFY(m_desk->tabTo("Exporter's public key"));
    m_desk->replace(m_desk->path("exporter.pub.pem"));
    QVERIFY(m_desk->tabTo("Approver's public key"));
    m_desk->replace(m_desk->path("omar.pub.pem"));
    primary();
    QVERIFY(m_desk->settle());
    QVERIFY2(shown().contains("The bundle holds"), qPrintable(shown()));
    // One byte more in a member, and the same keys say no.
    QFile member(m_desk->path("out/bundle/model.json"));
    QVERIFY2(member.exists() && member.open(QIODevice::Append), qPrintable(member.fileName()));
    member.write(" ");
    member.close();
    primary();
    QVERIFY(m_desk->settle());
    QVERIFY2(shown().contains("Do not use this bundle"), qPrintable(shown()));
}

void TestDesktopStory::theLogIsVerified()
{
    QVERIFY(go(PageId::Audit));
    QVERIFY(view("log"));
    primary();
    QVERIFY(m_desk->settle());
    auto project = m_desk->stored();
    Progress progress;
    const auto verdict = AuditLog(project).verify(progress);
    CB_VERIFY(verdict);
    QVERIFY(verdict->ok);
    const auto* banner = page()->findChild<Banner*>();
    QVERIFY(banner && banner->glyph() == Glyph::Good);
    QVERIFY2(banner->sentence().contains(format::count(verdict->events)), qPrintable(banner->sentence()));
}

QTEST_MAIN(TestDesktopStory)
#include "tst_DesktopStory.moc"
