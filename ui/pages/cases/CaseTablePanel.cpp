// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/CaseTablePanel.h"

#include "ui/pages/Page.h"
#include "ui/pages/cases/CaseColumnChooser.h"
#include "ui/text/Format.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Delegates.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/StatTile.h"
#include "ui/widgets/ViewStack.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QSet>
#include <QSettings>

#include <algorithm>

namespace casebench::ui {

namespace {

constexpr auto kHiddenKey = "cases/hiddenColumns";

int widthOf(const CaseColumn& column)
{
    switch (column.kind) {
    case CaseColumn::Kind::Case:
    case CaseColumn::Kind::Received:
        return 100;
    case CaseColumn::Kind::Label:
        return 112;
    case CaseColumn::Kind::Score:
        return 116;
    case CaseColumn::Kind::Field:
        break;
    }
    return column.fieldKind == FieldKind::Text ? 180 : column.fieldKind == FieldKind::YesNo ? 112 : 108;
}

} // namespace

CaseTablePanel::CaseTablePanel(CasesPresenter& presenter, QWidget* parent)
    : QWidget(parent)
    , m_presenter(presenter)
    , m_search(new SearchField(tr("Find, or field = value")))
    , m_chips(row(space::kTight))
    , m_clear(linkButton(tr("Clear filter")))
    , m_count(new Label({}, TextRole::Body, ColorRole::Muted))
    , m_onlyHits(new QToolButton)
    , m_hits(new Label({}, TextRole::Body, ColorRole::Muted))
    , m_columns(new QToolButton)
    , m_chooser(new CaseColumnChooser(this))
    , m_table(new TableView(tr("Cases")))
    , m_header(new FilterHeader(m_table))
    , m_nothing(new EmptyState)
    , m_stack(new ViewLayout)
    , m_foot(new Label({}, TextRole::Caption, ColorRole::Muted))
    , m_scoreBar(new ScoreBarDelegate(m_table))
    , m_hidden(QSettings().value(QLatin1String(kHiddenKey)).toStringList())
{
    auto* layout = column(0);
    setLayout(layout);
    layout->addWidget(buildTools());
    buildTable();
    layout->addLayout(m_stack, 1); // first, since a view without a parent would come up as a window
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_nothing);
    layout->addWidget(new Hairline);
    auto* foot = row(space::kGroup);
    foot->setContentsMargins(space::kPage, space::kGroup, space::kPage, space::kGroup);
    foot->addWidget(m_foot);
    foot->addStretch();
    foot->addWidget(
        new Label(tr("Enter opens, Shift selects, Ctrl+C copies as TSV, F2 corrects, F3 finds the next"),
                  TextRole::Caption, ColorRole::Muted));
    layout->addLayout(foot);
    connect(m_nothing, &EmptyState::acted, this, [this] { (void)clear(); });
}

