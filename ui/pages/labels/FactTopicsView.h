// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/KeyValueList.h"

#include <QHBoxLayout>

namespace casebench::ui {

/// Facts under the headings of their topics, in as many columns as fit (three at most); a topic is never torn
/// apart. Topics go in their order to whichever column is shortest so far.
class FactTopicsView : public QWidget
{
    Q_OBJECT

public:
    struct Topic
    {
        QString title {};
        QString why {}; ///< the rule that put its fields here, as tip
        QList<KeyValueList::Row> rows {};
    };

    explicit FactTopicsView(QWidget* parent = nullptr);

    void setTopics(const QList<Topic>& topics);

    [[nodiscard]] QStringList titles() const;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Block
    {
        QString title {};
        QWidget* widget = nullptr;
        qsizetype rows = 0;
    };

    [[nodiscard]] int widest() const;
    [[nodiscard]] int columnsFor(int width) const;
    void place(int columns);

    QHBoxLayout* m_layout;
    QList<Block> m_blocks;
    int m_columns = 0;
};

} // namespace casebench::ui
