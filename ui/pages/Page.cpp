// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/Page.h"

#include "ui/widgets/ViewStack.h"

#include <QLabel>

namespace casebench::ui {

Page::Page(PageId id, const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_id(id)
    , m_title(title)
    , m_header(new PageHeader(title, this))
    , m_banner(new Banner(false, this))
    , m_empty(new EmptyState(this))
    , m_stack(new ViewLayout)
{
    setAccessibleName(title);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_banner);
    layout->addLayout(m_stack, 1);
    m_stack->addWidget(m_empty);
    connect(m_header->views(), &SegmentedSwitch::chosen, this, &Page::showView);
}

void Page::activate(const Selection& selection)
{
    if (!selection.view.isEmpty())
        showView(selection.view);
}

void Page::setBody(QWidget* body)
{
    delete m_body;
    m_body = body;
    m_stack->addWidget(body);
    m_stack->setCurrentWidget(body);
}

void Page::showEmpty(bool on)
{
    m_stack->setCurrentWidget(on || !m_body ? m_empty : m_body);
}

void Page::addView(const QString& id, const QString& title)
{
    m_views.append({ id, title });
    QList<SegmentedSwitch::Segment> segments;
    for (const View& view : m_views)
        segments.append({ view.id, view.title });
    m_header->setViews(segments);
    if (m_view.isEmpty())
        m_view = id;
}

void Page::showView(const QString& id)
{
    const bool known =
        std::any_of(m_views.begin(), m_views.end(), [&](const View& view) { return view.id == id; });
    if (!known || id == m_view)
        return;
    m_view = id;
    m_header->views()->setCurrent(id);
    onView(id);
    emit viewChanged(id);
}

QAction* Page::addAction(const ActionSpec& spec, std::function<void()> handler)
{
    QAction* action = makeAction(spec, this, std::move(handler));
    m_actions.append(action);
    emit actionsChanged();
    return action;
}

void Page::setBadge(const Badge& badge)
{
    if (badge == m_badge)
        return;
    m_badge = badge;
    emit badgeChanged(badge);
}

void nameWidget(QWidget* widget, const QString& name, const QString& description)
{
    widget->setAccessibleName(name);
    if (!description.isEmpty())
        widget->setAccessibleDescription(description);
}

} // namespace casebench::ui
