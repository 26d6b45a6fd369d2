// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/explanation/ExplanationPanel.h"

#include "ui/text/Format.h"
#include "ui/widgets/Buttons.h"

#include <QPainter>

namespace casebench::ui {

namespace {

/// A square in the colour of a direction and its word.
class Direction : public QWidget
{
public:
    Direction(ColorRole role, const QString& text, QWidget* parent)
        : QWidget(parent)
        , m_role(role)
        , m_text(new Label(text, TextRole::Caption, ColorRole::Muted))
    {
        auto* layout = row(0);
        layout->setContentsMargins(scaled(this, 18), 0, 0, 0);
        layout->addWidget(m_text);
        setLayout(layout);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const int side = scaled(this, 12);
        QPainter(this).fillRect(QRect(0, (height() - side) / 2, side, side), color(m_role, this));
    }

private:
    ColorRole m_role;
    Label* m_text;
};

} // namespace

ExplanationPanel::ExplanationPanel(QWidget* parent)
    : Pane(space::kPage, parent)
    , m_answer(new Label({}, TextRole::Section))
    , m_beside(new Label({}, TextRole::Body, ColorRole::Muted))
    , m_runs(new SegmentedSwitch(tr("Run that explains")))
    , m_chart(new Waterfall)
    , m_failure(new Label({}, TextRole::Body, ColorRole::Muted))
    , m_reasons(new QWidget)
    , m_text(new Label)
    , m_method(new Label({}, TextRole::Caption, ColorRole::Muted))
{
    content()->addWidget(m_answer->wrapping());
    content()->addWidget(m_beside->wrapping());
    auto* line = row(space::kBetween);
    line->addWidget(m_runs);
    line->addStretch();
    line->addWidget(new Direction(ColorRole::SignFor, tr("towards scam"), this));
    line->addWidget(new Direction(ColorRole::SignAgainst, tr("towards not scam"), this));
    content()->addSpacing(space::kGroup);
    content()->addLayout(line);
    m_chart->setAccessibleName(tr("Contributions of the fields"));
    content()->addWidget(m_chart);
    content()->addWidget(m_failure->wrapping());
    auto* reasons = column(space::kGroup);
    m_reasons->setLayout(reasons);
    reasons->addWidget(new Hairline);
    auto* head = row(space::kGroup);
    head->addWidget(new Label(tr("Reasons in words"), TextRole::Section));
    head->addStretch();
    auto* copy = linkButton(tr("Copy"));
    copy->setAccessibleName(tr("Copy the reasons"));
    connect(copy, &QToolButton::clicked, this, &ExplanationPanel::copyAsked);
    head->addWidget(copy);
    reasons->addLayout(head);
    reasons->addWidget(m_text->wrapping()->selectable());
    reasons->addWidget(m_method->wrapping());
    content()->addWidget(m_reasons);
    content()->addStretch();
    connect(m_runs, &SegmentedSwitch::chosen, this,
            [this](const QString& id) { emit runChosen(id.toLongLong()); });
}

void ExplanationPanel::render(const CaseExplanation& found, std::size_t shown)
{
    if (shown >= found.runs.size())
        return;
    const RunExplanation& run = found.runs[shown];
    QList<SegmentedSwitch::Segment> segments;
    for (const RunExplanation& one : found.runs)
        segments.append(
            { QString::number(one.runId), one.name,
              one.explanation ? format::decimal(one.explanation->probability, 2) : format::undefined() });
    m_runs->setSegments(segments);
    m_runs->setCurrent(QString::number(run.runId));
    m_answer->setText(answerSentence(run));
    m_beside->setText(besideSentence(found, shown));
    m_failure->setText(run.failure);
    m_failure->setVisible(!run.explanation);
    m_chart->setVisible(run.explanation.has_value());
    m_reasons->setVisible(run.explanation.has_value());
    if (!run.explanation)
        return;
    m_chart->setData(waterfallOf(found, shown));
    m_chart->setAccessibleDescription(m_answer->text());
    m_text->setText(format::typeset(format::text(run.explanation->text)));
    m_method->setText(tr("%1. Starting point plus contributions equals the margin, checked on every case. "
                         "Contributions say what moved this model, not what causes a scam.")
                          .arg(format::text(run.explanation->method)));
}

} // namespace casebench::ui
