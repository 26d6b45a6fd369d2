// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/today/NeedsPanel.h"

#include "ui/pages/today/TodayWords.h"
#include "ui/text/Format.h"
#include "ui/widgets/Buttons.h"

#include <algorithm>

namespace casebench::ui {

NeedRow::NeedRow(QWidget* parent)
    : QWidget(parent)
    , m_glyph(new GlyphLabel)
    , m_count(new Label({}, TextRole::Number))
    , m_title(new Label)
    , m_sentence((new Label({}, TextRole::Body, ColorRole::Muted))->wrapping())
    , m_button(textButton({}))
{
    m_glyph->setFixedWidth(scaled(this, 16));
    m_count->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_count->setMinimumWidth(scaled(this, 56));
    m_button->setMinimumWidth(scaled(this, 108));
    auto* words = column(0);
    words->addWidget(m_title);
    words->addWidget(m_sentence);
    auto* line = row(space::kInner);
    line->setContentsMargins(0, space::kGroup, 0, space::kGroup);
    line->addWidget(m_glyph, 0, Qt::AlignVCenter);
    line->addWidget(m_count, 0, Qt::AlignVCenter);
    line->addLayout(words, 1);
    line->addWidget(m_button, 0, Qt::AlignVCenter);
    auto* whole = column(0);
    whole->addLayout(line);
    whole->addWidget(new Hairline(ColorRole::RowLine));
    setLayout(whole);
    connect(m_button, &QPushButton::clicked, this, &NeedRow::opened);
}

void NeedRow::show(const Need& need)
{
    const today::NeedText told = today::text(need);
    m_glyph->setGlyph(told.glyph);
    m_count->setText(format::count(need.count));
    m_title->setText(told.title);
    m_sentence->setText(told.sentence);
    m_button->setText(told.button);
    m_button->setAccessibleName(QStringLiteral("%1: %2 %3").arg(told.button, m_count->text(), told.title));
    m_button->setAccessibleDescription(told.sentence);
}

NeedsPanel::NeedsPanel(QWidget* parent)
    : QWidget(parent)
    , m_none(new GlyphLabel(Glyph::Good, tr("Nothing needs you.")))
{
    auto* rows = column(0);
    setLayout(rows);
    rows->addWidget(m_none);
    m_none->setContentsMargins(0, space::kGroup, 0, space::kGroup);
    for (const auto& [kind, name] : kNeedKindNames) {
        auto* line = new NeedRow(this);
        line->setObjectName(format::text(name));
        m_rows[kind] = line;
        rows->addWidget(line);
        connect(line, &NeedRow::opened, this, [this, opens = kind] { emit opened(opens); });
    }
    render({});
}

void NeedsPanel::render(const std::vector<Need>& needs)
{
    for (const auto& [kind, line] : m_rows) {
        const auto need = std::ranges::find(needs, kind, &Need::kind);
        line->setVisible(need != needs.end());
        if (need != needs.end())
            line->show(*need);
    }
    m_none->setVisible(needs.empty());
}

} // namespace casebench::ui
