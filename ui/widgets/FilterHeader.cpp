// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/FilterHeader.h"

#include "ui/theme/Icons.h"
#include "ui/theme/StylePaint.h"
#include "ui/theme/Tokens.h"

#include <QEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTableView>

#include <algorithm>
#include <utility>

namespace casebench::ui {

namespace {

/// Accent edge while it acts, small radius always.
class FilterEdit : public QLineEdit
{
public:
    using QLineEdit::QLineEdit;

protected:
    void paintEvent(QPaintEvent* event) override
    {
        QPainter painter(this);
        const bool acts = !text().isEmpty();
        paint::roundRect(painter, rect(), kSmallRadius, color(ColorRole::Base, this),
                         color(acts || hasFocus() ? ColorRole::Accent : ColorRole::ControlEdge, this),
                         hasFocus() ? 2
                             : acts ? 1.5
                                    : 1);
        painter.end();
        QLineEdit::paintEvent(event); // frameless: text and cursor only
    }
};

/// Long names break at "_", so that a column is as wide as its values and not as its name.
QString broken(const QString& name, const QFontMetrics& metrics, int width)
{
    if (metrics.horizontalAdvance(name) <= width)
        return name;
    qsizetype best = -1;
    for (qsizetype i = name.indexOf(u'_'); i >= 0; i = name.indexOf(u'_', i + 1)) {
        if (best < 0 || metrics.horizontalAdvance(name.left(i + 1)) <= width)
            best = i;
    }
    return best < 0 ? name : name.left(best + 1) + u'\n' + name.mid(best + 1);
}

} // namespace

FilterHeader::FilterHeader(QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsClickable(true);
    setSortIndicatorShown(false);
    setHighlightSections(false);
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignBottom);
    setAccessibleName(tr("Columns and filters"));
    connect(this, &QHeaderView::sectionResized, this, &FilterHeader::placeSoon);
    connect(this, &QHeaderView::sectionMoved, this, &FilterHeader::place);
    connect(this, &QHeaderView::sectionCountChanged, this, &FilterHeader::place);
}

int FilterHeader::editorHeight() const
{
    return std::max(24, fontMetrics().height() + space::kGroup);
}

int FilterHeader::namesHeight() const
{
    return 2 * fontMetrics().height() + space::kGroup + 2;
}

QSize FilterHeader::sizeHint() const
{
    const int filters = m_placeholders.isEmpty() ? 0 : editorHeight() + space::kGroup;
    return { QHeaderView::sizeHint().width(), namesHeight() + filters };
}

QLineEdit* FilterHeader::editorFor(int column)
{
    if (QLineEdit* existing = m_editors.value(column))
        return existing;
    auto* editor = new FilterEdit(this);
    editor->setFrame(false);
    editor->setPlaceholderText(m_placeholders.value(column));
    const QString name = model() ? model()->headerData(column, Qt::Horizontal).toString() : QString();
    editor->setAccessibleName(tr("Filter of %1").arg(name));
    connect(editor, &QLineEdit::textChanged, this, [this, editor] {
        editor->update();
        emit filtersChanged();
    });
    editor->installEventFilter(this);
    m_editors.insert(column, editor);
    return editor;
}

void FilterHeader::setPlaceholder(int column, const QString& placeholder)
{
    m_chained.clear();
    delete m_editors.take(column);
    if (placeholder.isEmpty())
        m_placeholders.remove(column);
    else
        m_placeholders.insert(column, placeholder);
    updateGeometries();
    place();
}

void FilterHeader::setPlaceholders(const QStringList& placeholders)
{
    m_chained.clear();
    qDeleteAll(m_editors);
    m_editors.clear();
    m_placeholders.clear();
    for (int column = 0; column < placeholders.size(); ++column) {
        if (!placeholders[column].isEmpty())
            m_placeholders.insert(column, placeholders[column]);
    }
    updateGeometries();
    place();
}

void FilterHeader::setFilter(int column, const QString& text)
{
    if (!m_placeholders.contains(column) || (text.isEmpty() && !m_editors.contains(column)))
        return;
    QLineEdit* editor = editorFor(column);
    const QSignalBlocker blocker(editor);
    editor->setText(text);
    editor->update();
    place();
}

QString FilterHeader::filter(int column) const
{
    const QLineEdit* editor = m_editors.value(column);
    return editor ? editor->text() : QString();
}

QHash<int, QString> FilterHeader::filters() const
{
    QHash<int, QString> result;
    for (auto it = m_editors.begin(); it != m_editors.end(); ++it) {
        if (!it.value()->text().isEmpty())
            result.insert(it.key(), it.value()->text());
    }
    return result;
}

void FilterHeader::clearFilters()
{
    if (filters().isEmpty())
        return;
    for (auto it = m_editors.begin(); it != m_editors.end(); ++it)
        setFilter(it.key(), {});
    emit filtersChanged();
}

void FilterHeader::focusFilter(int column)
{
    if (m_placeholders.contains(column))
        editorFor(column)->setFocus(Qt::ShortcutFocusReason);
}

void FilterHeader::updateGeometries()
{
    QHeaderView::updateGeometries();
    place();
}

/// Once for all sections that change in one go: thousands get their widths when a project is opened.
void FilterHeader::placeSoon()
{
    if (std::exchange(m_willPlace, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_willPlace = false;
            place();
        },
        Qt::QueuedConnection);
}

