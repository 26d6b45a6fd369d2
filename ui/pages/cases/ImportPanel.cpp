// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/ImportPanel.h"

#include "ui/itemmodels/CaseWords.h"
#include "ui/pages/Page.h"
#include "ui/pages/cases/MappingDelegate.h"
#include "ui/pages/cases/OutlineDelegate.h"
#include "ui/text/Format.h"

#include <QApplication>
#include <QHeaderView>

#include <algorithm>

namespace casebench::ui {

namespace {

QStringList kindWords()
{
    QStringList result;
    for (const auto& [kind, name] : kFieldKindNames)
        result.append(words::kind(kind));
    return result;
}

QStringList roleWords()
{
    QStringList result;
    for (const auto& [role, name] : kFieldRoleNames)
        result.append(words::role(role));
    return result;
}

} // namespace

ImportPanel::ImportPanel(ImportPresenter& presenter, QWidget* parent)
    : QWidget(parent)
    , m_presenter(presenter)
    , m_stack(new QStackedWidget)
    , m_empty(new EmptyState)
    , m_split(new PaneSplitter(Qt::Horizontal, QStringLiteral("cases.import")))
    , m_progress(new ProgressPanel)
    , m_file(new Label({}, TextRole::Strong))
    , m_facts(new Label({}, TextRole::Body, ColorRole::Muted))
    , m_hash(new Label({}, TextRole::Mono, ColorRole::Muted))
    , m_waiting(new Label({}, TextRole::Body, ColorRole::Muted))
    , m_fields(new TableView(tr("Fields of the file")))
    , m_why(new ElidedLabel({}, Qt::ElideRight, TextRole::Caption, ColorRole::Muted))
    , m_which(new SegmentedSwitch(tr("Rows shown")))
    , m_rowStack(new QStackedWidget)
    , m_rows(new TableView(tr("Rows of the file")))
    , m_changes(new TableView(tr("Changed cells")))
    , m_set(new TableView(tr("Rows set aside")))
    , m_findings(new ImportFindingsPane)
{
    auto* layout = column(0);
    setLayout(layout);
    layout->addWidget(m_stack);
    m_split->addPane(buildLeft(), 1, 980, tr("Fields and rows"));
    m_split->addPane(m_findings, 0, 330, tr("Differences and decisions"));
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_split);
    connect(m_empty, &EmptyState::acted, this, &ImportPanel::chooseAsked);
    connect(m_progress, &ProgressPanel::stopAsked, this, [this] { (void)m_presenter.cancel(); });
    connect(m_which, &SegmentedSwitch::chosen, this, &ImportPanel::showRows);
    connectFindings();
    render({});
}

QWidget* ImportPanel::buildLeft()
{
    auto* left = new QWidget;
    auto* layout = column(0);
    left->setLayout(layout);
    auto* line = row(space::kBetween);
    line->setContentsMargins(space::kPage, space::kInner, space::kPage, space::kInner);
    for (QWidget* part : { m_file, m_facts, m_hash, m_waiting })
        line->addWidget(part);
    line->addStretch();
    layout->addLayout(line);
    m_hash->selectable();
    auto* working = row(0);
    working->setContentsMargins(space::kPage, 0, space::kPage, 0);
    working->addWidget(m_progress);
    layout->addLayout(working);
    layout->addWidget(new Hairline);
    auto* fields = row(0);
    fields->setContentsMargins(space::kBetween, 0, 0, 0); // text begins where the file's name does
    fields->addWidget(buildFields());
    layout->addLayout(fields, 3);
    auto* why = row(0);
    why->setContentsMargins(space::kPage, space::kTight, space::kBetween, space::kTight);
    why->addWidget(m_why);
    layout->addLayout(why);
    layout->addWidget(new Hairline);
    layout->addWidget(buildRows(), 2);
    return left;
}

