// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/drift/DriftPage.h"

#include "ui/pages/drift/DriftWords.h"
#include "ui/text/Format.h"
#include "ui/widgets/ViewStack.h"

namespace casebench::ui {

namespace {

const QString kMonths = QStringLiteral("months");
const QString kField = QStringLiteral("field");
const QString kAlerts = QStringLiteral("alerts");
const QString kProposal = QStringLiteral("proposal");

} // namespace

DriftPage::DriftPage(Session& session, QWidget* parent)
    : Page(PageId::Drift, tr("Drift"), parent)
    , m_session(session)
    , m_presenter(session)
    , m_stack(new ViewStack)
    , m_months(new MonthsPanel)
    , m_suspects(new SuspectsPane)
    , m_field(new FieldPanel)
    , m_alerts(new AlertsPanel)
    , m_proposal(new ProposalPanel)
{
    addView(kMonths, tr("Months"));
    addView(kField, tr("Field"));
    addView(kAlerts, tr("Alerts"));
    addView(kProposal, tr("Proposal"));
    buildActions();
    auto* split = new PaneSplitter(Qt::Horizontal, QStringLiteral("drift.months"), this);
    split->addPane(m_months, 1, 940, tr("Months"));
    split->addPane(m_suspects, 0, 372, tr("Suspects"));
    m_stack->addWidget(split);
    m_stack->addWidget(m_field);
    m_stack->addWidget(m_alerts);
    m_stack->addWidget(m_proposal);
    setBody(m_stack);
    connectPanels();
    render();
}

void DriftPage::buildActions()
{
    m_check = addAction({ QStringLiteral("drift.check"),
                          tr("Check now"),
                          IconId::Drift,
                          {},
                          tr("Scores new cases, measures every month and raises alerts"),
                          {} },
                        [this] { m_presenter.check(); });
    setCommand(m_check, [this] {
        const QString run = m_presenter.state().run;
        return run.isEmpty() ? QStringLiteral("monitor") : QStringLiteral("monitor --run ") + shellWord(run);
    });
    m_propose = addAction({ QStringLiteral("drift.propose"),
                            tr("Propose retraining"),
                            IconId::Training,
                            {},
                            tr("Months, labels, fields and the recall to expect; nothing is replaced"),
                            QStringLiteral("propose") },
                          [this] {
                              showView(kProposal);
                              m_presenter.propose();
                          });
    m_train = addAction(
        { QStringLiteral("drift.train"),
          tr("Set up the training"),
          IconId::Training,
          {},
          tr("Opens a new training filled from the proposal, which stays here to read"),
          {} },
        [this] {
            emit wants(PageId::Training,
                       Selection { .view = QStringLiteral("new"), .proposal = m_presenter.state().proposal });
        });
    m_previous = addAction({ QStringLiteral("drift.previous"),
                             tr("Previous field"),
                             IconId::ArrowUp,
                             QKeySequence(Qt::Key_K),
                             tr("The field above in the table"),
                             {} },
                           [this] { m_presenter.stepField(-1); });
    m_next = addAction({ QStringLiteral("drift.next"),
                         tr("Next field"),
                         IconId::ArrowDown,
                         QKeySequence(Qt::Key_J),
                         tr("The field below in the table"),
                         {} },
                       [this] { m_presenter.stepField(1); });
    header()->setPrimary(m_check);
}

void DriftPage::connectPanels()
{
    connect(&m_presenter, &DriftPresenter::changed, this, &DriftPage::render);
    connect(&m_presenter, &DriftPresenter::openAlerts, this, [this](int count) {
        setBadge({ count, count > 0, tr("open alerts") });
    });
    connect(m_months, &MonthsPanel::fieldAsked, this, &DriftPage::openField);
    connect(m_suspects, &SuspectsPane::fieldAsked, this, &DriftPage::openField);
    connect(m_suspects, &SuspectsPane::runChosen, &m_presenter, &DriftPresenter::chooseRun);
    connect(m_suspects, &SuspectsPane::alertsAsked, this, [this] { showView(kAlerts); });
    connect(m_alerts, &AlertsPanel::chosen, &m_presenter, &DriftPresenter::chooseAlert);
    connect(m_alerts, &AlertsPanel::answered, &m_presenter, &DriftPresenter::answer);
    connect(m_proposal, &ProposalPanel::proposeAsked, &m_presenter, &DriftPresenter::propose);
    connect(empty(), &EmptyState::acted, this, [this] {
        if (m_presenter.state().face == DriftState::Face::NoModel)
            emit wants(PageId::Training, {});
        else
            emit wants(PageId::Cases, {});
    });
}

void DriftPage::openField(const QString& field)
{
    m_presenter.chooseField(field);
    showView(kField);
}

void DriftPage::activate(const Selection& selection)
{
    if (!selection.field.isEmpty())
        openField(selection.field);
    if (selection.item != 0)
        m_presenter.chooseAlert(selection.item);
    Page::activate(selection);
    m_presenter.setVisible(true);
    render();
}

bool DriftPage::escape()
{
    if (currentView() == kMonths)
        return false;
    showView(kMonths);
    return true;
}

QList<QPair<QString, QString>> DriftPage::keys() const
{
    return { { tr("Enter"), tr("Open the field of the cell") }, { tr("Esc"), tr("Back to the months") } };
}

void DriftPage::onView(const QString& view)
{
    m_stack->setCurrentIndex(view == kField ? 1 : view == kAlerts ? 2 : view == kProposal ? 3 : 0);
    render();
}

void DriftPage::render()
{
    const DriftState& state = m_presenter.state();
    m_months->render(state);
    m_suspects->render(state);
    m_field->render(state);
    m_alerts->render(state);
    m_proposal->render(state);
    m_check->setEnabled(m_session.isOpen() && state.whyNot.isEmpty() && !state.checking
                        && state.face != DriftState::Face::NoModel);
    m_check->setText(state.checking ? tr("Checking…") : tr("Check now"));
    m_check->setToolTip(state.whyNot.isEmpty()
                            ? tr("Scores new cases, measures every month and raises alerts")
                            : state.whyNot);
    const bool field = currentView() == kField && state.face == DriftState::Face::Ready;
    m_previous->setEnabled(field);
    m_next->setEnabled(field);
    header()->clearSecondary();
    if (field) {
        header()->addSecondary(m_previous);
        header()->addSecondary(m_next);
    }
    renderProposal(state);
    header()->setSentence(state.report ? drift::sentence(*state.report)
                                       : tr("What changed since the model was trained."));
    renderBanner(state);
    renderFace(state);
}

void DriftPage::renderProposal(const DriftState& state)
{
    using Face = DriftState::Face;
    const bool may = m_session.isOpen() && state.whyNot.isEmpty();
    m_propose->setEnabled(may && !state.proposing && state.face == Face::Ready);
    m_propose->setText(state.proposing      ? tr("Proposing…")
                           : state.proposal ? tr("Propose again")
                                            : tr("Propose retraining"));
    m_propose->setToolTip(state.whyNot.isEmpty()
                              ? tr("Months, labels, fields and the recall to expect; nothing is replaced")
                              : state.whyNot);
    m_train->setEnabled(may && state.proposal != nullptr);
    const bool here = currentView() == kProposal;
    if (here && state.proposal)
        header()->addSecondary(m_propose);
    else if (currentView() == kMonths && state.face == Face::Ready)
        header()->addSecondary(m_propose);
    // The empty panel holds the one primary while there is no proposal.
    header()->setPrimary(!here ? m_check : state.proposal && !state.proposing ? m_train : nullptr);
}

void DriftPage::renderBanner(const DriftState& state)
{
    if (!state.notice.isEmpty() && currentView() == kAlerts)
        banner()->showMessage(state.noticeGlyph, state.notice);
    else if (state.face == DriftState::Face::Ready && currentView() == kMonths) {
        const drift::Finding found = drift::finding(*state.report);
        banner()->showMessage(found.glyph, found.sentence, {}, true);
        banner()->setAside(state.notice);
    } else if (!state.notice.isEmpty())
        banner()->showMessage(state.noticeGlyph, state.notice);
    else
        banner()->clear();
}

void DriftPage::renderFace(const DriftState& state)
{
    using Face = DriftState::Face;
    if (state.face == Face::Closed)
        empty()->showNothingYet(IconId::Project, tr("No project is open"),
                                tr("Open a project first; the months after its training will stand here."));
    else if (state.face == Face::Loading)
        empty()->showNothingYet(IconId::Drift, tr("Looking at the months"),
                                tr("Every field of every month is held against the training."));
    else if (state.face == Face::NoModel)
        empty()->showNothingYet(
            IconId::Drift, tr("No model to watch yet"),
            tr("Once a model is approved, every month after its training is compared with "
               "it here."),
            tr("Open training"));
    else if (state.face == Face::NoWindows)
        empty()->showNothingYet(IconId::Drift, tr("No month after the training yet"),
                                tr("Import newer cases; the first full month is compared then."),
                                tr("Open cases"));
    else if (state.face == Face::Failed)
        empty()->showCannot(tr("The months cannot be compared"), state.failure, state.details);
    showEmpty(state.face != Face::Ready && (currentView() != kAlerts || state.face == Face::Closed));
}

} // namespace casebench::ui
