// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/PersonMenu.h"

#include "ui/text/Format.h"

#include <QActionGroup>

namespace casebench::ui {

PersonMenu::PersonMenu(DesktopHost& host, QWidget* parent)
    : QMenu(tr("Act &as"), parent)
    , m_host(host)
{
    connect(this, &QMenu::aboutToShow, this, &PersonMenu::fill);
    connect(&host, &ShellHost::projectChanged, this,
            [this] { menuAction()->setEnabled(m_host.hasProject()); });
    menuAction()->setEnabled(host.hasProject());
}

void PersonMenu::fill()
{
    clear();
    auto* group = new QActionGroup(this);
    const std::string& now = m_host.session().actor().name;
    for (const Person& person : m_host.session().persons()) {
        if (person.role == Role::None)
            continue; // owns verdicts of a label file, cannot act
        const QString name = format::text(person.name);
        QString text = tr("%1, %2").arg(format::harmless(name), format::text(casebench::name(person.role)));
        QAction* action = addAction(text.replace(u'&', QStringLiteral("&&")));
        action->setCheckable(true);
        action->setChecked(person.name == now);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, name] { m_host.actAs(name); });
    }
    if (actions().isEmpty())
        addAction(tr("Nobody here has a role yet"))->setEnabled(false);
}

} // namespace casebench::ui
