// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/LinkedList.h"

#include "ui/pages/cases/FieldsPresenter.h"
#include "ui/text/Format.h"
#include "ui/theme/Tokens.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Layouts.h"

namespace casebench::ui {

namespace {

constexpr std::size_t kShown = 5;

QString whyOf(const LinkedCase& linked)
{
    if (linked.fields.empty())
        return LinkedList::tr("through another case");
    QStringList fields;
    for (const std::string& field : linked.fields)
        fields.append(format::isolate(format::text(field)));
    return LinkedList::tr("same %1").arg(format::list(fields));
}

} // namespace

LinkedList::LinkedList(QWidget* parent)
    : QWidget(parent)
    , m_title(new Label({}, TextRole::Strong))
    , m_lines(column(space::kTight))
    , m_note((new Label({}, TextRole::Caption, ColorRole::Muted))->wrapping())
    , m_all(linkButton({}))
{
    auto* layout = column(space::kGroup);
    setLayout(layout);
    layout->addWidget(m_title);
    layout->addLayout(m_lines);
    layout->addWidget(m_note);
    auto* links = row(0);
    links->addWidget(m_all);
    links->addStretch();
    layout->addLayout(links);
    connect(m_all, &QToolButton::clicked, this, [this] { emit allAsked(m_filter); });
    clear();
}

void LinkedList::clear()
{
    while (QLayoutItem* item = m_lines->takeAt(0)) {
        if (item->layout() != nullptr) {
            while (QLayoutItem* inner = item->layout()->takeAt(0)) {
                if (inner->widget() != nullptr)
                    inner->widget()->deleteLater();
                delete inner;
            }
        }
        delete item;
    }
    hide();
}

void LinkedList::render(const LinkedCases& linked)
{
    clear();
    if (linked.by.empty())
        return;
    QStringList by;
    for (const std::string& field : linked.by)
        by.append(format::isolate(format::text(field)));
    m_title->setText(tr("Linked cases (%1)").arg(format::count(linked.total)));
    m_note->setText(linked.total == 0 ? tr("No other case has the same %1.").arg(format::list(by))
                                      : QString());
    m_note->setVisible(linked.total == 0);
    std::vector<std::string> ids { linked.caseId };
    for (const LinkedCase& other : linked.cases) {
        ids.push_back(other.caseId);
        if (ids.size() > kShown + 1)
            continue;
        const QString id = format::text(other.caseId);
        auto* open = linkButton(id);
        open->setToolTip(tr("Shows %1 in the table").arg(id));
        auto* line = row(space::kGroup);
        line->addWidget(open);
        line->addWidget(new Label(whyOf(other), TextRole::Caption, ColorRole::Muted));
        line->addStretch();
        m_lines->addLayout(line);
        connect(open, &QToolButton::clicked, this, [this, id] { emit caseAsked(id); });
    }
    m_filter = filterOfCases(ids);
    m_all->setText(tr("Show all %1 in the table").arg(format::count(linked.total + 1)));
    m_all->setVisible(linked.total > 0);
    show();
}

} // namespace casebench::ui
