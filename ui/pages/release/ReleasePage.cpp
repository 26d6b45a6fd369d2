// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/release/ReleasePage.h"

#include "ui/pages/release/ApproveDialog.h"
#include "ui/pages/release/ReleaseRows.h"
#include "ui/text/Format.h"
#include "ui/widgets/Delegates.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/ViewStack.h"

#include <QFileDialog>
#include <QHeaderView>
#include <QInputDialog>

namespace casebench::ui {

namespace {

const QString kGates = QStringLiteral("gates");
const QString kBundle = QStringLiteral("bundle");
const QString kVerify = QStringLiteral("verify");

void offer(QAction* action, const QString& whyNot, const QString& tip)
{
    action->setEnabled(whyNot.isEmpty());
    action->setToolTip(whyNot.isEmpty() ? tip : whyNot);
}

} // namespace

ReleasePage::ReleasePage(Session& session, QWidget* parent)
    : Page(PageId::Release, tr("Release"), parent)
    , m_session(session)
    , m_presenter(session)
    , m_stack(new ViewStack)
    , m_list(new TableView(tr("Versions")))
    , m_gates(new GatesPanel)
    , m_persons(new PersonsPane)
    , m_bundle(new BundlePanel)
    , m_verify(new VerifyPanel)
{
    addView(kGates, tr("Gates"));
    addView(kBundle, tr("Bundle"));
    addView(kVerify, tr("Verify"));
    buildActions();
    m_stack->addWidget(m_gates);
    m_stack->addWidget(m_bundle);
    m_stack->addWidget(m_verify);
    setBody(buildGates());
    connectPanels();
    render();
}

QWidget* ReleasePage::buildGates()
{
    m_list->setModel(&m_versions);
    m_list->setItemDelegate(new TwoLineDelegate(m_list));
    m_list->setRowPixels(46);
    m_list->horizontalHeader()->hide();
    auto* versions = new QWidget;
    auto* lines = column(0);
    versions->setLayout(lines);
    auto* title = new Label(tr("Versions"), TextRole::Section);
    title->setContentsMargins(space::kBetween, space::kBetween, space::kBetween, space::kGroup);
    lines->addWidget(title);
    lines->addWidget(m_list, 1);
    auto* split = new PaneSplitter(Qt::Horizontal, QStringLiteral("release.main"), this);
    split->addPane(versions, 0, 250, tr("Versions"));
    split->addPane(m_stack, 1, 760, tr("Gates and bundles"));
    split->addPane(m_persons, 0, 320, tr("Two persons"));
    return split;
}

void ReleasePage::buildActions()
{
    m_submit = addAction({ QStringLiteral("release.submit"), tr("Submit"), IconId::Release, {}, {}, {} },
                         [this] { m_presenter.submit(); });
    m_approve = addAction({ QStringLiteral("release.approve"), tr("Approve…"), IconId::Check, {}, {}, {} },
                          [this] { askApproval(); });
    m_reject =
        addAction({ QStringLiteral("release.reject"), tr("Reject…"), IconId::Close, {}, {}, {} },
                  [this] { askReason(tr("Reject"), tr("Why is it sent back?"), &ReleasePresenter::reject); });
    m_retire =
        addAction({ QStringLiteral("release.retire"), tr("Retire…"), IconId::Stop, {}, {}, {} }, [this] {
            askReason(tr("Retire"), tr("Why is it taken out of use?"), &ReleasePresenter::retire);
        });
    m_dossier = addAction({ QStringLiteral("release.dossier"),
                            tr("Write dossier…"),
                            IconId::Report,
                            {},
                            tr("The report on this model for a compliance officer"),
                            {} },
                          [this] { askDossier(); });
    m_export = addAction(
        { QStringLiteral("release.export"), tr("Export bundle"), IconId::Export, {}, {}, {} }, [this] {
            if (currentView() != kBundle)
                showView(kBundle);
            else if (m_bundle->isReady())
                m_presenter.exportTo(m_bundle->takeKey(), m_bundle->target());
        });
    m_check = addAction({ QStringLiteral("release.verify"),
                          tr("Verify bundle"),
                          IconId::Key,
                          {},
                          tr("Checks signature, files and approval"),
                          {} },
                        [this] {
                            if (currentView() != kVerify)
                                showView(kVerify);
                            else if (m_verify->isReady())
                                m_presenter.verify(m_verify->bundle(), m_verify->publicKey(),
                                                   m_verify->approverKey());
                        });
    buildCommands();
}

/// Each action as words of casebench-cli, with the run on view; CAPITALS where the person has not said yet.
void ReleasePage::buildCommands()
{
    const auto onRun = [this](QAction* action, const QString& verb, const QString& rest) {
        setCommand(action, [this, verb, rest] {
            const ReleaseVersion* version = m_presenter.state().current();
            return version ? verb + u' ' + shellWord(format::text(version->run.name)) + rest : QString();
        });
    };
    onRun(m_submit, QStringLiteral("submit"), {});
    onRun(m_approve, QStringLiteral("approve"), QStringLiteral(" --key KEY --reason TEXT"));
    onRun(m_reject, QStringLiteral("reject"), QStringLiteral(" --reason TEXT"));
    onRun(m_retire, QStringLiteral("retire"), QStringLiteral(" --reason TEXT"));
    onRun(m_dossier, QStringLiteral("dossier"), QStringLiteral(" --out FILE.html"));
    const auto given = [](const QString& path, const char* placeholder) {
        return path.isEmpty() ? QString::fromLatin1(placeholder) : path;
    };
    setCommand(m_export, [this, given] {
        const ReleaseVersion* version = m_presenter.state().current();
        if (!version)
            return QString();
        return shellWords({ QStringLiteral("export"), format::text(version->run.name),
                            QStringLiteral("--key"), given(m_bundle->key(), "KEY"), QStringLiteral("--out"),
                            m_bundle->isReady() ? m_bundle->target() : QStringLiteral("FOLDER") });
    });
    setCommand(m_check, [this, given] {
        QStringList words { QStringLiteral("verify"), given(m_verify->bundle(), "FOLDER"),
                            QStringLiteral("--public-key"), given(m_verify->publicKey(), "KEY") };
        if (!m_verify->approverKey().isEmpty())
            words << QStringLiteral("--approver-key") << m_verify->approverKey();
        return shellWords(words);
    });
}

void ReleasePage::connectPanels()
{
    connect(&m_presenter, &ReleasePresenter::changed, this, &ReleasePage::render);
    connect(&m_presenter, &ReleasePresenter::waiting, this, [this](int count) {
        setBadge({ count, false, tr("runs that wait for a second person") });
    });
    connect(m_list, &TableView::currentRowChanged, this, [this](int row) {
        if (const qint64 id = m_versions.idOf(row); id != 0)
            m_presenter.choose(id);
    });
    connect(m_bundle, &BundlePanel::changed, this, &ReleasePage::render);
    connect(m_verify, &VerifyPanel::changed, this, &ReleasePage::render);
    connect(empty(), &EmptyState::acted, this, [this] { emit wants(PageId::Training, {}); });
}

void ReleasePage::activate(const Selection& selection)
{
    if (!selection.runIds.isEmpty())
        m_presenter.choose(selection.runIds.first());
    Page::activate(selection);
    m_presenter.setVisible(true);
    render();
}

void ReleasePage::onView(const QString& view)
{
    m_stack->setCurrentIndex(view == kBundle ? 1 : view == kVerify ? 2 : 0);
    render();
}

void ReleasePage::askApproval()
{
    const ReleaseVersion* version = m_presenter.state().current();
    if (!version)
        return;
    auto* dialog = new ApproveDialog(*version, format::harmless(format::text(m_session.actor().name)), this);
    // What is signed is what the dialog showed, whatever was chosen meanwhile.
    connect(dialog, &ApproveDialog::approved, this,
            [this, run = version->run.id](const KeyChoice& key, const QString& reason) {
                m_presenter.choose(run);
                m_presenter.approve(key, reason);
            });
    dialog->open();
}

void ReleasePage::askReason(const QString& title,
                            const QString& what,
                            void (ReleasePresenter::*then)(const QString&))
{
    auto* dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    dialog->setLabelText(what);
    dialog->setOkButtonText(title);
    connect(dialog, &QInputDialog::textValueSelected, this, [this, then](const QString& reason) {
        if (!reason.trimmed().isEmpty())
            (m_presenter.*then)(reason.trimmed());
    });
    dialog->open();
}

void ReleasePage::askDossier()
{
    auto* dialog = new QFileDialog(this, tr("Write dossier"), {}, tr("Dossier (*.html *.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("html"));
    dialog->selectFile(QStringLiteral("dossier.html"));
    connect(dialog, &QFileDialog::fileSelected, &m_presenter, &ReleasePresenter::writeDossierTo);
    dialog->open();
}

void ReleasePage::render()
{
    const ReleaseState& state = m_presenter.state();
    if (state.versions && state.versions != m_shown) {
        m_shown = state.versions;
        const ReleaseTable table = versionsTable(*m_shown);
        const QSignalBlocker quiet(m_list);
        m_versions.setTable(table.columns, table.rows);
        m_list->setColumnWidths({ 0 });
    }
    if (const int row = m_versions.rowOf(state.run); row >= 0 && m_list->currentIndex().row() != row)
        m_list->setCurrentIndex(m_versions.index(row, 0));
    m_gates->render(state);
    m_persons->render(state);
    m_bundle->render(state);
    m_verify->render(state);
    renderHeader(state);
    renderFace(state);
    if (!state.notice.isEmpty())
        banner()->showMessage(state.noticeGlyph, state.notice);
    else
        banner()->clear();
}

void ReleasePage::renderHeader(const ReleaseState& state)
{
    const ReleaseVersion* version = state.current();
    header()->setSentence(version ? versionSentence(*version)
                                  : tr("Gates, two persons and a signed bundle."));
    const bool free = version && !state.working;
    offer(m_submit, state.whyNotSubmit, tr("Asks a second person to approve the run"));
    offer(m_approve, state.whyNotDecide, tr("Signs the model and makes it champion"));
    offer(m_reject, state.whyNotDecide, tr("Sends the run back with a reason"));
    offer(m_retire, state.whyNotRetire, tr("Takes the model out of use, with a reason"));
    offer(m_export, state.whyNotExport, tr("Writes the signed bundle"));
    for (QAction* action : { m_submit, m_approve, m_reject, m_retire, m_export, m_dossier })
        action->setEnabled(action->isEnabled() && free);
    m_dossier->setEnabled(free);
    m_check->setEnabled(currentView() != kVerify || (m_verify->isReady() && !state.working));
    if (currentView() == kBundle && !m_bundle->isReady())
        m_export->setEnabled(false);
    header()->clearSecondary();
    const RunState stage = version ? version->run.state : RunState::Trained;
    if (currentView() == kBundle) {
        header()->setPrimary(m_export);
        return;
    }
    if (currentView() == kVerify) {
        header()->setPrimary(m_check);
        return;
    }
    header()->addSecondary(m_dossier);
    if (stage == RunState::Submitted)
        header()->addSecondary(m_reject);
    if (stage == RunState::Champion || stage == RunState::Approved)
        header()->addSecondary(m_retire);
    header()->setPrimary(!version                                                         ? nullptr
                             : stage == RunState::Trained                                 ? m_submit
                             : stage == RunState::Submitted                               ? m_approve
                             : stage == RunState::Champion || stage == RunState::Approved ? m_export
                                                                                          : nullptr);
}

void ReleasePage::renderFace(const ReleaseState& state)
{
    using Face = ReleaseState::Face;
    if (state.face == Face::Closed)
        empty()->showNothingYet(IconId::Project, tr("No project is open"),
                                tr("Open a project first; its trained runs will stand here."));
    else if (state.face == Face::Loading)
        empty()->showNothingYet(IconId::Release, tr("Reading the versions"), {});
    else if (state.face == Face::Empty)
        empty()->showNothingYet(
            IconId::Release, tr("Nothing to release yet"),
            tr("A trained run stands here with its gates, until a second person approves it."),
            tr("Open training"));
    else if (state.face == Face::Failed)
        empty()->showCannot(tr("The versions cannot be read"), state.failure, state.details);
    showEmpty(state.face != Face::Ready);
    if (state.face != Face::Ready)
        header()->setPrimary(nullptr);
}

} // namespace casebench::ui
