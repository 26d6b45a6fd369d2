// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflow/LookAtToday.h"
#include "ui/widgets/GlyphLabel.h"
#include "ui/widgets/Layouts.h"

#include <QPushButton>

#include <map>

namespace casebench::ui {

/// One line of what waits: glyph, count, title over sentence, and the button that goes there.
class NeedRow : public QWidget
{
    Q_OBJECT

public:
    explicit NeedRow(QWidget* parent = nullptr);
    void show(const Need& need);

signals:
    void opened();

private:
    using QWidget::show;

    GlyphLabel* m_glyph;
    Label* m_count;
    Label* m_title;
    Label* m_sentence;
    QPushButton* m_button;
};

/// What needs this person, in order. Rows stay where they are while their words change, so that the focus
/// does.
class NeedsPanel : public QWidget
{
    Q_OBJECT

public:
    explicit NeedsPanel(QWidget* parent = nullptr);
    void render(const std::vector<Need>& needs);

signals:
    void opened(casebench::NeedKind kind);

private:
    std::map<NeedKind, NeedRow*> m_rows;
    QWidget* m_none;
};

} // namespace casebench::ui