QWidget* CaseTablePanel::buildTools()
{
    auto* tools = new QWidget(this);
    m_tools = row(space::kGroup);
    m_tools->setContentsMargins(space::kPage, space::kGroup, space::kPage, space::kTight);
    tools->setLayout(m_tools);
    nameWidget(m_search, tr("Find cases or type a filter expression"),
               tr("For example Money_Asked > 5000 AND Asked_OTP = 'Yes'"));
    m_search->setToolTip(
        tr("Words to find in any field, or an expression: Money_Asked > 5000 AND Asked_OTP = 'Yes'"));
    m_search->setMinimumWidth(scaled(this, 180));
    m_search->setMaximumWidth(scaled(this, 300));
    m_columns->setText(tr("Columns"));
    m_columns->setIcon(icon(IconId::Columns));
    m_columns->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    nameWidget(m_columns, tr("Columns"), tr("Chooses the columns of the table"));
    m_onlyHits->setText(tr("Only hits"));
    m_onlyHits->setCheckable(true);
    m_onlyHits->setChecked(true);
    m_onlyHits->setToolTip(
        tr("On: cases without the words are left out. Off: all stay, and F3 goes from hit to hit."));
    nameWidget(m_onlyHits, tr("Only hits"), tr("Shows only the cases that have the words"));
    m_tools->addWidget(m_search, 1);
    m_tools->addWidget(m_onlyHits);
    m_tools->addWidget(m_hits);
    auto* chips = new QWidget;
    chips->setLayout(m_chips);
    chips->setMinimumWidth(1); // chips give way before the page grows; the header's row shows every filter
    m_tools->addWidget(chips);
    m_tools->addWidget(m_clear);
    m_tools->addStretch();
    m_tools->addWidget(m_count);
    m_tools->addWidget(m_columns);
    m_clear->setToolTip(tr("Esc"));
    connect(m_search, &SearchField::searched, &m_presenter, &CasesPresenter::setSearch);
    connect(m_search, &QLineEdit::returnPressed, this, [this] {
        if (!m_onlyHits->isChecked())
            findNext(false);
    });
    connect(m_onlyHits, &QToolButton::toggled, this, [this](bool only) { m_presenter.setFinding(!only); });
    connect(m_columns, &QToolButton::clicked, this, [this] { m_chooser->openUnder(m_columns); });
    connect(m_chooser, &CaseColumnChooser::hiddenChanged, this, &CaseTablePanel::setHidden);
    connect(m_clear, &QToolButton::clicked, this, [this] { (void)clear(); });
    return tools;
}

void CaseTablePanel::buildTable()
{
    m_table->setObjectName(QStringLiteral("caseTable"));
    m_table->setHorizontalHeader(m_header);
    m_table->setModel(m_presenter.model());
    m_header->setSortIndicatorShown(true);
    m_header->setFocusPolicy(Qt::NoFocus);
    m_table->installEventFilter(this);
    connect(m_header, &QHeaderView::sectionClicked, this, [this](int section) {
        const auto& columns = m_presenter.model()->columns();
        if (section >= 0 && section < columns.size())
            m_presenter.sortBy(columns[section].key);
    });
    connect(m_header, &FilterHeader::filtersChanged, this, &CaseTablePanel::readHeader);
    connect(&m_presenter, &CasesPresenter::columnsChanged, this, &CaseTablePanel::rebuildColumns);
    connect(&m_presenter, &CasesPresenter::forgotten, this, [this] {
        const QSignalBlocker quiet(m_search);
        m_search->clear();
        m_case.reset();
        m_header->setPlaceholders({});
    });
    connect(&m_presenter, &CasesPresenter::ordered, this, &CaseTablePanel::keepCurrent);
    connect(&m_presenter, &CasesPresenter::located, this, [this](CaseRow row) {
        m_case = row; // it may come before the order that it stands in
        goTo(m_presenter.model()->positionOf(row));
        emit current(row);
    });
    connect(&m_presenter, &CasesPresenter::found, this, &CaseTablePanel::goTo);
    connect(&m_presenter, &CasesPresenter::copied, this,
            [](const QString& tsv) { QGuiApplication::clipboard()->setText(tsv); });
    const auto open = [this](const QModelIndex& index) { emit opened(index.row()); };
    connect(m_table, &TableView::activated, this, open);
    connect(m_table, &TableView::doubleClicked, this, open);
    connect(m_table, &TableView::currentRowChanged, this, [this](int currentRow) {
        if (currentRow < 0 || currentRow >= m_presenter.model()->rowCount())
            return;
        const CaseRow row = m_presenter.model()->rowAt(currentRow);
        if (m_case == row)
            return;
        m_case = row;
        emit current(row);
    });
}

