// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/Page.h"

#include <QAbstractButton>
#include <QVBoxLayout>
#include <QWidget>

namespace casebench::ui {

/// One mode: icon over caption, a badge for what waits, an accent edge when it is on.
class ModeButton : public QAbstractButton
{
    Q_OBJECT

public:
    ModeButton(PageId page, const QString& caption, QWidget* parent);

    [[nodiscard]] PageId page() const { return m_page; }

    void setBadge(const Badge& badge);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void paintBadge(QPainter& painter, const QRectF& iconRect) const;
    void describe();
    [[nodiscard]] int widthWithBadge() const;

    PageId m_page;
    Badge m_badge;
};

/// The modes in the order of the story. Up and Down move in it.
class ModeBar : public QWidget
{
    Q_OBJECT

public:
    explicit ModeBar(QWidget* parent = nullptr);
    /// Inserted by the story's order, whatever the order of calls.
    void addMode(PageId page, const QString& caption);
    void setCurrent(PageId page);
    void setBadge(PageId page, const Badge& badge);

signals:
    void chosen(casebench::ui::PageId page);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QVBoxLayout* m_layout;
    QList<ModeButton*> m_buttons;
};

} // namespace casebench::ui
