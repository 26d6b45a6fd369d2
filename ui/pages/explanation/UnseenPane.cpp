// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/explanation/UnseenPane.h"

#include "ui/text/Format.h"

#include <algorithm>

namespace casebench::ui {

UnseenPane::UnseenPane(QWidget* parent)
    : Pane(space::kBetween, parent)
    , m_unseenNote((new Label({}, TextRole::Caption, ColorRole::Muted))->wrapping())
    , m_unseen(new KeyValueList)
    , m_notAskedPart(new QWidget)
    , m_notAskedNote((new Label({}, TextRole::Caption, ColorRole::Muted))->wrapping())
    , m_notAsked(new KeyValueList)
{
    addSection(tr("Not seen by this run"));
    content()->addWidget(m_unseenNote);
    content()->addWidget(m_unseen);
    auto* part = column(space::kInner);
    m_notAskedPart->setLayout(part);
    part->addWidget(new Hairline);
    part->addWidget(new Label(tr("Not asked in this case"), TextRole::Section));
    part->addWidget(m_notAskedNote);
    part->addWidget(m_notAsked);
    content()->addWidget(m_notAskedPart);
    content()->addStretch();
    renderNothing({});
}

void UnseenPane::renderNothing(const QString& why)
{
    m_unseen->setRows({});
    m_notAsked->setRows({});
    m_notAskedPart->hide();
    m_unseenNote->setText(
        why.isEmpty() ? tr("Fields that the case fills and that have no place in the run will stand here.")
                      : tr("Nothing is known of what a run sees of this case."));
}

void UnseenPane::render(const CaseExplanation& found, std::size_t shown)
{
    const RunExplanation& run = found.runs[shown];
    if (!run.explanation) {
        renderNothing(run.failure);
        return;
    }
    renderUnseen(found, run);
    renderNotAsked(run);
}

void UnseenPane::renderUnseen(const CaseExplanation& found, const RunExplanation& run)
{
    QList<KeyValueList::Row> rows;
    for (const std::string& field : run.explanation->unseenFields) {
        const QString name = format::harmless(format::text(field));
        const auto fact = std::ranges::find(found.facts.facts, format::text(field), &CaseFact::field);
        rows.append({ name,
                      fact == found.facts.facts.end() ? format::undefined() : format::harmless(fact->value),
                      {},
                      Glyph::Alarm });
    }
    m_unseen->setRows(rows);
    m_unseenNote->setText(
        rows.isEmpty()
            ? tr("%1 has a place for every field that this case fills.").arg(run.name)
            : tr("Fields that this case fills and that have no place in %1. They could not be considered.")
                  .arg(run.name));
}

void UnseenPane::renderNotAsked(const RunExplanation& run)
{
    QList<KeyValueList::Row> rows;
    for (const Contribution& contribution : run.explanation->contributions) {
        if (contribution.missing)
            rows.append({ format::harmless(format::text(contribution.field)),
                          format::signedDecimal(contribution.amount, 2) });
    }
    m_notAsked->setRows(rows);
    m_notAskedNote->setText(
        rows.isEmpty()
            ? tr("Every field of %1 has an answer in this case.").arg(run.name)
            : tr("Fields of %1 without an answer, and what their absence adds. Not asked is not No.")
                  .arg(run.name));
    m_notAskedPart->show();
}

} // namespace casebench::ui
