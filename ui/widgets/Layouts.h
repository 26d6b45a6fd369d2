// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Label.h"

#include <QBoxLayout>
#include <QFrame>
#include <QScrollArea>
#include <QSplitter>

namespace casebench::ui {

/// A line between groups or rows, in the colour of its role.
class Hairline : public QWidget
{
    Q_OBJECT

public:
    explicit Hairline(ColorRole role = ColorRole::Hairline, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ColorRole m_role;
};

/// A column of a page: scrolls when it must, base colour, margins from tokens. Add to content().
class Pane : public QScrollArea
{
    Q_OBJECT

public:
    /// margin: space::kPage for the wide pane, space::kBetween for narrow ones.
    explicit Pane(int margin, QWidget* parent = nullptr);

    [[nodiscard]] QVBoxLayout* content() const { return m_content; }

    /// A section heading with an optional caption (n, source) at its right.
    Label* addSection(const QString& title, const QString& caption = {});
    void addHairline();
    [[nodiscard]] QSize minimumSizeHint() const override;

private:
    QVBoxLayout* m_content;
};

/// A splitter whose handles are one hairline and whose sizes are remembered under its name ("cases.main").
class PaneSplitter : public QSplitter
{
    Q_OBJECT

public:
    PaneSplitter(Qt::Orientation orientation, const QString& name, QWidget* parent = nullptr);
    /// stretch 0: keeps its width (narrow panes), 1: takes the rest. width: at first, in pixels at a 13 px
    /// font.
    void addPane(QWidget* pane, int stretch, int width, const QString& accessibleName);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QList<int> m_widths;
    bool m_restored = false;
};

/// Layouts with token spacing and no margins.
[[nodiscard]] QVBoxLayout* column(int spacing);
[[nodiscard]] QHBoxLayout* row(int spacing);

} // namespace casebench::ui
