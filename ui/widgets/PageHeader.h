// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Buttons.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/SegmentedSwitch.h"

#include <QHBoxLayout>
#include <QWidget>

namespace casebench::ui {

/// Title, one-sentence state, optional switch of views, buttons at the right, the one primary last.
class PageHeader : public QWidget
{
    Q_OBJECT

public:
    explicit PageHeader(const QString& title, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    void setSentence(const QString& sentence);
    /// Shown when there are two or more.
    void setViews(const QList<SegmentedSwitch::Segment>& views);

    [[nodiscard]] SegmentedSwitch* views() const { return m_views; }

    void addSecondary(QAction* action);
    void clearSecondary();
    /// The page's one filled button; nullptr for none. Its key cap says Ctrl+Enter.
    void setPrimary(QAction* action);
    [[nodiscard]] QAction* primary() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Label* m_title;
    Label* m_sentence;
    SegmentedSwitch* m_views;
    QHBoxLayout* m_secondary;
    QHBoxLayout* m_primarySlot;
    ActionButton* m_primary = nullptr;
};

} // namespace casebench::ui