QWidget* ImportPanel::buildFields()
{
    m_fields->setModel(m_presenter.mapping());
    m_fields->setItemDelegateForColumn(MappingModel::Kind, new MappingDelegate(kindWords(), m_fields));
    m_fields->setItemDelegateForColumn(MappingModel::RoleColumn, new MappingDelegate(roleWords(), m_fields));
    m_fields->setColumnWidths({ 176, 100, 104, 104, 0, 60, 150 });
    m_fields->setEditTriggers(QAbstractItemView::SelectedClicked | QAbstractItemView::EditKeyPressed
                              | QAbstractItemView::DoubleClicked);
    m_fields->setSelectionMode(QAbstractItemView::SingleSelection);
    nameWidget(m_fields, tr("Fields of the file"), tr("F2 or Enter chooses kind and role"));
    connect(m_fields, &TableView::currentRowChanged, this, &ImportPanel::tellWhy);
    connect(m_fields, &TableView::activated, m_fields, [this](const QModelIndex& index) {
        const int column =
            index.column() == MappingModel::RoleColumn ? MappingModel::RoleColumn : MappingModel::Kind;
        const QModelIndex cell = index.siblingAtColumn(column);
        if (cell.flags().testFlag(Qt::ItemIsEditable))
            m_fields->edit(cell);
    });
    return m_fields;
}

QWidget* ImportPanel::buildRows()
{
    auto* box = new QWidget;
    auto* layout = column(0);
    box->setLayout(layout);
    auto* head = row(space::kBetween);
    head->setContentsMargins(space::kPage, space::kInner, space::kPage, space::kGroup);
    head->addWidget(new Label(tr("Rows"), TextRole::Section));
    head->addWidget(m_which);
    head->addStretch();
    layout->addLayout(head);
    m_which->setObjectName(QStringLiteral("importRows"));
    m_rows->setModel(m_presenter.rows());
    m_rows->setItemDelegate(new OutlineDelegate(m_rows));
    m_rows->setColumnWidths({ 60, 200 }); // the cells by what stands in them
    m_changes->setModel(m_presenter.changes());
    m_changes->setColumnWidths({ 70, 200, 200, 200, 0 });
    m_set->setModel(m_presenter.quarantine());
    m_set->setColumnWidths({ 70, 120, 150, 300, 0 });
    for (TableView* table : { m_rows, m_changes, m_set })
        m_rowStack->addWidget(table);
    auto* rows = row(0);
    rows->setContentsMargins(space::kBetween, 0, 0, 0);
    rows->addWidget(m_rowStack);
    layout->addLayout(rows, 1);
    return box;
}

void ImportPanel::connectFindings()
{
    ImportPresenter* presenter = &m_presenter;
    connect(m_findings, &ImportFindingsPane::answered, presenter, &ImportPresenter::answer);
    connect(m_findings, &ImportFindingsPane::renameChosen, presenter, &ImportPresenter::acceptRename);
    connect(m_findings, &ImportFindingsPane::missingChosen, presenter, &ImportPresenter::acceptMissing);
    connect(m_findings, &ImportFindingsPane::mappingChosen, presenter, &ImportPresenter::compareWith);
    connect(m_findings, &ImportFindingsPane::nameChanged, presenter, &ImportPresenter::setSaveName);
    connect(m_findings, &ImportFindingsPane::positiveChosen, presenter, &ImportPresenter::setPositive);
    const auto show = [this](const QString& id) {
        m_which->setCurrent(id);
        showRows(id);
    };
    connect(m_findings, &ImportFindingsPane::listAsked, this, [show] { show(QStringLiteral("changed")); });
    connect(m_findings, &ImportFindingsPane::quarantineAsked, this, [show] { show(QStringLiteral("set")); });
}

/// The reason of the chosen field to its end, where the column has no room for it.
void ImportPanel::tellWhy(int fieldRow)
{
    const MappingModel* mapping = m_presenter.mapping();
    if (fieldRow < 0 || fieldRow >= mapping->rowCount()) {
        m_why->setText(tr("F2 or Enter changes kind and role of the chosen field."));
        return;
    }
    const auto said = [&](int column) { return mapping->index(fieldRow, column).data().toString(); };
    QStringList parts { tr("%1 is %2, %3: %4")
                            .arg(said(MappingModel::Name), said(MappingModel::Kind),
                                 said(MappingModel::RoleColumn), said(MappingModel::Why)) };
    if (const QString note = said(MappingModel::Note); !note.isEmpty())
        parts.append(note);
    m_why->setText(parts.join(QStringLiteral("; ")) + u'.');
}