void CaseTablePanel::rebuildColumns()
{
    const auto& columns = m_presenter.model()->columns();
    QList<int> widths;
    QStringList hints;
    for (int i = 0; i < columns.size(); ++i) {
        widths.append(widthOf(columns[i]));
        hints.append(filterHint(columns[i]));
        const bool hidden = m_hidden.contains(columns[i].key);
        if (m_table->isColumnHidden(i) != hidden)
            m_table->setColumnHidden(i, hidden);
        if (columns[i].kind == CaseColumn::Kind::Score)
            m_table->setItemDelegateForColumn(i, m_scoreBar);
        else if (m_table->itemDelegateForColumn(i) != nullptr)
            m_table->setItemDelegateForColumn(i, nullptr);
    }
    m_header->setPlaceholders(hints);
    m_table->setColumnWidths(widths);
    m_chooser->setColumns(columns, m_hidden);
}

void CaseTablePanel::setHidden(const QStringList& keys)
{
    m_hidden = keys;
    QSettings().setValue(QLatin1String(kHiddenKey), m_hidden);
    const QSet<QString> hidden(keys.begin(), keys.end());
    const auto& columns = m_presenter.model()->columns();
    for (int i = 0; i < columns.size(); ++i) {
        const bool hide = hidden.contains(columns[i].key);
        if (m_table->isColumnHidden(i) == hide)
            continue;
        m_table->setColumnHidden(i, hide);
        if (hide)
            m_header->setFilter(i, {}); // a filter nobody sees would lie about the count
    }
    readHeader();
}

QStringList CaseTablePanel::shownKeys() const
{
    QStringList keys;
    const auto& columns = m_presenter.model()->columns();
    for (int i = 0; i < columns.size(); ++i) {
        if (!m_table->isColumnHidden(i))
            keys.append(columns[i].key);
    }
    return keys;
}

void CaseTablePanel::readHeader()
{
    QHash<QString, QString> texts;
    const auto filters = m_header->filters();
    const auto& columns = m_presenter.model()->columns();
    for (auto it = filters.begin(); it != filters.end(); ++it) {
        if (it.key() < columns.size())
            texts.insert(columns[it.key()].key, it.value());
    }
    m_presenter.setFilters(texts);
}

bool CaseTablePanel::clear()
{
    if (m_search->text().isEmpty() && m_header->filters().isEmpty())
        return false;
    setSearch({});
    const auto filters = m_header->filters();
    for (auto it = filters.begin(); it != filters.end(); ++it)
        m_header->setFilter(it.key(), {});
    m_presenter.clearFilter();
    m_table->setFocus(Qt::OtherFocusReason);
    return true;
}

void CaseTablePanel::setSearch(const QString& text)
{
    const QSignalBlocker blocker(m_search);
    m_search->setText(text);
    m_presenter.setSearch(text);
}

void CaseTablePanel::addTool(QWidget* tool)
{
    m_tools->addWidget(tool);
}

QList<RowSpan> CaseTablePanel::selection() const
{
    // Ranges, never rows one by one: Ctrl+A selects a million.
    QList<RowSpan> spans;
    for (const QItemSelectionRange& range : m_table->selectionModel()->selection())
        spans.append({ range.top(), range.bottom() });
    std::ranges::sort(spans, {}, &RowSpan::first);
    QList<RowSpan> joined;
    for (const RowSpan& span : spans) {
        if (!joined.isEmpty() && span.first <= joined.last().last + 1)
            joined.last().last = std::max(joined.last().last, span.last);
        else
            joined.append(span);
    }
    return joined;
}

QString CaseTablePanel::currentField() const
{
    const auto& columns = m_presenter.model()->columns();
    const int at = m_table->currentIndex().column();
    return at >= 0 && at < columns.size() && columns[at].field >= 0 ? columns[at].key : QString();
}

void CaseTablePanel::findNext(bool backwards)
{
    m_presenter.setSearch(m_search->text());
    m_presenter.findNext(m_table->currentIndex().row(), backwards);
}

bool CaseTablePanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_table || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->matches(QKeySequence::Copy)) {
        m_presenter.copy(selection(), shownKeys()); // its rows may not be read yet
        return true;
    }
    if (key->key() == Qt::Key_F2 && key->modifiers() == Qt::NoModifier) {
        emit correctionAsked();
        return true;
    }
    return false;
}

