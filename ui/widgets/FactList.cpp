// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/FactList.h"

#include "ui/text/CellRoles.h"
#include "ui/theme/StylePaint.h"
#include "ui/widgets/Layouts.h"

#include <QAbstractTableModel>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

namespace casebench::ui {

namespace {

constexpr int kMostRows = 18; // what a person looks over; more scroll and can be searched
constexpr int kMargin = space::kTight;
constexpr int kFirstMargin = space::kGroup; // as in every table: the accent edge stands there
constexpr int kRowPixels = 24;
constexpr double kMostNameShare = 0.6; // of the width, where values want more than the rest
constexpr int kUsualName = 176; // pixels at a 13 px font
constexpr int kUsualValue = 76;
constexpr qsizetype kMostMeasured = 64; // letters of a value: longer ones are cut anyway
constexpr qsizetype kMostWhole = 2000; // letters shown under the list; a copy has all

/// Name, value and chip without lines between the rows; the current row is banded while the keyboard is
/// there.
class FactDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        painter->save();
        const Scheme scheme = schemeOf(option.palette);
        const bool focused = option.widget != nullptr && option.widget->hasFocus();
        if (focused && (option.state & QStyle::State_Selected))
            painter->fillRect(option.rect, color(ColorRole::Selection, scheme));
        QRect words = option.rect.adjusted(index.column() == 0 ? kFirstMargin : kMargin, 0, -kMargin, 0);
        const QString chip = index.data(ChipRole).toString();
        const QFontMetrics small(font(TextRole::Caption));
        const int chipWidth = chip.isEmpty() ? 0 : small.horizontalAdvance(chip) + 2 * space::kTight + 4;
        words.setRight(words.right() - (chip.isEmpty() ? 0 : chipWidth + space::kTight));
        QFont own = option.font;
        if (index.data(StrongRole).toBool())
            own.setWeight(QFont::DemiBold);
        // Names differ at their ends: field_0001, field_0002.
        const QString shown = QFontMetrics(own).elidedText(
            index.data().toString(), index.column() == 0 ? Qt::ElideMiddle : Qt::ElideRight, words.width());
        painter->setFont(own);
        painter->setPen(color(static_cast<ColorRole>(index.data(ColorRoleRole).toInt()), scheme));
        painter->drawText(words, Qt::AlignLeft | Qt::AlignVCenter, shown);
        if (!chip.isEmpty()) {
            const int height = small.height() + 2;
            const QRect place(words.left() + QFontMetrics(own).horizontalAdvance(shown) + space::kTight,
                              words.center().y() - height / 2 + 1, chipWidth, height);
            paint::roundRect(*painter, place, kSmallRadius, {}, color(ColorRole::Text, scheme));
            painter->setFont(font(TextRole::Caption));
            painter->setPen(color(ColorRole::Text, scheme));
            painter->drawText(place, Qt::AlignCenter, chip);
        }
        painter->restore();
    }
};

} // namespace

/// The rows, or those of them that hold the words.
class FactListModel : public QAbstractTableModel
{
public:
    using QAbstractTableModel::QAbstractTableModel;

    void setRows(const QList<KeyValueList::Row>& rows)
    {
        beginResetModel();
        m_rows = rows;
        sift();
        endResetModel();
    }

    void setWords(const QString& words)
    {
        beginResetModel();
        m_words = words.trimmed();
        sift();
        endResetModel();
    }

    [[nodiscard]] qsizetype all() const { return m_rows.size(); }

    [[nodiscard]] int find(const QString& key) const
    {
        const auto at = std::ranges::find_if(m_shown, [&](qsizetype i) { return m_rows.at(i).key == key; });
        return at == m_shown.end() ? -1 : static_cast<int>(at - m_shown.begin());
    }

    /// The names, or the values with their chips, that may be the widest, without measuring thousands.
    [[nodiscard]] QStringList longest(bool names) const
    {
        constexpr qsizetype kMeasured = 8;
        QStringList texts;
        texts.reserve(m_rows.size());
        for (const KeyValueList::Row& row : m_rows)
            texts.append(names ? row.key : row.value.left(kMostMeasured) + row.chip);
        const auto end = texts.begin() + std::min(kMeasured, texts.size());
        std::ranges::partial_sort(texts, end, std::ranges::greater {}, &QString::size);
        texts.erase(end, texts.end());
        return texts;
    }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
    }

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : 2;
    }

    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override
    {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid))
            return {};
        const KeyValueList::Row& row = m_rows.at(m_shown.at(index.row()));
        const bool name = index.column() == 0;
        switch (role) {
        case Qt::DisplayRole:
            return name ? row.key : row.value;
        case Qt::AccessibleTextRole:
            return name ? QStringLiteral("%1: %2").arg(row.key, row.value) : row.value;
        case Qt::ToolTipRole:
            return name || row.tip.isEmpty() ? (name ? row.key : row.value).left(kMostWhole) : row.tip;
        case ColorRoleRole:
            return static_cast<int>(name || row.muted ? ColorRole::Muted : ColorRole::Text);
        case StrongRole:
            return !name && row.strong;
        case ChipRole:
            return name ? QString() : row.chip;
        default:
            return {};
        }
    }

    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (role != Qt::DisplayRole || orientation != Qt::Horizontal)
            return {};
        return section == 0 ? FactList::tr("Field") : FactList::tr("Value");
    }

