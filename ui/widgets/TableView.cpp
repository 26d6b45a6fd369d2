// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/TableView.h"

#include "ui/theme/Roles.h"
#include "ui/theme/Tokens.h"
#include "ui/widgets/Delegates.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHash>
#include <QHeaderView>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTextDocument>
#include <QToolTip>

#include <algorithm>

namespace casebench::ui {

namespace {

/// Tips of cells and headers as plain text: what a file holds is never read as markup.
class PlainTips : public QObject
{
public:
    explicit PlainTips(QTableView* table)
        : QObject(table)
        , m_table(table)
    {
        table->installEventFilter(this);
        table->viewport()->installEventFilter(this);
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (watched == m_table && event->type() == QEvent::Show) // with the header it has by then
            m_table->horizontalHeader()->viewport()->installEventFilter(this);
        if (watched == m_table || event->type() != QEvent::ToolTip)
            return false;
        const auto* help = static_cast<QHelpEvent*>(event);
        const QString tip = watched == m_table->viewport()
            ? m_table->indexAt(help->pos()).data(Qt::ToolTipRole).toString()
            : m_table->model() ? m_table->model()
                                     ->headerData(m_table->horizontalHeader()->logicalIndexAt(help->pos()),
                                                  Qt::Horizontal, Qt::ToolTipRole)
                                     .toString()
                               : QString();
        if (tip.isEmpty())
            return false;
        QToolTip::showText(help->globalPos(), Qt::mightBeRichText(tip) ? Qt::convertFromPlainText(tip) : tip,
                           m_table);
        return true;
    }

private:
    QTableView* m_table;
};

} // namespace

TableView::TableView(const QString& accessibleName, QWidget* parent)
    : QTableView(parent)
{
    setAccessibleName(accessibleName);
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setWordWrap(false);
    setTextElideMode(Qt::ElideRight);
    setTabKeyNavigation(false); // Tab leaves the table; arrows move in it
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerPixel);
    setMouseTracking(true);
    setItemDelegate(new CellDelegate(this));
    verticalHeader()->hide();
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setMinimumSectionSize(scaled(this, 24));
    new PlainTips(this);
    applyMetrics();
}

void TableView::applyMetrics()
{
    const int height = m_rowPixels > 0 ? scaled(this, m_rowPixels) : ui::rowHeight(this);
    verticalHeader()->setMinimumSectionSize(8);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(height);
    fit();
}

void TableView::setRowPixels(int pixelsAt13)
{
    m_rowPixels = pixelsAt13;
    applyMetrics();
}

void TableView::setColumnWidths(const QList<int>& widths)
{
    m_widths = widths;
    if (!model())
        return;
    // Of thousands of columns most are equally wide; one by one, each would count the others' places anew.
    constexpr int kMany = 64;
    if (model()->columnCount() > kMany) {
        QHash<int, int> uses;
        for (const int width : widths)
            ++uses[width];
        int usual = 0;
        for (auto at = uses.begin(); at != uses.end(); ++at)
            usual = at.key() > 0 && at.value() > uses.value(usual) ? at.key() : usual;
        if (usual > 0)
            horizontalHeader()->setDefaultSectionSize(scaled(this, usual));
    }
    for (int column = 0; column < model()->columnCount(); ++column) {
        const int width = widths.value(column, -1);
        horizontalHeader()->setSectionResizeMode(
            column, width == 0 ? QHeaderView::Stretch : QHeaderView::Interactive);
        if (width > 0)
            setColumnWidth(column, scaled(this, width));
        else if (width < 0 && column < kMany) // never thousands by what stands in them
            resizeColumnToContents(column);
    }
}

void TableView::setFitsRows(bool fits)
{
    m_fits = fits;
    setVerticalScrollBarPolicy(fits ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    setHorizontalScrollBarPolicy(fits ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    setSizePolicy(QSizePolicy::Expanding, fits ? QSizePolicy::Fixed : QSizePolicy::Expanding);
    fit();
}

void TableView::setModel(QAbstractItemModel* model)
{
    QTableView::setModel(model);
    if (!model)
        return;
    setColumnWidths(m_widths);
    connect(model, &QAbstractItemModel::modelReset, this, [this] {
        setColumnWidths(m_widths);
        fit();
    });
    connect(model, &QAbstractItemModel::rowsInserted, this, &TableView::fit);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &TableView::fit);
    fit();
}

QSize TableView::sizeHint() const
{
    if (!m_fits || !model())
        return QTableView::sizeHint();
    const int header = horizontalHeader()->isHidden() ? 0 : horizontalHeader()->sizeHint().height();
    return { QTableView::sizeHint().width(),
             header + model()->rowCount() * verticalHeader()->defaultSectionSize() };
}

QSize TableView::minimumSizeHint() const
{
    return m_fits ? QSize(QTableView::minimumSizeHint().width(), sizeHint().height())
                  : QTableView::minimumSizeHint();
}

void TableView::fit()
{
    if (m_fits)
        updateGeometry();
}

void TableView::changeEvent(QEvent* event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        applyMetrics();
        setColumnWidths(m_widths);
    }
}

void TableView::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    fit();
}

void TableView::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTableView::currentChanged(current, previous);
    viewport()->update();
    if (current.row() != previous.row())
        emit currentRowChanged(current.row());
}

void TableView::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
        return;
    }
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && event->modifiers() == Qt::NoModifier && currentIndex().isValid()) {
        emit activated(currentIndex());
        return;
    }
    // Home and End mean the first and last row, as in every list of cases.
    if (model() && (event->key() == Qt::Key_Home || event->key() == Qt::Key_End)
        && event->modifiers() == Qt::NoModifier) {
        const int row = event->key() == Qt::Key_Home ? 0 : model()->rowCount() - 1;
        setCurrentIndex(model()->index(row, std::max(0, currentIndex().column())));
        return;
    }
    QTableView::keyPressEvent(event);
}

void TableView::copySelection() const
{
    if (!selectionModel())
        return;
    QModelIndexList rows = selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    QStringList lines;
    const auto lineOf = [this](auto cell) {
        QStringList cells;
        for (int column = 0; column < model()->columnCount(); ++column) {
            if (!isColumnHidden(column))
                cells.append(cell(column).toString().replace(u'\t', u' ').replace(u'\n', u' '));
        }
        return cells.join(u'\t');
    };
    lines.append(lineOf([this](int column) { return model()->headerData(column, Qt::Horizontal); }));
    for (const QModelIndex& row : rows)
        lines.append(lineOf([&](int column) { return row.siblingAtColumn(column).data(); }));
    QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

void TableView::paintEvent(QPaintEvent* event)
{
    QTableView::paintEvent(event);
    // The keyboard's place: an accent edge at the current row while the table has the focus.
    if (!hasFocus() || !currentIndex().isValid())
        return;
    const int row = currentIndex().row();
    QPainter painter(viewport());
    painter.fillRect(QRect(0, rowViewportPosition(row), 3, verticalHeader()->sectionSize(row)),
                     color(ColorRole::Accent, this));
}

} // namespace casebench::ui
