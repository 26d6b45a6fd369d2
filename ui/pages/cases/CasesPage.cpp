// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/CasesPage.h"

#include "ui/text/Format.h"
#include "ui/widgets/ViewStack.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QMimeData>

namespace casebench::ui {

namespace {

const QString kTableView = QStringLiteral("table");
const QString kImportView = QStringLiteral("import");
const QString kQuarantineView = QStringLiteral("quarantine");
const QString kFieldsView = QStringLiteral("fields");
const QString kExpectationsView = QStringLiteral("expectations");

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
    , m_fields(session)
    , m_expectations(session)
    , m_personal(session)
    , m_stack(new ViewStack)
    , m_table(new CaseTablePanel(m_cases))
    , m_detail(new CaseDetailPane)
    , m_snapshot(new SnapshotBar)
    , m_importPanel(new ImportPanel(m_import))
    , m_quarantinePanel(new QuarantinePanel(m_quarantine))
    , m_fieldsPanel(new FieldsPanel(m_fields))
    , m_expectationsPanel(new ExpectationsPanel(m_expectations))
{
    addView(kTableView, tr("Table"));
    addView(kImportView, tr("Import"));
    addView(kFieldsView, tr("Fields"));
    addView(kQuarantineView, tr("Quarantine"));
    addView(kExpectationsView, tr("Expectations"));
    setAcceptDrops(true);
    buildActions();
    m_stack->addWidget(buildTable());
    m_stack->addWidget(m_importPanel);
    m_stack->addWidget(m_quarantinePanel);
    m_stack->addWidget(m_fieldsPanel);
    m_stack->addWidget(m_expectationsPanel);
    setBody(m_stack);
    buildDataActions();
    connectTable();
    connect(&m_import, &ImportPresenter::changed, this, &CasesPage::render);
    connect(&m_import, &ImportPresenter::imported, this, [this] {
        if (m_import.state().step == ImportState::Step::Nothing)
            showView(kTableView);
    });
    connect(&m_quarantine, &QuarantinePresenter::changed, this, &CasesPage::render);
    connect(m_importPanel, &ImportPanel::chooseAsked, this, &CasesPage::chooseFiles);
    connect(empty(), &EmptyState::acted, this, &CasesPage::chooseFiles);
    connect(banner(), &Banner::acted, this, [this] {
        if (currentView() == kTableView && m_cases.state().canUndo)
            m_cases.undoCorrection();
        else
            showView(kQuarantineView);
    });
    connect(&session, &Session::actorChanged, this, &CasesPage::render);
    render();
}

void CasesPage::buildActions()
{
    m_choose = addAction({ QStringLiteral("cases.import"), tr("Import files…"), IconId::Import,
                           QKeySequence(QStringLiteral("Ctrl+I")),
                           tr("Chooses files of cases and shows what they hold before anything is taken"),
                           QStringLiteral("import FILE") },
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
    m_save = addAction({ QStringLiteral("cases.snapshot"),
                         tr("Save as snapshot"),
                         IconId::Save,
                         QKeySequence(QStringLiteral("Ctrl+S")),
                         tr("Freezes the cases that are shown, for training"),
                         {} },
                       [this] {
                           showView(kTableView);
                           m_snapshot->open(QStringLiteral("cases-%1").arg(format::isoDate(now())));
                       });
    setCommand(m_save, [this] {
        const QString where = m_cases.state().filter.expression;
        return QStringLiteral("snapshot create NAME")
            + (where.isEmpty() ? QString() : QStringLiteral(" --where ") + shellWord(where));
    });
    m_export = addAction({ QStringLiteral("cases.export"),
                           tr("Export rows…"),
                           IconId::Export,
                           QKeySequence(QStringLiteral("Ctrl+E")),
                           tr("Writes the selected rows, or all that are shown, as CSV"),
                           {} },
                         [this] { chooseExport(); });
    m_findNext = addAction({ QStringLiteral("cases.findNext"),
                             tr("Find the next hit"),
                             IconId::Search,
                             QKeySequence(QStringLiteral("F3")),
                             tr("Goes to the next case that has the words of the search field"),
                             {} },
                           [this] { m_table->findNext(false); });
    m_findPrevious = addAction({ QStringLiteral("cases.findPrevious"),
                                 tr("Find the hit before"),
                                 IconId::Search,
                                 QKeySequence(QStringLiteral("Shift+F3")),
                                 tr("Goes to the case before that has the words of the search field"),
                                 {} },
                               [this] { m_table->findNext(true); });
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
    connect(m_table, &CaseTablePanel::current, &m_cases, &CasesPresenter::lookAt);
    connect(m_table, &CaseTablePanel::correctionAsked, this,
            [this] { m_detail->startCorrection(m_table->currentField()); });
    connect(m_table, &CaseTablePanel::opened, this, &CasesPage::openCase);
    connect(m_snapshot, &SnapshotBar::saveAsked, &m_cases, &CasesPresenter::saveSnapshot);
    connect(m_detail, &CaseDetailPane::correctionAsked, &m_cases, &CasesPresenter::correct);
    connect(m_detail, &CaseDetailPane::explainAsked, this,
            [this](const QString& id) { emit wants(PageId::Explanation, Selection { .caseId = id }); });
    connect(m_detail, &CaseDetailPane::labelAsked, this,
            [this](const QString& id) { emit wants(PageId::Labels, Selection { .caseId = id }); });
}

void CasesPage::openCase(int row)
{
    const QString caseId = m_cases.model()->caseId(row);
    if (caseId.isEmpty())
        return;
    const CaseState state = m_cases.model()->stateAt(row);
    const bool open = state == CaseState::Alleged || state == CaseState::Disputed;
    // A decided case is read for its reasons, an open one wants a verdict.
    emit wants(!open && m_cases.model()->isScored(row) ? PageId::Explanation : PageId::Labels,
               Selection { .caseId = caseId });
}

void CasesPage::activate(const Selection& selection)
{
    if (!selection.filter.isEmpty())
        m_table->setSearch(selection.filter);
    if (!selection.caseId.isEmpty())
        m_cases.locate(selection.caseId);
    if (!selection.filter.isEmpty() || !selection.caseId.isEmpty())
        showView(kTableView);
    Page::activate(selection);
    m_cases.setVisible(true);
    m_quarantine.setVisible(currentView() == kQuarantineView);
    m_fields.setVisible(currentView() == kFieldsView);
    m_expectations.setVisible(currentView() == kExpectationsView);
    render();
    if (currentView() == kTableView)
        m_table->table()->setFocus(Qt::OtherFocusReason);
}

void CasesPage::deactivate()
{
    m_cases.setVisible(false);
    m_quarantine.setVisible(false);
    m_fields.setVisible(false);
    m_expectations.setVisible(false);
}

QWidget* CasesPage::searchField() const
{
    return currentView() == kTableView ? m_table->search() : nullptr;
}

bool CasesPage::escape()
{
    if (currentView() == kImportView)
        return m_import.cancel();
    if (currentView() == kExpectationsView)
        return m_expectations.discard();
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
    return m_cases.isBusy() || m_import.isBusy() || m_quarantine.isBusy() || m_fields.isBusy()
        || m_expectations.isBusy();
}

QList<QPair<QString, QString>> CasesPage::keys() const
{
    return { { tr("Enter"), tr("Open the case: verdict, or reasons when it is decided") },
             { tr("Shift+arrows"), tr("Select rows") },
             { tr("Ctrl+C"), tr("Copy the selected rows as TSV") },
             { tr("F3, Shift+F3"), tr("Next hit and the one before") },
             { tr("F2"), tr("Correct the value of the cell, with a reason") },
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
        const QList<RowSpan> rows = m_table->selection();
        const bool several = rows.size() > 1 || (rows.size() == 1 && rows.front().count() > 1);
        if (quarantine)
            m_quarantine.exportTo(path);
        else
            m_cases.exportTo(path, several ? rows : QList<RowSpan> {});
    });
    dialog->open();
}

void CasesPage::onView(const QString& view)
{
    const QStringList order { kTableView, kImportView, kQuarantineView, kFieldsView, kExpectationsView };
    m_stack->setCurrentIndex(static_cast<int>(order.indexOf(view)));
    m_quarantine.setVisible(view == kQuarantineView);
    m_fields.setVisible(view == kFieldsView);
    m_expectations.setVisible(view == kExpectationsView);
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
    // Of the panels the one in front; the others follow when they are shown.
    const QString view = currentView();
    if (view == kImportView)
        m_importPanel->render(m_import.state());
    else if (view == kQuarantineView)
        m_quarantinePanel->render(m_quarantine.state());
    else if (view == kFieldsView)
        m_fieldsPanel->render(m_fields.state());
    else if (view == kExpectationsView)
        m_expectationsPanel->render(m_expectations.state());
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
    m_findNext->setEnabled(ready && view == kTableView);
    m_findPrevious->setEnabled(ready && view == kTableView);
    m_export->setEnabled(view == kQuarantineView ? m_quarantine.state().face == QuarantineState::Face::Ready
                                                 : ready);
    if (renderDataHeader())
        return;
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
        if (m_quarantine.state().face == QuarantineState::Face::Ready)
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
    if (renderDataBanner())
        return;
    if (currentView() == kQuarantineView && !m_quarantine.state().notice.isEmpty())
        banner()->showMessage(m_quarantine.state().noticeGlyph, m_quarantine.state().notice);
    else if (currentView() == kImportView && !import.whyNot.isEmpty()
             && import.step == ImportState::Step::Preview)
        banner()->showMessage(Glyph::Watch, import.whyNot);
    else if (currentView() == kTableView && !cases.filter.problem.isEmpty())
        banner()->showMessage(Glyph::Watch, cases.filter.problem);
    else if (currentView() == kTableView && !cases.notice.isEmpty())
        banner()->showMessage(cases.noticeGlyph, cases.notice,
                              cases.canUndo ? tr("Take the correction back") : QString());
    else if (currentView() != kQuarantineView && !import.notice.isEmpty())
        banner()->showMessage(import.noticeGlyph, import.notice,
                              import.noticeQuarantine ? tr("Open quarantine") : QString());
    else
        banner()->clear();
}

} // namespace casebench::ui
