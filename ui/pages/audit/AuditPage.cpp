// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/audit/AuditPage.h"

#include "ui/text/Format.h"
#include "ui/widgets/ViewStack.h"

#include <QInputDialog>

namespace casebench::ui {

namespace {

const QString kLog = QStringLiteral("log");
const QString kPersons = QStringLiteral("persons");

} // namespace

AuditPage::AuditPage(Session& session, QWidget* parent)
    : Page(PageId::Audit, tr("Audit"), parent)
    , m_presenter(session)
    , m_stack(new ViewStack)
    , m_log(new AuditLogPanel)
    , m_persons(new PersonsPanel)
{
    addView(kLog, tr("Log"));
    addView(kPersons, tr("Persons"));
    m_verify = addAction({ QStringLiteral("audit.verify"),
                           tr("Verify now"),
                           IconId::Check,
                           {},
                           tr("Recomputes the whole chain from its beginning"),
                           QStringLiteral("audit verify") },
                         [this] { m_presenter.verify(); });
    m_accept = addAction({ QStringLiteral("audit.accept"),
                           tr("Accept the history…"),
                           IconId::None,
                           {},
                           tr("Says why the history is shorter or different than this account saw it"),
                           QStringLiteral("audit accept-rollback --reason REASON") },
                         [this] { askWhyAccepted(); });
    header()->setPrimary(m_verify);
    m_stack->addWidget(m_log);
    m_stack->addWidget(m_persons);
    setBody(m_stack);
    connect(&m_presenter, &AuditPresenter::changed, this, &AuditPage::render);
    connect(m_persons, &PersonsPanel::addAsked, &m_presenter, &AuditPresenter::addPerson);
    connect(banner(), &Banner::acted, this, &AuditPage::bannerActed);
    render();
}

void AuditPage::bannerActed()
{
    const AuditState& state = m_presenter.state();
    if (state.anchor.contradicts()) {
        askWhyAccepted();
        return;
    }
    showView(kLog);
    if (state.verdict)
        m_log->show(state.verdict->firstBad);
}

void AuditPage::askWhyAccepted()
{
    auto* dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Accept the history"));
    dialog->setLabelText(tr("What happened? The reason is recorded and signed with your name."));
    dialog->setOkButtonText(tr("Accept"));
    connect(dialog, &QInputDialog::textValueSelected, &m_presenter, &AuditPresenter::acceptHistory);
    dialog->open();
}

void AuditPage::activate(const Selection& selection)
{
    m_wanted = selection.item;
    Page::activate(selection);
    m_presenter.setVisible(true);
    render();
}

QWidget* AuditPage::searchField() const
{
    return currentView() == kLog ? m_log->search() : nullptr;
}

bool AuditPage::escape()
{
    return currentView() == kLog && m_log->clear();
}

void AuditPage::onView(const QString& view)
{
    m_stack->setCurrentIndex(view == kPersons ? 1 : 0);
    render();
}

void AuditPage::render()
{
    using Face = AuditState::Face;
    const AuditState& state = m_presenter.state();
    m_log->render(state);
    m_persons->render(state);
    if (m_wanted != 0 && state.face == Face::Ready) {
        m_log->show(m_wanted);
        m_wanted = 0;
    }
    m_verify->setEnabled(state.face == Face::Ready && !state.verifying);
    m_verify->setText(state.verifying ? tr("Verifying…") : tr("Verify now"));
    if (state.records && !state.records->empty())
        header()->setSentence(
            (state.records->size() == 1 ? tr("%1 event since %2.") : tr("%1 events since %2."))
                .arg(format::count(static_cast<qint64>(state.records->size())),
                     format::date(state.records->back().wall)));
    else
        header()->setSentence(tr("Who did what, in a chain that shows every change."));
    if (state.face == Face::Closed)
        empty()->showNothingYet(IconId::Project, tr("No project is open"),
                                tr("Open a project first; what is done in it stands here."));
    else if (state.face == Face::Loading)
        empty()->showNothingYet(IconId::Audit, tr("Reading the log"), {});
    else if (state.face == Face::Failed)
        empty()->showCannot(tr("The log cannot be read"), state.failure, state.details);
    showEmpty(state.face != Face::Ready);
    renderBanner(state);
    renderAccept(state);
}

void AuditPage::renderAccept(const AuditState& state)
{
    const bool may = state.anchor.contradicts() && state.whyNotAccept.isEmpty();
    m_accept->setEnabled(may);
    m_accept->setVisible(state.anchor.contradicts());
    if (banner()->button() != nullptr && state.anchor.contradicts()) {
        banner()->button()->setEnabled(may);
        banner()->button()->setToolTip(state.whyNotAccept);
    }
    setBadge(state.anchor.contradicts() ? Badge { 1, true, tr("the history contradicts its witness") }
                                        : Badge {});
}

void AuditPage::renderBanner(const AuditState& state)
{
    const bool brokenChain = state.verdict && !state.verdict->ok && state.verdict->what != state.anchor.text;
    if (state.anchor.contradicts() && !brokenChain) {
        banner()->showMessage(Glyph::Alarm, format::text(state.anchor.text), tr("Accept…"), true);
        banner()->setDetail(state.whyNotAccept.isEmpty()
                                ? tr("Nothing is approved or exported until somebody says what happened.")
                                : state.whyNotAccept);
        return;
    }
    banner()->setDetail(state.anchor.state == Anchor::State::Unavailable ? format::text(state.anchor.text)
                                                                         : QString());
    if (!state.notice.isEmpty()) {
        banner()->showMessage(state.noticeGood ? Glyph::Good : Glyph::Watch, state.notice);
    } else if (!state.verdict) {
        banner()->showMessage(Glyph::Ring, tr("Not verified yet in this state."));
    } else if (state.verdict->ok) {
        banner()->showMessage(Glyph::Good,
                              tr("The chain holds from event 1 to %1. Verified in %2.")
                                  .arg(format::count(state.verdict->events))
                                  .arg(format::duration(state.seconds)));
    } else {
        banner()->showMessage(
            Glyph::Alarm,
            tr("The chain breaks at event %1. %2 Keep this file and compare it with a copy.")
                .arg(state.verdict->firstBad)
                .arg(format::text(state.verdict->what)),
            state.verdict->firstBad > 0 ? tr("Show event %1").arg(state.verdict->firstBad) : QString(), true);
    }
}

} // namespace casebench::ui
