// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/release/StepsStrip.h"

#include "ui/pages/release/ReleaseRows.h"
#include "ui/text/Format.h"
#include "ui/theme/Roles.h"
#include "ui/theme/Tokens.h"

#include <QPainter>

#include <algorithm>

namespace casebench::ui {

namespace {

constexpr qreal kDot = 6; ///< radius at a 13 px font

QString clean(const std::string& text)
{
    return format::harmless(format::text(text));
}

StepsStrip::Step stepOf(const ReleaseVersion& version, Decision decision, const QString& title)
{
    const RunDecision* taken = newest(version, decision);
    if (!taken)
        return { title, {}, false };
    return { title, StepsStrip::tr("%1, %2").arg(format::shortDate(taken->at), clean(taken->person)), true };
}

} // namespace

QList<StepsStrip::Step> stepsOf(const ReleaseVersion& version)
{
    const Run& run = version.run;
    QList<StepsStrip::Step> steps {
        { StepsStrip::tr("Trained"),
          StepsStrip::tr("%1, %2").arg(format::shortDate(run.trainedAt), clean(run.trainedBy)), true },
        stepOf(version, Decision::Submit, StepsStrip::tr("Submitted"))
    };
    if (run.state == RunState::Rejected) {
        steps.append(stepOf(version, Decision::Reject, StepsStrip::tr("Rejected")));
        return steps;
    }
    steps.append(stepOf(version, Decision::Approve, StepsStrip::tr("Approved")));
    steps.append(stepOf(version, Decision::Promote, StepsStrip::tr("Champion")));
    StepsStrip::Step retired { StepsStrip::tr("Retired"), {}, run.state == RunState::Retired };
    if (const RunDecision* taken = newest(version, Decision::Retire); taken && retired.done)
        retired.note = StepsStrip::tr("%1, %2").arg(format::shortDate(taken->at), clean(taken->person));
    steps.append(retired);
    return steps;
}

StepsStrip::StepsStrip(QWidget* parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Way to champion"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void StepsStrip::setSteps(const QList<Step>& steps)
{
    if (steps == m_steps)
        return;
    m_steps = steps;
    QStringList told;
    for (const Step& step : m_steps)
        told.append(step.done ? tr("%1 %2").arg(step.title, step.note) : tr("%1: not yet").arg(step.title));
    setAccessibleDescription(format::list(told));
    updateGeometry();
    update();
}

qsizetype StepsStrip::current() const
{
    const auto last = std::find_if(m_steps.rbegin(), m_steps.rend(), [](const Step& s) { return s.done; });
    return last == m_steps.rend() ? -1 : std::distance(last, m_steps.rend()) - 1;
}

QSize StepsStrip::sizeHint() const
{
    const int words =
        QFontMetrics(font()).height() + QFontMetrics(ui::font(TextRole::Caption, font())).height();
    return { scaled(this, 480), scaled(this, 2 * static_cast<int>(kDot) + 10) + words };
}

QSize StepsStrip::minimumSizeHint() const
{
    return { scaled(this, 320), sizeHint().height() };
}

void StepsStrip::paintEvent(QPaintEvent*)
{
    if (m_steps.isEmpty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal radius = scaled(this, static_cast<int>(kDot));
    const qreal y = radius + 2;
    const qreal each = static_cast<qreal>(width()) / static_cast<qreal>(m_steps.size());
    const qsizetype now = current();
    const QColor on = color(ColorRole::Accent, this);
    const QColor off = color(ColorRole::ControlEdge, this);
    const QFont body = font();
    const QFont strong = ui::font(TextRole::Strong, body);
    const QFont small = ui::font(TextRole::Caption, body);
    for (qsizetype i = 0; i < m_steps.size(); ++i) {
        const Step& step = m_steps.at(i);
        const QPointF centre(static_cast<qreal>(i) * each + radius + 1, y);
        if (i + 1 < m_steps.size()) {
            painter.setPen(QPen(m_steps.at(i + 1).done ? on : off, 2));
            painter.drawLine(centre + QPointF(radius, 0), centre + QPointF(each - radius, 0));
        }
        painter.setPen(QPen(step.done ? on : off, 2));
        painter.setBrush(step.done && i != now ? on : color(ColorRole::Base, this));
        painter.drawEllipse(centre, radius - 1, radius - 1);
        const QRectF words(static_cast<qreal>(i) * each, y + radius + 4, each - space::kGroup, height());
        const QFontMetricsF metrics(i == now ? strong : body);
        painter.setFont(i == now ? strong : body);
        painter.setPen(color(step.done ? ColorRole::Text : ColorRole::Muted, this));
        painter.drawText(words, Qt::AlignLeft | Qt::AlignTop,
                         metrics.elidedText(step.title, Qt::ElideRight, words.width()));
        painter.setFont(small);
        painter.setPen(color(ColorRole::Muted, this));
        painter.drawText(words.translated(0, metrics.height()), Qt::AlignLeft | Qt::AlignTop,
                         QFontMetricsF(small).elidedText(step.note, Qt::ElideRight, words.width()));
    }
}

} // namespace casebench::ui