void FilterHeader::place()
{
    // The table scrolls sections, not children; it calls updateGeometries only on some changes, so listen
    // once.
    if (auto* table = qobject_cast<QTableView*>(parentWidget()); table && !property("cbListens").toBool()) {
        setProperty("cbListens", true);
        connect(table->horizontalScrollBar(), &QScrollBar::valueChanged, this, &FilterHeader::place);
    }
    const int y = namesHeight() + space::kTight - 1;
    const int first = std::max(0, visualIndexAt(0));
    for (int visual = first; visual < count(); ++visual) {
        const int column = logicalIndex(visual);
        if (isSectionHidden(column))
            continue;
        if (sectionViewportPosition(column) > viewport()->width())
            break;
        if (m_placeholders.contains(column))
            editorFor(column);
    }
    dropSome();
    for (auto it = m_editors.begin(); it != m_editors.end(); ++it) {
        const int column = it.key();
        const bool shown = column < count() && !isSectionHidden(column);
        it.value()->setVisible(shown);
        if (shown)
            it.value()->setGeometry(sectionViewportPosition(column) + 2, y, sectionSize(column) - 4,
                                    editorHeight());
    }
    chain();
}

/// Tab visits the filters from left to right just before the table, whenever each was made. Qt would put an
/// editor made on scrolling behind everything else of the window.
void FilterHeader::chain()
{
    QList<QLineEdit*> editors;
    for (int visual = 0; visual < count() && editors.size() < m_editors.size(); ++visual) {
        if (QLineEdit* editor = m_editors.value(logicalIndex(visual)))
            editors.append(editor);
    }
    if (editors == m_chained || editors.isEmpty() || parentWidget() == nullptr)
        return;
    QWidget* before = parentWidget()->previousInFocusChain();
    while (before != parentWidget()
           && (!(before->focusPolicy() & Qt::TabFocus) || parentWidget()->isAncestorOf(before)))
        before = before->previousInFocusChain();
    if (before == parentWidget())
        return; // alone so far
    m_chained = editors;
    for (QLineEdit* editor : std::as_const(editors)) {
        setTabOrder(before, editor);
        before = editor;
    }
}

/// Whoever tabs on sees where, and the next filter is made.
void FilterHeader::bringIntoView(int column)
{
    auto* table = qobject_cast<QTableView*>(parentWidget());
    if (table == nullptr || isSectionHidden(column))
        return;
    const int left = sectionViewportPosition(column);
    const int ahead = visualIndex(column) + 1 < count() ? minimumSectionSize() : 0;
    const int beyond = left + sectionSize(column) + ahead - viewport()->width();
    QScrollBar* bar = table->horizontalScrollBar();
    if (left < 0)
        bar->setValue(bar->value() + left);
    else if (beyond > 0)
        bar->setValue(bar->value() + std::min(beyond, left));
}

bool FilterHeader::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusIn) {
        if (const int column = m_editors.key(qobject_cast<QLineEdit*>(watched), -1); column >= 0)
            bringIntoView(column);
    }
    return QHeaderView::eventFilter(watched, event);
}

/// Editors out of view that hold nothing are let go when there are many.
void FilterHeader::dropSome()
{
    constexpr qsizetype kMany = 128;
    if (m_editors.size() <= kMany)
        return;
    for (auto it = m_editors.begin(); it != m_editors.end();) {
        const int left = it.key() < count() ? sectionViewportPosition(it.key()) : -1;
        const bool inView = left < viewport()->width() && left + sectionSize(it.key()) > 0;
        if (inView || it.value()->hasFocus() || !it.value()->text().isEmpty()) {
            ++it;
        } else {
            m_chained.removeOne(it.value());
            it.value()->deleteLater();
            it.value()->hide();
            it = m_editors.erase(it);
        }
    }
}

void FilterHeader::paintSection(QPainter* painter, const QRect& rect, int logicalIndex) const
{
    painter->save();
    painter->fillRect(rect, color(ColorRole::Base, this));
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), color(ColorRole::Hairline, this));
    QRect names(rect.left() + space::kGroup, rect.top(), rect.width() - 2 * space::kGroup,
                namesHeight() - space::kTight);
    const bool sorted = isSortIndicatorShown() && sortIndicatorSection() == logicalIndex;
    const QVariant alignment = model()->headerData(logicalIndex, Qt::Horizontal, Qt::TextAlignmentRole);
    const bool right = alignment.isValid() && (alignment.toInt() & Qt::AlignRight);
    const int arrow = sorted ? 12 + space::kTight : 0;
    const QString name = broken(model()->headerData(logicalIndex, Qt::Horizontal).toString(), fontMetrics(),
                                names.width() - arrow);
    painter->setFont(font());
    painter->setPen(color(sorted ? ColorRole::Text : ColorRole::Muted, this));
    const auto align = (right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignBottom;
    painter->drawText(names, align, name);
    if (sorted) {
        const int width = fontMetrics().horizontalAdvance(name.section(u'\n', -1));
        const int x = right ? names.right() - width - arrow : names.left() + width + space::kTight;
        const QRectF place(x, names.bottom() - fontMetrics().height() + 1, 12, fontMetrics().height());
        paintIcon(*painter, place,
                  sortIndicatorOrder() == Qt::AscendingOrder ? IconId::ArrowUp : IconId::ArrowDown,
                  color(ColorRole::Text, this));
    }
    if (!m_placeholders.isEmpty())
        painter->fillRect(QRect(rect.left(), namesHeight() - 1, rect.width(), 1),
                          color(ColorRole::Hairline, this));
    painter->restore();
}

void FilterHeader::changeEvent(QEvent* event)
{
    QHeaderView::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        place();
}

} // namespace casebench::ui
