// SPDX-License-Identifier: GPL-3.0-or-later
// Scenario 3: what Drift proposes is what the new training is filled with.
#include "PageChecks.h"
#include "support/TemporaryDirectory.h"
#include "support/TestMain.h"

#include "core/store/RunStore.h"
#include "core/store/SnapshotStore.h"
#include "core/workflow/RunDemo.h"
#include "ui/jobs/JobRunner.h"
#include "ui/pages/drift/DriftPage.h"
#include "ui/pages/training/Proposed.h"
#include "ui/pages/training/TrainingPage.h"
#include "ui/session/Session.h"
#include "ui/widgets/GlyphLabel.h"
#include "ui/widgets/Layouts.h"

#include <QCheckBox>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace casebench;
using namespace casebench::ui;
using namespace casebench::ui::test;

namespace {

QAction* actionOf(const Page& page, const char* id)
{
    for (QAction* action : page.pageActions()) {
        if (action->objectName() == QLatin1String(id))
            return action;
    }
    return nullptr;
}

/// What the note above the forms says, or "" while it is hidden.
QString noteOf(const Page& page)
{
    const auto* note = page.findChild<ProposalNote*>();
    if (!note || !note->isVisible())
        return {};
    QStringList said;
    for (const QLabel* label : note->findChildren<QLabel*>()) {
        if (label->isVisible())
            said.append(label->text());
    }
    return said.join(u' ');
}

/// The scrolling pane that holds it.
Pane* paneOf(QWidget* widget)
{
    while (widget && !qobject_cast<Pane*>(widget))
        widget = widget->parentWidget();
    return qobject_cast<Pane*>(widget);
}

template<typename Field>
Field* fieldNamed(const QWidget& page, const QString& name)
{
    for (Field* field : page.findChildren<Field*>()) {
        if (field->accessibleName() == name)
            return field;
    }
    return nullptr;
}

} // namespace

class TestProposedTraining : public QObject
{
    Q_OBJECT

private:
    casebench::test::TemporaryDirectory m_directory;
    JobRunner m_jobs;
    Session m_session { m_jobs };

    [[nodiscard]] Project stored() const
    {
        auto project = Project::open(m_session.path().toStdString(), OpenOptions { .readOnly = true });
        return std::move(project).value();
    }

    /// A proposal on nothing but the champion of the project.
    [[nodiscard]] RetrainingProposal madeUp() const
    {
        const Project project = stored();
        RetrainingProposal proposal;
        proposal.madeAt = now();
        proposal.parentRun = RunStore(project).champion().value().value();
        proposal.recipe = RunStore(project).find(proposal.parentRun)->recipe;
        proposal.months = { monthOf(*makeDate(2026, 1, 1)), monthOf(*makeDate(2026, 6, 1)) };
        proposal.from = monthStart(proposal.months.front());
        proposal.to = monthStart(proposal.months.back() + 1);
        return proposal;
    }

private slots:
    void initTestCase();
    void theProposalOnScreenFillsTheForms();
    void whatTheFormCannotHoldIsSaid();
    void aProposalForAnotherChampionIsLetGo();
};

void TestProposedTraining::initTestCase()
{
    Progress progress;
    const auto demo = runDemo(m_directory / "demo", kShippedSeed, progress);
    CB_VERIFY(demo);
    CB_VERIFY(m_session.open(QString::fromStdString(demo->project.string())));
    CB_VERIFY(m_session.actAs("ana"));
}

