// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/training/ProposalNote.h"

#include "ui/widgets/Buttons.h"
#include "ui/widgets/Layouts.h"

namespace casebench::ui {

ProposalNote::ProposalNote(QWidget* parent)
    : QWidget(parent)
    , m_title((new Label({}, TextRole::Strong))->wrapping())
    , m_text((new Label({}, TextRole::Caption, ColorRole::Muted))->wrapping())
    , m_other((new GlyphLabel(Glyph::Watch, {}, TextRole::Caption))->wrapping())
{
    setObjectName(QStringLiteral("training.proposal"));
    auto* layout = column(space::kTight);
    layout->setContentsMargins(space::kBetween, space::kBetween, space::kBetween, 0);
    setLayout(layout);
    auto* forget = linkButton(tr("Forget the proposal"));
    forget->setToolTip(tr("The values stay; the run is then not kept as an answer to the alert"));
    layout->addWidget(m_title);
    layout->addWidget(m_text);
    layout->addWidget(m_other);
    layout->addWidget(forget, 0, Qt::AlignLeft);
    layout->addSpacing(space::kGroup);
    layout->addWidget(new Hairline);
    connect(forget, &QToolButton::clicked, this, &ProposalNote::forgotten);
}

void ProposalNote::tell(const QString& title, const QString& text, const QStringList& other)
{
    m_title->setText(title);
    m_text->setText(text);
    m_other->setText(tr("Not as proposed: %1.").arg(other.join(tr("; "))));
    m_other->setVisible(!other.isEmpty());
}

} // namespace casebench::ui
