// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/KeySheet.h"

#include "ui/widgets/KeyValueList.h"
#include "ui/widgets/Layouts.h"

#include <QMap>

namespace casebench::ui {

KeySheet::KeySheet(const Actions& actions, const Page* page, QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Keys"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* pane = new Pane(space::kPage, this);
    const auto addGroup = [pane](const QString& title, const QList<KeyValueList::Row>& rows) {
        if (rows.isEmpty())
            return;
        pane->addSection(title);
        auto* list = new KeyValueList(pane);
        list->setRows(rows);
        pane->content()->addWidget(list);
        pane->content()->addSpacing(space::kGroup);
    };
    if (page) {
        QList<KeyValueList::Row> rows;
        if (const QAction* primary = page->primaryAction())
            rows.append({ QStringLiteral("Ctrl+Enter"), primary->text() });
        for (const auto& [key, meaning] : page->keys())
            rows.append({ key, meaning });
        addGroup(page->title(), rows);
    }
    QMap<QString, QList<KeyValueList::Row>> groups;
    for (const Actions::Entry& entry : actions.all()) {
        const bool shownAbove = page && entry.group == page->title() && entry.action == page->primaryAction();
        if (!entry.action->shortcut().isEmpty() && !shownAbove
            && entry.action->objectName() != QStringLiteral("page.primary"))
            groups[entry.group].append(
                { entry.action->shortcut().toString(QKeySequence::NativeText), entry.action->text() });
    }
    for (auto it = groups.begin(); it != groups.end(); ++it)
        addGroup(it.key(), it.value());
    addGroup(tr("Everywhere"),
             { { QStringLiteral("Ctrl+Enter"), tr("The page's filled button") },

               { QStringLiteral("Esc"), tr("Cancel or clear") } });
    pane->content()->addStretch();
    auto* layout = column(0);
    setLayout(layout);
    layout->addWidget(pane);
    resize(scaled(this, 440), scaled(this, 560));
}

} // namespace casebench::ui
