// SPDX-License-Identifier: GPL-3.0-or-later
// A hidden view reads nothing; one that is seen reads once per cause; another project hears no old answer.
#include "SampleProject.h"

#include "ui/session/ViewReading.h"

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

QTEST_GUILESS_MAIN(TestViewReading)
#include "tst_ViewReading.moc"
