// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/ImportPanel.h"

#include "ui/itemmodels/CaseWords.h"
#include "ui/pages/Page.h"
#include "ui/pages/cases/MappingDelegate.h"
#include "ui/pages/cases/WrapWords.h"
#include "ui/text/Format.h"
#include "ui/widgets/GlyphLabel.h"

#include <QHeaderView>

namespace casebench::ui {

namespace {

void clearLayout(QLayout* layout)
{
    while (QLayoutItem* item = layout->takeAt(0)) {
        if (item->layout() != nullptr)
            clearLayout(item->layout());
        if (item->widget() != nullptr)
            item->widget()->deleteLater();
        delete item;
    }
}

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
    , m_mapping(new TableView(tr("Fields of the file")))
    , m_which(new SegmentedSwitch(tr("Rows shown")))
    , m_rowStack(new QStackedWidget)
    , m_rows(new TableView(tr("Rows of the file")))
    , m_set(new TableView(tr("Rows set aside")))
    , m_findings(column(space::kGroup))
    , m_notes(column(space::kGroup))
    , m_labelBox(new QWidget)
    , m_positive(new QComboBox)
{
    auto* layout = column(0);
    setLayout(layout);
    layout->addWidget(m_stack);
    m_split->addPane(buildLeft(), 1, 980, tr("Fields and rows"));
    m_split->addPane(buildRight(), 0, 320, tr("Against the project"));
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_split);
    connect(m_empty, &EmptyState::acted, this, &ImportPanel::chooseAsked);
    connect(m_progress, &ProgressPanel::stopAsked, this, [this] { (void)m_presenter.cancel(); });
    connect(m_which, &SegmentedSwitch::chosen, this, &ImportPanel::showRows);
    connect(m_positive, &QComboBox::textActivated, &presenter, &ImportPresenter::setPositive);
    render({});
}

QWidget* ImportPanel::buildLeft()
{
    auto* left = new QWidget;
    auto* layout = column(0);
    left->setLayout(layout);
    auto* line = row(space::kBetween);
    line->setContentsMargins(space::kPage, space::kInner, space::kPage, space::kInner);
    line->addWidget(m_file);
    line->addWidget(m_facts);
    line->addWidget(m_hash);
    line->addStretch();
    layout->addLayout(line);
    auto* working = row(0);
    working->setContentsMargins(space::kPage, 0, space::kPage, 0);
    working->addWidget(m_progress);
    layout->addLayout(working);
    layout->addWidget(new Hairline);
    m_hash->selectable();
    m_mapping->setModel(m_presenter.mapping());
    m_mapping->setItemDelegateForColumn(MappingModel::Kind, new MappingDelegate(kindWords(), m_mapping));
    m_mapping->setItemDelegateForColumn(MappingModel::RoleColumn,
                                        new MappingDelegate(roleWords(), m_mapping));
    m_mapping->setColumnWidths({ 190, 110, 116, 116, 0, 64, 150 });
    m_mapping->setEditTriggers(QAbstractItemView::SelectedClicked | QAbstractItemView::EditKeyPressed
                               | QAbstractItemView::DoubleClicked);
    m_mapping->setSelectionMode(QAbstractItemView::SingleSelection);
    nameWidget(m_mapping, tr("Fields of the file"), tr("F2 or Enter chooses kind and role"));
    connect(m_mapping, &TableView::activated, m_mapping, [this](const QModelIndex& index) {
        const int column =
            index.column() == MappingModel::RoleColumn ? MappingModel::RoleColumn : MappingModel::Kind;
        const QModelIndex cell = index.siblingAtColumn(column);
        if (cell.flags().testFlag(Qt::ItemIsEditable))
            m_mapping->edit(cell);
    });
    layout->addWidget(m_mapping, 3);
    layout->addWidget(new Hairline);
    auto* head = row(space::kBetween);
    head->setContentsMargins(space::kPage, space::kInner, space::kPage, space::kGroup);
    head->addWidget(new Label(tr("Rows"), TextRole::Section));
    head->addWidget(m_which);
    head->addStretch();
    layout->addLayout(head);
    m_rows->setModel(m_presenter.rows());
    m_set->setModel(m_presenter.quarantine());
    m_set->setColumnWidths({ 70, 130, 120, 320, 0 });
    m_rowStack->addWidget(m_rows);
    m_rowStack->addWidget(m_set);
    layout->addWidget(m_rowStack, 2);
    return left;
}

QWidget* ImportPanel::buildRight()
{
    auto* pane = new Pane(space::kBetween);
    pane->addSection(tr("Against the project"));
    pane->content()->addLayout(m_findings);
    auto* box = column(space::kGroup);
    m_labelBox->setLayout(box);
    box->addWidget(new Hairline);
    auto* caption = new Label(tr("Label value that means scam"), TextRole::Strong);
    caption->setBuddy(m_positive);
    m_positive->setAccessibleName(tr("Label value that means scam"));
    box->addWidget(caption);
    box->addWidget(m_positive);
    box->addWidget((new Label(tr("Every other value counts as not scam; blank as undecided."),
                              TextRole::Caption, ColorRole::Muted))
                       ->wrapping());
    pane->content()->addWidget(m_labelBox);
    pane->addHairline();
    pane->addSection(tr("What was noticed"));
    pane->content()->addLayout(m_notes);
    pane->content()->addStretch();
    return pane;
}

void ImportPanel::showRows(const QString& id)
{
    m_rowStack->setCurrentIndex(id == QLatin1String("set") ? 1 : 0);
    if (id != QLatin1String("set"))
        m_presenter.showOdd(id == QLatin1String("odd"));
}

void ImportPanel::renderFindings(const ImportState& state)
{
    clearLayout(m_findings);
    for (const ImportFinding& finding : state.findings) {
        auto* line = row(space::kGroup);
        auto* text = wrapWords(new GlyphLabel(finding.glyph, finding.text));
        line->addWidget(text, 1);
        line->addWidget(new Label(finding.count), 0, Qt::AlignTop);
        m_findings->addLayout(line);
    }
    if (state.quarantined > 0) {
        auto* line = row(space::kGroup);
        line->addWidget(
            wrapWords(new GlyphLabel(Glyph::Watch, tr("Rows set aside, kept with their text and reason"))),
            1);
        line->addWidget(new Label(format::count(state.quarantined)), 0, Qt::AlignTop);
        m_findings->addLayout(line);
    }
    clearLayout(m_notes);
    for (const QString& note : state.notes)
        m_notes->addWidget(wrapWords(new GlyphLabel(Glyph::Ring, note)));
    if (state.notes.isEmpty())
        m_notes->addWidget(
            (new Label(tr("Nothing out of the ordinary."), TextRole::Body, ColorRole::Muted))->wrapping());
}

void ImportPanel::renderLabel(const ImportState& state)
{
    m_labelBox->setVisible(!state.levels.isEmpty());
    if (m_shown.levels != state.levels) {
        m_positive->clear();
        m_positive->addItems(state.levels);
    }
    m_positive->setCurrentIndex(static_cast<int>(state.levels.indexOf(state.positive)));
}

void ImportPanel::renderRows(const ImportState& state)
{
    const QString current = m_which->current().isEmpty() ? QStringLiteral("first") : m_which->current();
    m_which->setSegments({ { QStringLiteral("first"), tr("First"), format::count(state.firstRows) },
                           { QStringLiteral("odd"), tr("Odd"), format::count(state.oddRows) },
                           { QStringLiteral("set"), tr("Quarantine"), format::count(state.quarantined) } });
    m_which->setCurrent(current);
}

void ImportPanel::render(const ImportState& state)
{
    using Step = ImportState::Step;
    if (state.step == Step::Nothing)
        m_empty->showNothingYet(IconId::Import, tr("Drop files of cases here"),
                                tr("CSV or TSV, also packed as .gz. You see every field, kind and role "
                                   "before anything is taken."),
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
    m_file->setText(state.file);
    m_facts->setText(state.fileFacts);
    m_hash->setText(state.hash.isEmpty() ? QString() : tr("SHA-256 %1").arg(state.hash));
    const bool working = state.step == Step::Importing || state.step == Step::Looking;
    m_progress->setVisible(working);
    m_progress->setTitle(state.sentence);
    m_progress->setStop(tr("Cancel"), tr("Nothing half done is kept."));
    m_progress->setState(state.fraction, state.progress);
    if (state.stopping)
        m_progress->setStopping();
    m_mapping->setEnabled(state.step == Step::Preview);
    if (m_shown.findings != state.findings || m_shown.notes != state.notes
        || m_shown.quarantined != state.quarantined)
        renderFindings(state);
    renderLabel(state);
    renderRows(state);
    m_shown = state;
}

} // namespace casebench::ui
