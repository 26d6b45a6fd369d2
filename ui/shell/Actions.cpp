// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/Actions.h"

#include "core/base/Contract.h"

#include <algorithm>

namespace casebench::ui {

Actions::Actions(QWidget* window)
    : QObject(window)
    , m_window(window)
{
}

QAction* Actions::add(const QString& group, const ActionSpec& spec, std::function<void()> handler)
{
    QAction* action = makeAction(spec, m_window, std::move(handler));
    action->setShortcutContext(Qt::WindowShortcut);
    adopt(group, action);
    return action;
}

void Actions::adopt(const QString& group, QAction* action)
{
    if (std::any_of(m_entries.begin(), m_entries.end(),
                    [action](const Entry& entry) { return entry.action == action; }))
        return;
    expects(action->objectName().isEmpty() || !find(action->objectName()), "Actions: an id is used twice");
    m_entries.append({ action, group });
    connect(action, &QObject::destroyed, this, [this, action] {
        m_entries.removeIf([action](const Entry& entry) { return entry.action == action; });
    });
}

QAction* Actions::find(const QString& id) const
{
    const auto it = std::find_if(m_entries.begin(), m_entries.end(),
                                 [&](const Entry& entry) { return entry.action->objectName() == id; });
    return it == m_entries.end() ? nullptr : it->action;
}

} // namespace casebench::ui
