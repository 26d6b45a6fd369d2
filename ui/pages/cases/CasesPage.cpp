// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/CasesPage.h"

#include "ui/text/Format.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QMimeData>

namespace casebench::ui {

namespace {

const QString kTableView = QStringLiteral("table");
const QString kImportView = QStringLiteral("import");
const QString kQuarantineView = QStringLiteral("quarantine");

QStringList filesOf(const QMimeData* data)
{
    QStringList paths;
    for (const QUrl& url : data->urls()) {
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    }
    return paths;
}

bool mayIntake(const Session& session)
{
    const Role role = session.actor().role;
    return session.viewOnlyReason().isEmpty()
        && (role == Role::Investigator || role == Role::Analyst || role == Role::Admin);
}

} // namespace

CasesPage::CasesPage(Session& session, QWidget* parent)
    : Page(PageId::Cases, tr("Cases"), parent)
    , m_session(session)
    , m_cases(session)
    , m_import(session)
    , m_quarantine(session)
    , m_personal(session)
    , m_stack(new QStackedWidget)
    , m_table(new CaseTablePanel(m_cases))
    , m_detail(new CaseDetailPane)
    , m_snapshot(new SnapshotBar)
    , m_importPanel(new ImportPanel(m_import))
    , m_quarantinePanel(new QuarantinePanel(m_quarantine))
{
    addView(kTableView, tr("Table"));
    addView(kImportView, tr("Import"));
    addView(kQuarantineView, tr("Quarantine"));
    setAcceptDrops(true);
    buildActions();
    m_stack->addWidget(buildTable());
    m_stack->addWidget(m_importPanel);
    m_stack->addWidget(m_quarantinePanel);
    setBody(m_stack);
    connectTable();
    connect(&m_import, &ImportPresenter::changed, this, &CasesPage::render);
    connect(&m_import, &ImportPresenter::imported, this, [this] {
        if (m_import.state().step == ImportState::Step::Nothing)
            showView(kTableView);
    });
    connect(&m_quarantine, &QuarantinePresenter::changed, this, &CasesPage::render);
    connect(m_importPanel, &ImportPanel::chooseAsked, this, &CasesPage::chooseFiles);
    connect(empty(), &EmptyState::acted, this, &CasesPage::chooseFiles);
    connect(banner(), &Banner::acted, this, [this] { showView(kQuarantineView); });
    connect(&session, &Session::actorChanged, this, &CasesPage::render);
    render();
}

void CasesPage::buildActions()
{
    m_choose = addAction({ QStringLiteral("cases.import"), tr("Import files…"), IconId::Import,
                           QKeySequence(QStringLiteral("Ctrl+I")),
                           tr("Chooses files of cases and shows what they hold before anything is taken"),
                           QStringLiteral("casebench-cli import PROJECT FILE") },
                         [this] { chooseFiles(); });
    m_importNow = addAction({ QStringLiteral("cases.importNow"),
                              tr("Import cases"),
                              IconId::Check,
                              {},
                              tr("Takes the rows of the file into the project"),
                              {} },
                            [this] { m_import.importNow(); });
    m_saveMapping = addAction({ QStringLiteral("cases.saveMapping"),
                                tr("Save mapping"),
                                IconId::Save,
                                {},
                                tr("Keeps what was decided about the fields, for next month's file"),
                                {} },
                              [this] {
                                  if (m_import.state().saveName.trimmed().isEmpty())
                                      m_importPanel->askForName();
                                  else
                                      m_import.saveMapping();
                              });
    m_cancel = addAction({ QStringLiteral("cases.cancelImport"),
                           tr("Put the file away"),
                           IconId::Close,
                           {},
                           tr("Leaves nothing of the file in the project"),
                           {} },
                         [this] { (void)m_import.cancel(); });
    m_save = addAction({ QStringLiteral("cases.snapshot"), tr("Save as snapshot"), IconId::Save,
                         QKeySequence(QStringLiteral("Ctrl+S")),
                         tr("Freezes the cases that are shown, for training"),
                         QStringLiteral("casebench-cli snapshot create PROJECT NAME") },
                       [this] {
                           showView(kTableView);
                           m_snapshot->open(QStringLiteral("cases-%1").arg(format::isoDate(now())));
                       });
    m_export = addAction({ QStringLiteral("cases.export"),
                           tr("Export rows…"),
                           IconId::Export,
                           QKeySequence(QStringLiteral("Ctrl+E")),
                           tr("Writes the selected rows, or all that are shown, as CSV"),
                           {} },
                         [this] { chooseExport(); });
}

QWidget* CasesPage::buildTable()
{
    auto* split = new PaneSplitter(Qt::Horizontal, QStringLiteral("cases.main"), this);
    auto* left = new QWidget;
    auto* layout = column(0);
    left->setLayout(layout);
    auto* save = new ActionButton(m_save);
    save->setKeyCap({});
    m_table->addTool(save);
    layout->addWidget(m_snapshot);
    layout->addWidget(m_table, 1);
    split->addPane(left, 1, 1000, tr("Table of cases"));
    split->addPane(m_detail, 0, 316, tr("Case in short"));
    return split;
}

void CasesPage::connectTable()
{
    connect(&m_cases, &CasesPresenter::changed, this, &CasesPage::render);
    connect(&m_cases, &CasesPresenter::looked, m_detail, &CaseDetailPane::render);
    connect(m_detail, &CaseDetailPane::revealAsked, &m_personal, &PersonalReveal::ask);
    connect(&m_personal, &PersonalReveal::revealed, m_detail, &CaseDetailPane::setRevealed);
    connect(&m_personal, &PersonalReveal::refused, m_detail, &CaseDetailPane::refuseReveal);
    connect(&m_cases, &CasesPresenter::looked, this, [this](const CaseFacts& facts) {
        if (m_personal.isRevealed(facts.caseId))
            m_detail->setRevealed(facts.caseId);
    });
    connect(&m_cases, &CasesPresenter::lookFailed, m_detail, &CaseDetailPane::showNothing);
    connect(&m_cases, &CasesPresenter::snapshotSaved, m_snapshot, &QWidget::hide);
    connect(m_table, &CaseTablePanel::current, &m_cases, &CasesPresenter::look);
    connect(m_table, &CaseTablePanel::opened, this, &CasesPage::openCase);
    connect(m_snapshot, &SnapshotBar::saveAsked, &m_cases, &CasesPresenter::saveSnapshot);
    connect(m_detail, &CaseDetailPane::correctionAsked, &m_cases, &CasesPresenter::correct);
    connect(m_detail, &CaseDetailPane::explainAsked, this,
            [this](const QString& id) { emit wants(PageId::Explanation, Selection { .caseId = id }); });
    connect(m_detail, &CaseDetailPane::labelAsked, this,
            [this](const QString& id) { emit wants(PageId::Labels, Selection { .caseId = id }); });
}

void CasesPage::openCase(const QString& caseId)
{
    const int at = m_cases.model()->rowOfCase(caseId);
    if (at < 0)
        return;
    const CaseState state = m_cases.model()->stateAt(at);
    const bool open = state == CaseState::Alleged || state == CaseState::Disputed;
    // A decided case is read for its reasons, an open one wants a verdict.
    emit wants(!open && m_cases.model()->isScored(at) ? PageId::Explanation : PageId::Labels,
               Selection { .caseId = caseId });
}

void CasesPage::activate(const Selection& selection)
{
    if (!selection.filter.isEmpty())
        m_table->setSearch(selection.filter);
    if (!selection.caseId.isEmpty())
        m_table->showCase(selection.caseId);
    if (!selection.filter.isEmpty() || !selection.caseId.isEmpty())
        showView(kTableView);
    Page::activate(selection);
    m_cases.setVisible(true);
    m_quarantine.setVisible(currentView() == kQuarantineView);
    render();
    if (currentView() == kTableView)
        m_table->table()->setFocus(Qt::OtherFocusReason);
}

void CasesPage::deactivate()
{
    m_cases.setVisible(false);
    m_quarantine.setVisible(false);
}

QWidget* CasesPage::searchField() const
{
    return currentView() == kTableView ? m_table->search() : nullptr;
}

bool CasesPage::escape()
{
    if (currentView() == kImportView)
        return m_import.cancel();
    if (currentView() != kTableView)
        return false;
    if (m_snapshot->isVisible()) {
        m_snapshot->hide();
        return true;
    }
    return m_table->clear();
}

bool CasesPage::isBusy() const
{
    return m_cases.isBusy() || m_import.isBusy() || m_quarantine.isBusy();
}

QList<QPair<QString, QString>> CasesPage::keys() const
{
    return { { tr("Enter"), tr("Open the case: verdict, or reasons when it is decided") },
             { tr("Shift+arrows"), tr("Select rows") },
             { tr("Ctrl+C"), tr("Copy the selected rows as TSV") },
             { tr("Home, End"), tr("First and last case") },
             { tr("Esc"), tr("Clear the filter, or put the file away") } };
}

void CasesPage::importFiles(const QStringList& paths)
{
    if (paths.isEmpty() || !m_session.isOpen() || !mayIntake(m_session))
        return;
    showView(kImportView);
    m_import.open(paths);
}

void CasesPage::chooseFiles()
{
    auto* dialog = new QFileDialog(this, tr("Import files of cases"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters({ tr("Files of cases (*.csv *.tsv *.csv.gz *.tsv.gz)"), tr("All files (*)") });
    connect(dialog, &QFileDialog::filesSelected, this, &CasesPage::importFiles);
    dialog->open();
}

void CasesPage::chooseExport()
{
    const bool quarantine = currentView() == kQuarantineView;
    auto* dialog = new QFileDialog(this, quarantine ? tr("Export the quarantine") : tr("Export cases"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->selectFile(quarantine ? QStringLiteral("quarantine.csv") : QStringLiteral("cases.csv"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, quarantine](const QString& path) {
        const QList<int> rows = m_table->selectedRows();
        if (quarantine)
            m_quarantine.exportTo(path);
        else
            m_cases.exportTo(path, rows.size() > 1 ? rows : QList<int> {});
    });
    dialog->open();
}

void CasesPage::onView(const QString& view)
{
    m_stack->setCurrentIndex(view == kImportView ? 1 : view == kQuarantineView ? 2 : 0);
    m_quarantine.setVisible(view == kQuarantineView);
    render();
}

void CasesPage::dragEnterEvent(QDragEnterEvent* event)
{
    if (m_session.isOpen() && mayIntake(m_session) && !filesOf(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void CasesPage::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    importFiles(filesOf(event->mimeData()));
}

void CasesPage::render()
{
    renderTable(m_cases.state());
    m_importPanel->render(m_import.state());
    m_quarantinePanel->render(m_quarantine.state());
    renderHeader();
    renderBanner();
}

void CasesPage::renderTable(const CasesState& state)
{
    m_table->render(state);
    const QString filter =
        state.filter.isEmpty() ? QString() : tr(" with %1").arg(format::list(state.filter.chips));
    m_snapshot->offer(tr("%1 cases%2, as they are now").arg(format::count(state.shown), filter),
                      state.whyNoSnapshot);
    m_detail->offerCorrection(mayIntake(m_session));
    if (state.shown == 0 && !state.sorting)
        m_detail->showNothing({});
    using Face = CasesState::Face;
    if (state.face == Face::Empty)
        empty()->showNothingYet(IconId::Cases, tr("No cases yet"),
                                tr("The cases of your files will stand here, one row each. You see every "
                                   "field before anything is taken."),
                                tr("Import files…"));
    else if (state.face == Face::Failed)
        empty()->showCannot(tr("The cases cannot be read"), state.failure, state.details);
    else if (state.face == Face::Loading)
        empty()->showNothingYet(IconId::Cases, tr("Reading the cases"), {});
    else if (state.face == Face::Closed)
        empty()->showNothingYet(IconId::Project, tr("No project is open"),
                                tr("Open or make a project first; its cases will stand here."));
    const bool ready = state.face == Face::Ready && currentView() == kTableView && isVisible();
    showEmpty(currentView() == kTableView && state.face != Face::Ready);
    if (ready && !m_arrived)
        m_table->table()->setFocus(Qt::OtherFocusReason);
    m_arrived = ready;
}

void CasesPage::renderHeader()
{
    using Step = ImportState::Step;
    const ImportState& import = m_import.state();
    const bool open = m_session.isOpen();
    const bool may = open && mayIntake(m_session);
    const QString view = currentView();
    const bool ready = m_cases.state().face == CasesState::Face::Ready;
    m_choose->setEnabled(may && import.step != Step::Importing);
    m_importNow->setEnabled(may && import.step == Step::Preview && import.whyNot.isEmpty());
    m_importNow->setText(import.button.isEmpty() ? tr("Import cases") : import.button);
    m_importNow->setToolTip(import.whyNot.isEmpty() ? tr("Takes the rows of the file into the project")
                                                    : import.whyNot);
    m_saveMapping->setEnabled(may && import.step == Step::Preview);
    m_cancel->setEnabled(import.step != Step::Nothing);
    m_cancel->setText(import.step == Step::Importing ? tr("Stop the import") : tr("Put the file away"));
    m_save->setEnabled(ready && may);
    m_export->setEnabled(view == kQuarantineView ? m_quarantine.state().face == QuarantineState::Face::Ready
                                                 : ready);
    header()->setSentence(
        view == kImportView
            ? (import.step == Step::Nothing ? tr("A look before anything is taken.") : import.sentence)
            : view == kQuarantineView ? m_quarantine.state().sentence
                                      : m_cases.state().sentence);
    header()->clearSecondary();
    if (view == kImportView) {
        const bool chosen =
            import.step == Step::Preview || import.step == Step::Importing || import.step == Step::Looking;
        if (chosen) {
            header()->addSecondary(m_cancel);
            header()->addSecondary(m_saveMapping);
        }
        header()->setPrimary(chosen ? m_importNow : nullptr);
    } else if (view == kQuarantineView) {
        header()->addSecondary(m_export);
        header()->setPrimary(nullptr);
    } else {
        if (ready)
            header()->addSecondary(m_export);
        header()->setPrimary(ready ? m_choose : nullptr); // else the empty page holds the one primary
    }
}

void CasesPage::renderBanner()
{
    const ImportState& import = m_import.state();
    const CasesState& cases = m_cases.state();
    if (currentView() == kQuarantineView && !m_quarantine.state().notice.isEmpty())
        banner()->showMessage(m_quarantine.state().noticeGlyph, m_quarantine.state().notice);
    else if (currentView() == kImportView && !import.whyNot.isEmpty()
             && import.step == ImportState::Step::Preview)
        banner()->showMessage(Glyph::Watch, import.whyNot);
    else if (currentView() == kTableView && !cases.filter.problem.isEmpty())
        banner()->showMessage(Glyph::Watch, cases.filter.problem);
    else if (currentView() == kTableView && !cases.notice.isEmpty())
        banner()->showMessage(cases.noticeGlyph, cases.notice);
    else if (currentView() != kQuarantineView && !import.notice.isEmpty())
        banner()->showMessage(import.noticeGlyph, import.notice,
                              import.noticeQuarantine ? tr("Open quarantine") : QString());
    else
        banner()->clear();
}

} // namespace casebench::ui
