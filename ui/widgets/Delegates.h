// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/text/CellRoles.h"
#include "ui/theme/Icons.h"

#include <QStyledItemDelegate>

namespace casebench::ui {

/// Text with optional glyph before it, chip after it and second line below it. The default of TableView.
class CellDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void
    paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
    /// Selection, hover and row line; every delegate starts with it.
    void paintRow(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    [[nodiscard]] QColor textColor(const QStyleOptionViewItem& option, const QModelIndex& index) const;
};

/// A bar 44 x 6 and the number (DisplayRole) after it; AmountRole is the filled part.
class ScoreBarDelegate : public CellDelegate
{
    Q_OBJECT

public:
    using CellDelegate::CellDelegate;
    void
    paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// A dot with its interval on a common range, zero dashed.
class DotIntervalDelegate : public CellDelegate
{
    Q_OBJECT

public:
    DotIntervalDelegate(double low, double high, QObject* parent);
    void setRange(double low, double high);
    void
    paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    double m_low;
    double m_high;
};

/// A cell filled by AmountRole in the table's blues, its text black or white by lightness, with its glyph.
class HeatCellDelegate : public CellDelegate
{
    Q_OBJECT

public:
    using CellDelegate::CellDelegate;
    void
    paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// A header of a list: two-line rows with a value at the right (ValueText in DisplayRole of column 1 is not
/// needed). DisplayRole: first line; NoteRole: second line, muted; ChipRole: text at the right; GlyphRole
/// before it.
class TwoLineDelegate : public CellDelegate
{
    Q_OBJECT

public:
    using CellDelegate::CellDelegate;
    void
    paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace casebench::ui
