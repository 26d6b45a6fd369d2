// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QHeaderView>
#include <QLineEdit>

namespace casebench::ui {

/// A header with a row of filter editors in it. A filter that acts has an accent edge. Long names break at
/// "_" in two lines. Of thousands of columns only those in view have their editor made.
class FilterHeader : public QHeaderView
{
    Q_OBJECT

public:
    explicit FilterHeader(QWidget* parent = nullptr);

    /// Placeholder of a column's editor ("contains", "min – max", "any"); "" gives the column no editor.
    void setPlaceholder(int column, const QString& placeholder);
    /// Those of all columns; what was typed before is forgotten without a signal.
    void setPlaceholders(const QStringList& placeholders);
    void setFilter(int column, const QString& text); ///< without a signal
    [[nodiscard]] QString filter(int column) const;
    [[nodiscard]] QHash<int, QString> filters() const; ///< those that act
    void clearFilters(); ///< with one signal
    void focusFilter(int column);
    [[nodiscard]] QSize sizeHint() const override;

signals:
    void filtersChanged();

protected:
    void updateGeometries() override;
    void paintSection(QPainter* painter, const QRect& rect, int logicalIndex) const override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    [[nodiscard]] int editorHeight() const;
    [[nodiscard]] int namesHeight() const;
    void place();
    void placeSoon();
    QLineEdit* editorFor(int column);
    void dropSome();
    void chain();
    void bringIntoView(int column);

    bool m_willPlace = false;
    QHash<int, QString> m_placeholders;
    QHash<int, QLineEdit*> m_editors; ///< those made so far
    QList<QLineEdit*> m_chained; ///< as Tab visits them
};

} // namespace casebench::ui
