// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/Icons.h"
#include "ui/widgets/Label.h"

#include <QGridLayout>
#include <QWidget>

namespace casebench::ui {

/// Muted names left, values right; values can be selected and copied.
class KeyValueList : public QWidget
{
    Q_OBJECT

public:
    struct Row
    {
        QString key {};
        QString value {};
        QString chip {}; ///< a small outlined word after the value: "new"
        Glyph glyph = Glyph::None;
        bool strong = false;
        bool muted = false; ///< the value is a "not asked" or "–"
        QString tip {};
    };

    explicit KeyValueList(QWidget* parent = nullptr);
    void setRows(const QList<Row>& rows);

    [[nodiscard]] qsizetype rowCount() const { return m_rows; }

private:
    QGridLayout* m_grid;
    qsizetype m_rows = 0;
};

} // namespace casebench::ui