private:
    void sift()
    {
        m_shown.clear();
        for (qsizetype i = 0; i < m_rows.size(); ++i) {
            if (m_words.isEmpty() || m_rows.at(i).key.contains(m_words, Qt::CaseInsensitive)
                || m_rows.at(i).value.contains(m_words, Qt::CaseInsensitive))
                m_shown.append(i);
        }
    }

    QList<KeyValueList::Row> m_rows;
    QList<qsizetype> m_shown;
    QString m_words;
};

FactList::FactList(const QString& accessibleName, QWidget* parent)
    : QWidget(parent)
    , m_model(new FactListModel(this))
    , m_find(new SearchField(tr("Find a field or value"), {}))
    , m_nothing(new Label({}, TextRole::Body, ColorRole::Muted))
    , m_table(new TableView(accessibleName))
    , m_whole(new Label({}, TextRole::Caption, ColorRole::Muted))
{
    auto* lines = column(space::kGroup);
    setLayout(lines);
    lines->addWidget(m_find);
    lines->addWidget(m_nothing->wrapping());
    lines->addWidget(m_table);
    lines->addWidget(m_whole->wrapping()->selectable());
    m_whole->setFocusPolicy(Qt::ClickFocus);
    m_nothing->hide();
    m_whole->hide();
    m_find->hide();
    m_table->setItemDelegate(new FactDelegate(m_table));
    m_table->setModel(m_model);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->horizontalHeader()->hide();
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setRowPixels(kRowPixels);
    m_table->setColumnWidths({ 100, 0 }); // until fit() knows the names; never by content of thousands
    m_table->installEventFilter(this);
    m_find->installEventFilter(this);
    connect(m_find, &SearchField::searched, this, &FactList::find);
    connect(m_table, &TableView::currentRowChanged, this, &FactList::showWhole);
    fit();
}

void FactList::setSearchesByTyping(bool on)
{
    m_typing = on;
    fit();
}

void FactList::setRows(const QList<KeyValueList::Row>& rows)
{
    const QString key = m_table->currentIndex().siblingAtColumn(0).data().toString();
    m_model->setRows(rows);
    const bool many = rows.size() > kMostRows;
    if (!many && !m_find->text().isEmpty()) {
        const QSignalBlocker quiet(m_find);
        m_find->clear();
        m_model->setWords({});
    }
    m_find->setVisible(many);
    fit();
    goTo(key);
}

void FactList::fit()
{
    const int rows = static_cast<int>(std::clamp<qsizetype>(m_model->all(), 1, kMostRows));
    m_table->setFixedHeight(rows * m_table->verticalHeader()->defaultSectionSize());
    const QFontMetrics metrics(m_table->font());
    const auto widest = [&](bool names) {
        int width = 0;
        for (const QString& text : m_model->longest(names))
            width = std::max(width, metrics.horizontalAdvance(text));
        return width;
    };
    const int names = widest(true) + kFirstMargin + 2 * kMargin;
    const int values = widest(false) + 2 * kMargin + space::kGroup;
    // Never so narrow that names and words of a usual length are cut.
    m_table->setMinimumWidth(std::min(names, scaled(this, kUsualName))
                             + std::min(values, scaled(this, kUsualValue)));
    const int room = m_table->width();
    if (!m_typing) // short and read as one: Tab passes over it
        m_table->setFocusPolicy(m_model->all() > kMostRows ? Qt::StrongFocus : Qt::ClickFocus);
    m_table->setColumnWidth(
        0, std::min(names, std::max(static_cast<int>(kMostNameShare * room), room - values)));
    showWhole();
}

void FactList::find(const QString& words)
{
    const QString key = m_table->currentIndex().siblingAtColumn(0).data().toString();
    m_model->setWords(words);
    m_nothing->setText(tr("No field or value has “%1”.").arg(words.trimmed()));
    m_nothing->setVisible(m_model->rowCount() == 0 && m_model->all() > 0);
    goTo(key);
}

void FactList::goTo(const QString& key)
{
    const int row = std::max(0, m_model->find(key));
    if (m_model->rowCount() > 0)
        m_table->setCurrentIndex(m_model->index(row, 0));
    showWhole();
}

/// A value that its row cuts, and a cut name, stand whole below.
void FactList::showWhole()
{
    const QModelIndex at = m_table->currentIndex();
    const QString name = at.siblingAtColumn(0).data().toString();
    const QString value = at.siblingAtColumn(1).data().toString().left(kMostWhole);
    const QFontMetrics metrics(m_table->font());
    const auto cut = [&](const QString& text, int column) {
        return metrics.horizontalAdvance(text)
            > m_table->columnWidth(column) - kMargin - (column == 0 ? kFirstMargin : kMargin);
    };
    const bool shown = at.isValid() && (cut(name, 0) || cut(value, 1) || value.contains(u'\n'));
    m_whole->setText(shown ? QStringLiteral("%1: %2").arg(name, value) : QString());
    m_whole->setVisible(shown);
}

void FactList::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fit();
}

bool FactList::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_table && event->type() == QEvent::Resize) {
        fit();
        return false;
    }
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    auto* key = static_cast<QKeyEvent*>(event);
    if (watched == m_find && key->key() == Qt::Key_Down) {
        m_table->setFocus(Qt::OtherFocusReason);
        return true;
    }
    if (watched != m_table)
        return false;
    const bool letter = !key->text().isEmpty() && key->text().at(0).isPrint()
        && !(key->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    if (!letter)
        return false;
    if (!m_typing) {
        event->ignore(); // the page's key, not the table's search by first letters
        return true;
    }
    if (m_find->isHidden() || key->text() == QStringLiteral(" "))
        return false; // few: the table goes to the name that begins so
    m_find->setFocus(Qt::OtherFocusReason);
    m_find->setText(key->text());
    return true;
}

} // namespace casebench::ui
