// SPDX-License-Identifier: GPL-3.0-or-later
// A hidden view reads nothing; one that is seen reads once per cause; another project hears no old answer.
#include "SampleProject.h"

#include "ui/session/ViewReading.h"

#include <QSemaphore>
#include <QSignalSpy>

using namespace casebench;
using namespace casebench::ui;
using namespace casebench::ui::test;

namespace {

/// A view that shows the name of the project.
struct NameView
{
    explicit NameView(Session& session)
        : reading(
            session, { Change::Cases }, { .forget = [this] { shown.clear(); }, .read = [this] { read(); } })
    {
    }

    void read()
    {
        ++reads;
        reading.start(
            "Reading the name",
            [](Project& project, Progress&) -> Result<std::string> { return project.name(); },
            [this](Result<std::string> name) { shown.push_back(*name); });
    }

    int reads = 0;
    std::vector<std::string> shown;
    ViewReading reading;
};

} // namespace

class TestViewReading : public QObject
{
    Q_OBJECT

private slots:
    void readsOnlyWhatIsSeenAndHasChanged();
    void onlyTheNewestAnswerIsShown();
    void anotherProjectHearsNoOldAnswer();
    void aJobOfTheProjectBeforeIsHeardByNobody();
    void theProjectBeforeIsClosedFirst();
};

void TestViewReading::readsOnlyWhatIsSeenAndHasChanged()
{
    SampleProject sample;
    NameView view(sample.session());
    view.reading.setVisible(true); // without a project there is nothing to read
    QCOMPARE(view.reads, 0);
    view.reading.setVisible(false);
    sample.create();
    QCOMPARE(view.reads, 0);
    view.reading.setVisible(true);
    QCOMPARE(view.reads, 1);
    QVERIFY(view.reading.isReading());
    QTRY_VERIFY_WITH_TIMEOUT(!view.reading.isReading(), 60000);
    QVERIFY(view.shown == std::vector<std::string> { "p" });
    sample.session().announce(Change::Alerts);
    view.reading.setVisible(false);
    view.reading.setVisible(true);
    QCOMPARE(view.reads, 1); // nothing it depends on has changed
    view.reading.setVisible(false);
    sample.session().announce(Change::Cases);
    QCOMPARE(view.reads, 1);
    view.reading.setVisible(true);
    QCOMPARE(view.reads, 2);
    sample.session().announce(Change::Cases);
    QCOMPARE(view.reads, 3);
}

void TestViewReading::onlyTheNewestAnswerIsShown()
{
    SampleProject sample;
    sample.create();
    NameView view(sample.session());
    view.reading.setVisible(true);
    view.reading.again();
    view.reading.again();
    QTRY_VERIFY_WITH_TIMEOUT(!view.reading.isReading() && sample.session().jobs().jobs().isEmpty(), 60000);
    QTest::qWait(50);
    QCOMPARE(view.reads, 3);
    QCOMPARE(view.shown.size(), 1U);
}

void TestViewReading::anotherProjectHearsNoOldAnswer()
{
    SampleProject sample;
    sample.create();
    NameView view(sample.session());
    view.reading.setVisible(true);
    QTRY_COMPARE_WITH_TIMEOUT(view.shown.size(), 1U, 60000);
    view.reading.again(); // on its way while the project changes
    CB_VERIFY(sample.session().create(sample.path("other.casebench")));
    QTRY_VERIFY_WITH_TIMEOUT(!view.reading.isReading(), 60000);
    QTest::qWait(50);
    QVERIFY(view.shown == std::vector<std::string> { "other" });
    sample.session().close();
    QVERIFY(view.shown.empty() && !view.reading.isReading());
}

/// Looks, changes and other jobs that do not hear the stop, and end well under another project.
void TestViewReading::aJobOfTheProjectBeforeIsHeardByNobody()
{
    SampleProject sample;
    sample.create();
    Session& session = sample.session();
    QSignalSpy changes(&session, &Session::changed);
    QSignalSpy ends(&session.jobs(), &JobRunner::finished);
    QSemaphore begun;
    QSemaphore goOn;
    QStringList heard;
    const auto work = [&begun, &goOn](Project& project) -> Result<std::string> {
        begun.release();
        goOn.acquire();
        return project.name();
    };
    const auto start = [&](const char* suffix) {
        const auto then = [&heard, suffix](const Result<std::string>& name) {
            heard.append(QString::fromStdString(name ? *name : name.error().what) + suffix);
        };
        session.read(
            "A look", this, [work](Project& project, Progress&) { return work(project); }, then);
        session.write(
            "A change", this, Change::Cases,
            [work](Project& project, const Actor&, Progress&) { return work(project); }, then);
        session.run(
            "A file", this,
            [&begun, &goOn](Progress&) -> Result<std::string> {
                begun.release();
                goOn.acquire();
                return std::string("file");
            },
            then);
        begun.acquire(3);
    };
    start(" of before");
    CB_VERIFY(session.create(sample.path("other.casebench")));
    goOn.release(3);
    QTRY_COMPARE_WITH_TIMEOUT(ends.size(), 3, 60000);
    QCOMPARE(heard, QStringList());
    QCOMPARE(changes.size(), 0);
    start(" of now");
    goOn.release(3);
    QTRY_COMPARE_WITH_TIMEOUT(ends.size(), 6, 60000);
    heard.sort();
    QCOMPARE(heard, (QStringList { "file of now", "other of now", "other of now" }));
    QCOMPARE(changes.size(), 1);
    start(" of closed");
    session.close();
    goOn.release(3);
    QTRY_COMPARE_WITH_TIMEOUT(ends.size(), 9, 60000);
    QCOMPARE(heard.size(), 3);
}

/// Who keeps something of a project forgets it at closed(); opening another one must not spare that.
void TestViewReading::theProjectBeforeIsClosedFirst()
{
    SampleProject sample;
    Session& session = sample.session();
    QStringList told;
    connect(&session, &Session::closed, this, [&] {
        QVERIFY(!session.isOpen() && session.path().isEmpty());
        told.append("closed");
    });
    connect(&session, &Session::opened, this, [&] { told.append("opened " + session.name()); });
    sample.create();
    CB_VERIFY(session.create(sample.path("other.casebench")));
    QVERIFY(!session.open(sample.path("nowhere.casebench"))); // the open one stays
    QVERIFY(session.isOpen());
    session.close();
    session.close();
    QCOMPARE(told, (QStringList { "opened p", "closed", "opened other", "closed" }));
}

QTEST_GUILESS_MAIN(TestViewReading)
#include "tst_ViewReading.moc"