/// While the file is looked at the fields cannot be changed; who was at one of them is there again
/// afterwards.
void ImportPanel::placeFocus(const ImportState& state)
{
    const bool ready = state.step == ImportState::Step::Preview;
    const bool was = m_shown.step == ImportState::Step::Preview;
    if (was && !ready) {
        const QWidget* at = QApplication::focusWidget();
        m_hadFocus = at && (at == m_fields || m_fields->isAncestorOf(at));
        m_place = { m_fields->currentIndex().row(), m_fields->currentIndex().column() };
    }
    m_fields->setEnabled(ready);
    if (!ready || was)
        return;
    const bool again = state.file == m_looked;
    m_looked = state.file;
    const QModelIndex place = m_presenter.mapping()->index(again ? std::max(0, m_place.first) : 0,
                                                           again ? std::max(0, m_place.second) : 0);
    m_fields->setCurrentIndex(place);
    if (isVisible() && (m_hadFocus || !again))
        m_fields->setFocus(Qt::OtherFocusReason);
    m_hadFocus = false;
}

void ImportPanel::askForName()
{
    m_findings->ensureWidgetVisible(m_findings->nameField());
    m_findings->nameField()->setFocus(Qt::ShortcutFocusReason);
}

void ImportPanel::showRows(const QString& id)
{
    m_rowStack->setCurrentIndex(id == QLatin1String("set") ? 2 : id == QLatin1String("changed") ? 1 : 0);
    if (m_rowStack->currentWidget() == m_rows)
        m_presenter.showRows(id == QLatin1String("first") ? ImportRowsModel::Show::First
                                                          : ImportRowsModel::Show::FirstAndOdd);
}

void ImportPanel::renderRows(const ImportState& state)
{
    const QString current = m_which->current().isEmpty() ? QStringLiteral("odd") : m_which->current();
    m_which->setSegments(
        { { QStringLiteral("first"), tr("First"), format::count(state.firstRows) },
          { QStringLiteral("odd"), tr("First and odd"), format::count(state.oddRows) },
          { QStringLiteral("changed"), tr("Changed cells"), format::count(state.changedCells) },
          { QStringLiteral("set"), tr("Quarantine"), format::count(state.quarantined) } });
    m_which->setCurrent(current);
}

void ImportPanel::renderEmpty(const ImportState& state)
{
    using Step = ImportState::Step;
    if (state.step == Step::Nothing)
        m_empty->showNothingYet(
            IconId::Import, tr("Drop files of cases, or a folder, here"),
            tr("CSV, TSV, JSON lines, Excel or SQLite. You see every field, kind and role, what is odd and "
               "what would be changed, before anything is taken."),
            tr("Choose files"));
    if (state.step == Step::Failed)
        m_empty->showCannot(tr("%1 cannot be read").arg(format::isolate(state.file)),
                            state.problem + u' ' + state.advice, state.details, tr("Choose another file"));
    const bool empty = state.step == Step::Nothing || state.step == Step::Failed
        || (state.step == Step::Looking && m_presenter.mapping()->rowCount() == 0);
    if (empty && state.step == Step::Looking)
        m_empty->showNothingYet(IconId::Import, tr("Looking at %1").arg(format::isolate(state.file)),
                                tr("Kinds, roles and odd rows will stand here."), {});
    m_stack->setCurrentIndex(empty ? 0 : 1);
}

void ImportPanel::render(const ImportState& state)
{
    using Step = ImportState::Step;
    renderEmpty(state);
    m_file->setText(state.file);
    m_facts->setText(state.fileFacts);
    m_hash->setText(state.hash.isEmpty() ? QString() : tr("SHA-256 %1").arg(state.hash));
    m_waiting->setText(state.waiting == 0       ? QString()
                           : state.waiting == 1 ? tr("1 more file waits")
                                                : tr("%1 more files wait").arg(format::count(state.waiting)));
    const bool working = state.step == Step::Importing || state.step == Step::Looking;
    m_progress->setVisible(working);
    m_progress->setTitle(state.sentence);
    m_progress->setStop(tr("Cancel"), tr("Nothing half done is kept."));
    m_progress->setState(state.fraction, state.progress);
    if (state.stopping)
        m_progress->setStopping();
    placeFocus(state);
    const bool ticking = working && m_shown.step == state.step; // only the progress moved
    if (!ticking)
        m_findings->render(state);
    renderRows(state);
    m_shown = state;
}

} // namespace casebench::ui
