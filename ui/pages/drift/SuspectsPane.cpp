// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/drift/SuspectsPane.h"

#include "ui/pages/drift/DriftWords.h"
#include "ui/text/Format.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/StatTile.h"

#include <algorithm>
#include <cmath>

namespace casebench::ui {

namespace {

constexpr std::size_t kMostSuspects = 4; // more is a list, not a suspicion

QString clean(const std::string& text)
{
    return format::harmless(format::text(text));
}

} // namespace

SuspectsPane::SuspectsPane(QWidget* parent)
    : Pane(space::kBetween, parent)
    , m_runs(new QComboBox)
    , m_calm((new Label({}, TextRole::Caption, ColorRole::Muted))->wrapping())
    , m_inbox((new Label)->wrapping())
    , m_open(linkButton(tr("Open the alerts")))
{
    m_runs->setAccessibleName(tr("Model that is watched"));
    addSection(tr("Model"));
    content()->addWidget(m_runs);
    addHairline();
    addSection(tr("Suspects"), tr("what best explains it"));
    content()->addWidget(m_calm);
    addHairline();
    addSection(tr("Alerts"));
    content()->addWidget(m_inbox);
    content()->addWidget(m_open, 0, Qt::AlignLeft);
    content()->addStretch();
    connect(m_runs, &QComboBox::activated, this,
            [this](int index) { emit runChosen(m_runs->itemData(index).toString()); });
    connect(m_open, &QToolButton::clicked, this, &SuspectsPane::alertsAsked);
}

void SuspectsPane::render(const DriftState& state)
{
    if (state.inbox != m_inboxShown && state.inbox) {
        m_inboxShown = state.inbox;
        renderRuns(state);
    }
    m_runs->setEnabled(!state.checking);
    if (const int at = m_runs->findData(state.run); at >= 0)
        m_runs->setCurrentIndex(at);
    if (state.report && state.report != m_shown) {
        m_shown = state.report;
        renderSuspects(*m_shown);
    }
}

void SuspectsPane::renderRuns(const DriftState& state)
{
    m_runs->clear();
    m_runs->addItem(tr("Champion"), QString());
    for (const WatchedRun& run : state.inbox->runs)
        m_runs->addItem(tr("%1, %2").arg(clean(run.name), format::text(name(run.state))),
                        format::text(run.name));
    const auto open = std::ranges::count(state.inbox->alerts, AlertState::Open, &Alert::state);
    m_inbox->setText(state.inbox->alerts.empty()
                         ? tr("No alert was ever raised.")
                         : tr("%1 open of %2. An alert is answered by taking it, and closed with a reason.")
                               .arg(open)
                               .arg(state.inbox->alerts.size()));
    m_open->setVisible(!state.inbox->alerts.empty());
}

QWidget* SuspectsPane::suspectRow(const Suspect& suspect)
{
    auto* box = new QWidget;
    auto* lines = column(space::kTight);
    box->setLayout(lines);
    auto* head = row(space::kGroup);
    head->addWidget(new Label(QString::number(suspect.rank), TextRole::Body, ColorRole::Muted));
    head->addWidget(new ElidedLabel(clean(suspect.field), Qt::ElideMiddle, TextRole::Strong), 1);
    head->addWidget(
        new Chip(drift::suspectWord(suspect),
                 suspect.why.find("schema") != std::string::npos ? ColorRole::Alarm : ColorRole::Text));
    lines->addLayout(head);
    lines->addWidget((new Label(format::typeset(clean(suspect.text))))->wrapping());
    QString evidence = tr("n = %1").arg(format::count(suspect.n));
    if (!std::isnan(suspect.pAdjusted) && suspect.pAdjusted > 0)
        evidence += tr(", corrected %1").arg(format::pValue(suspect.pAdjusted));
    lines->addWidget((new Label(evidence, TextRole::Caption, ColorRole::Muted))->wrapping());
    auto* link = linkButton(tr("Field"));
    link->setAccessibleName(tr("Open field %1").arg(clean(suspect.field)));
    const QString field = format::text(suspect.field);
    connect(link, &QToolButton::clicked, this, [this, field] { emit fieldAsked(field); });
    lines->addWidget(link, 0, Qt::AlignLeft);
    return box;
}

void SuspectsPane::renderSuspects(const WatchReport& report)
{
    delete m_list;
    m_list = new QWidget;
    auto* lines = column(space::kInner);
    m_list->setLayout(lines);
    for (std::size_t i = 0; i < std::min(report.suspects.size(), kMostSuspects); ++i) {
        if (i > 0)
            lines->addWidget(new Hairline);
        lines->addWidget(suspectRow(report.suspects[i]));
    }
    content()->insertWidget(content()->indexOf(m_calm), m_list);
    QStringList steady;
    if (!report.windows.empty()) {
        for (const FieldDrift& field : report.windows.back().drift.fields) {
            if (field.verdict == DriftVerdict::Steady)
                steady.append(clean(field.name));
        }
    }
    QString calm =
        steady.isEmpty() ? QString() : tr("No change beyond chance: %1.").arg(format::list(steady));
    if (!report.windows.empty() && !std::isnan(report.windows.back().drift.domainAuc.value)) {
        const Interval& auc = report.windows.back().drift.domainAuc;
        calm += tr(" A classifier tells the last window from the reference with AUC %1.")
                    .arg(format::estimate(auc.value, auc.low, auc.high, 2));
    }
    if (report.suspects.empty())
        calm.prepend(tr("Nothing is suspected. "));
    m_calm->setText(calm);
}

} // namespace casebench::ui