void CaseTablePanel::goTo(int row)
{
    if (row < 0)
        return;
    const int column = std::max(0, m_table->currentIndex().column());
    m_table->selectRow(row);
    m_table->setCurrentIndex(m_presenter.model()->index(row, column));
}

void CaseTablePanel::keepCurrent()
{
    const CaseTableModel* model = m_presenter.model();
    int at = m_case ? model->positionOf(*m_case) : -1;
    if (at < 0)
        at = model->rowCount() > 0 ? 0 : -1;
    if (at < 0)
        return;
    goTo(at);
    // The row number may be the old one while the case is another.
    if (const CaseRow row = model->rowAt(at); m_case != row) {
        m_case = row;
        emit current(row);
    }
}

void CaseTablePanel::renderChips(const CaseFilter& filter)
{
    if (m_chipTexts == filter.chips)
        return;
    m_chipTexts = filter.chips;
    while (QLayoutItem* item = m_chips->takeAt(0)) {
        if (item->widget() != nullptr)
            item->widget()->deleteLater();
        delete item;
    }
    // More would push the count away; the header shows them all.
    constexpr qsizetype kMostChips = 2;
    for (qsizetype i = 0; i < std::min(kMostChips, filter.chips.size()); ++i) {
        auto* chip = new Chip(format::harmless(m_table->fontMetrics().elidedText(
                                  filter.chips[i], Qt::ElideRight, scaled(this, 170))),
                              ColorRole::Accent, true);
        nameWidget(chip, tr("Filter %1").arg(filter.chips[i]), tr("Delete removes it"));
        connect(chip, &Chip::closed, this, [this, key = filter.keys[i]] { removeChip(key); });
        m_chips->addWidget(chip);
    }
    if (filter.chips.size() > kMostChips)
        m_chips->addWidget(new Label(tr("and %1 more").arg(filter.chips.size() - kMostChips), TextRole::Body,
                                     ColorRole::Muted));
}

void CaseTablePanel::removeChip(const QString& key)
{
    if (key.isEmpty()) {
        setSearch({});
        return;
    }
    const auto& columns = m_presenter.model()->columns();
    for (int i = 0; i < columns.size(); ++i) {
        if (columns[i].key == key)
            m_header->setFilter(i, {});
    }
    readHeader();
}

void CaseTablePanel::render(const CasesState& state)
{
    const bool filtered = !state.filter.isEmpty();
    renderChips(state.filter);
    m_clear->setVisible(filtered || !state.filter.problem.isEmpty());
    m_onlyHits->setVisible(!m_search->text().trimmed().isEmpty());
    m_hits->setText(state.hits);
    m_hits->setVisible(!state.hits.isEmpty());
    m_count->setText(filtered
                         ? tr("%1 of %2 cases").arg(format::count(state.shown), format::count(state.total))
                         : tr("%1 cases").arg(format::count(state.total)));
    m_foot->setText(state.shown == 0 ? QString() : tr("%1 rows").arg(format::count(state.shown)));
    if (filtered && state.shown == 0 && !state.sorting && !m_header->filters().isEmpty()) {
        // The header must stay reachable: an empty table under it, the words below.
        m_foot->setText(
            tr("No case matches %1. Esc clears the filter.").arg(format::list(state.filter.chips)));
    }
    const bool nothing = filtered && state.shown == 0 && !state.sorting && m_header->filters().isEmpty();
    if (nothing)
        m_nothing->showNothingMatches(tr("No case matches"),
                                      tr("Filter: %1.").arg(format::list(state.filter.chips)),
                                      tr("Clear filter"));
    m_stack->setCurrentIndex(nothing ? 1 : 0);
    const auto& columns = m_presenter.model()->columns();
    for (int i = 0; i < columns.size(); ++i) {
        if (columns[i].key == state.sortKey)
            m_header->setSortIndicator(i, state.descending ? Qt::DescendingOrder : Qt::AscendingOrder);
    }
}

} // namespace casebench::ui
