// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Buttons.h"

#include <QList>
#include <QObject>

namespace casebench::ui {

/// Every action once: menu, palette, button and key sheet show the same QAction.
class Actions : public QObject
{
    Q_OBJECT

public:
    struct Entry
    {
        QAction* action = nullptr;
        QString group {}; ///< "Project", "View", or the page's title
    };

    explicit Actions(QWidget* window);

    /// An action of the shell; its shortcut acts in the whole window.
    QAction* add(const QString& group, const ActionSpec& spec, std::function<void()> handler);
    /// An action that a page made; ids are unique, a second one of the same id is a bug.
    void adopt(const QString& group, QAction* action);

    [[nodiscard]] QAction* find(const QString& id) const; ///< nullptr when there is none

    [[nodiscard]] const QList<Entry>& all() const { return m_entries; }

private:
    QWidget* m_window;
    QList<Entry> m_entries;
};

} // namespace casebench::ui