void TestProposedTraining::theProposalOnScreenFillsTheForms()
{
    DriftPage drift(m_session);
    visit(drift, { 1280, 720 }, Selection { .view = "proposal" });
    QVERIFY(!actionOf(drift, "drift.train")->isEnabled()); // nothing is proposed yet
    actionOf(drift, "drift.propose")->trigger();
    settle(drift);
    QSignalSpy wants(&drift, &Page::wants);
    drift.primaryAction()->trigger();
    QCOMPARE(wants.count(), 1);
    QCOMPARE(wants.first().at(0).value<PageId>(), PageId::Training);
    const auto handed = wants.first().at(1).value<Selection>();
    QVERIFY(handed.proposal);
    const RetrainingProposal& proposal = *handed.proposal;
    QVERIFY(proposal.parentRun != 0 && !proposal.recipe.fields.empty() && proposal.months.size() > 3);

    // What it names is not frozen yet: that comes first, and asks for nothing but a look.
    TrainingPage page(m_session);
    visit(page, { 1280, 720 }, handed);
    QCOMPARE(page.currentView(), QString("new"));
    QCOMPARE(page.primaryAction()->objectName(), QString("training.snapshot"));
    QVERIFY2(noteOf(page).contains("Filled from the proposal of")
                 && noteOf(page).contains("January 2026 to August 2026"),
             qPrintable(noteOf(page)));
    QCOMPARE(fieldNamed<QLineEdit>(page, "From")->text(), QString("2026-01"));
    QCOMPARE(fieldNamed<QLineEdit>(page, "To")->text(), QString("2026-08"));
    QCOMPARE(fieldNamed<QComboBox>(page, "Label policy")->currentData().toInt(), int(proposal.policy));
    QVERIFY(page.findChild<SnapshotForm*>()->findChild<QCheckBox*>()->isChecked());
    // Somebody was at the end of the recipe before.
    QScrollBar* place = paneOf(page.findChild<RecipeForm*>())->verticalScrollBar();
    place->setRange(0, 500);
    place->setValue(400);
    page.primaryAction()->trigger();
    auto* presenter = page.findChild<TrainingPresenter*>();
    QTRY_VERIFY_WITH_TIMEOUT(!presenter->state().working && !page.isBusy(), 60000);
    QCOMPARE(place->value(), 0); // what is filled is read from its snapshot on
    QCOMPARE(page.focusWidget()->accessibleName(), QString("Snapshot"));

    // Then the recipe, with every value of the proposal.
    QCOMPARE(page.primaryAction()->objectName(), QString("training.train"));
    auto* form = page.findChild<RecipeForm*>();
    const Snapshot* frozen = form->snapshot();
    QVERIFY(frozen && proposed::holds(*frozen, proposal));
    const TrainRequest request = form->request();
    QCOMPARE(request.parentRun, proposal.parentRun);
    QCOMPARE(request.alertId, proposal.alert);
    QCOMPARE(request.recipe.family, proposal.recipe.family);
    QVERIFY(request.recipe.parameters == proposal.recipe.parameters);
    QVERIFY(request.recipe.split == proposal.recipe.split);
    QCOMPARE(request.recipe.holdoutShare, proposal.recipe.holdoutShare);
    QCOMPARE(request.recipe.folds, proposal.recipe.folds);
    QCOMPARE(request.recipe.seed, proposal.recipe.seed);
    auto used = form->fields()->usedFields();
    auto wanted = proposal.recipe.fields;
    std::ranges::sort(used);
    std::ranges::sort(wanted);
    QCOMPARE(used, wanted);
    QCOMPARE(form->notAsProposed(), QStringList {});
    QVERIFY2(noteOf(page).contains("To replace challenger-1") && !noteOf(page).contains("Not as proposed"),
             qPrintable(noteOf(page)));

    const QString command = commandOf(page.primaryAction());
    QStringList parts { "train --snapshot " + QString::fromStdString(frozen->name),
                        "--family " + QString::fromStdString(proposal.recipe.family), "--split stratified",
                        QString("--parent %1").arg(proposal.parentRun) };
    for (const std::string& field : proposal.recipe.fields)
        parts.append("--field " + QString::fromStdString(field));
    if (proposal.alert != 0)
        parts.append(QString("--alert %1").arg(proposal.alert));
    for (const QString& part : parts)
        QVERIFY2(command.contains(part), qPrintable(part + " is not in " + command));

    // A changed number is said, next to where all came from.
    fieldNamed<QSpinBox>(page, "Folds")->setValue(3);
    QVERIFY2(noteOf(page).contains("Folds 3, proposed 5"), qPrintable(noteOf(page)));

    // Handed over once more, its snapshot is there and the form is as proposed again.
    page.activate(handed);
    settle(page);
    QCOMPARE(page.primaryAction()->objectName(), QString("training.train"));
    QCOMPARE(form->notAsProposed(), QStringList {});
    QCOMPARE(form->snapshot()->id, frozen->id);

    page.findChild<ProposalNote*>()->findChild<QToolButton*>()->click();
    QCOMPARE(noteOf(page), QString());
    QVERIFY(!commandOf(page.primaryAction()).contains("--parent"));
    QCOMPARE(form->fields()->usedFields().size(), used.size()); // the values stay
}

void TestProposedTraining::whatTheFormCannotHoldIsSaid()
{
    RetrainingProposal proposal = madeUp();
    proposal.recipe.seed = 5'000'000'000;
    proposal.recipe.holdoutShare = 0.333;
    proposal.recipe.threads = 4096;
    proposal.recipe.fields.push_back("NOT_THERE");
    proposal.recipe.parameters["no_such_knob"] = "7";
    proposal.recipe.excludedMonths = { "2026-02" };
    TrainingPage page(m_session);
    visit(page, { 1280, 720 },
          Selection { .view = "new", .proposal = std::make_shared<const RetrainingProposal>(proposal) });
    QVERIFY(page.escape()); // from the snapshot form to the recipe
    const QString note = noteOf(page);
    for (const char* said :
         { "holds other cases", "Seed 2147483647, proposed 5000000000", "Held out 33 %, proposed 33.3 %",
           "proposed 4,096", "the snapshot has no NOT_THERE", "no_such_knob", "(2026-02) are asked about" })
        QVERIFY2(QString(note).replace(QChar(0xa0), u' ').contains(said), qPrintable(said + (": " + note)));
}

void TestProposedTraining::aProposalForAnotherChampionIsLetGo()
{
    RetrainingProposal proposal = madeUp();
    proposal.parentRun += 1000;
    TrainingPage page(m_session);
    visit(page, { 1280, 720 },
          Selection { .view = "new", .proposal = std::make_shared<const RetrainingProposal>(proposal) });
    QCOMPARE(noteOf(page), QString());
    QCOMPARE(page.findChild<RecipeForm*>()->request().parentRun, std::int64_t { 0 });
    QVERIFY(page.findChild<Banner*>()->sentence().contains("Another model is the champion"));
}

QTEST_MAIN(TestProposedTraining)
#include "tst_ProposedTraining.moc"
