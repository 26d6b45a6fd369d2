// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/release/GatesPanel.h"

#include "ui/itemmodels/RunWords.h"
#include "ui/pages/release/ReleaseRows.h"
#include "ui/text/Format.h"

#include <algorithm>

namespace casebench::ui {

namespace {

QString clean(const std::string& text)
{
    return format::harmless(format::text(text));
}

} // namespace

GatesPanel::GatesPanel(QWidget* parent)
    : Pane(space::kPage, parent)
    , m_steps(new StepsStrip)
    , m_sentence((new Label({}, TextRole::Body, ColorRole::Muted))->wrapping())
    , m_table(new TableView(tr("Gates")))
    , m_verdict((new Label({}, TextRole::Caption, ColorRole::Muted))->wrapping())
    , m_history(new TableView(tr("Decisions")))
    , m_none(new Label(tr("Nobody has decided anything about this run."), TextRole::Body, ColorRole::Muted))
{
    m_table->setModel(&m_model);
    m_table->setFitsRows(true);
    m_table->setRowPixels(44);
    m_history->setModel(&m_historyModel);
    m_history->setFitsRows(true);
    content()->addWidget(m_steps);
    content()->addSpacing(space::kGroup);
    addSection(tr("Gates"));
    content()->addWidget(m_sentence);
    content()->addWidget(m_table);
    content()->addWidget(m_verdict);
    addHairline();
    addSection(tr("Decisions"));
    content()->addWidget(m_none);
    content()->addWidget(m_history);
    content()->addStretch();
}

void GatesPanel::render(const ReleaseState& state)
{
    const ReleaseVersion* version = state.current();
    if (!version)
        return;
    m_steps->setSteps(stepsOf(*version));
    m_table->setVisible(state.gates != nullptr);
    if (state.gates && state.gates != m_shown) {
        m_shown = state.gates;
        const ReleaseTable table = gatesTable(*m_shown);
        m_model.setTable(table.columns, table.rows);
        m_table->setColumnWidths({ 0, 64, 104, 56, 96 });
    }
    const auto failed = state.gates ? std::ranges::count(*state.gates, false, &GateResult::passed) : 0;
    m_sentence->setText(state.checkingGates ? tr("Checking the gates of %1.").arg(clean(version->run.name))
                            : !state.gatesFailure.isEmpty() ? state.gatesFailure
                            : failed == 0                   ? tr("Every gate is passed.")
                                          : tr("Gates that are not passed: %1.").arg(failed));
    m_verdict->setText(
        tr("Measured on the hold-out of the run, %1 cases, threshold %2. Undefined or too little evidence is "
           "not a pass.")
            .arg(format::count(version->run.rowsHoldout), format::decimal(version->run.threshold, 2)));
    QList<CellRow> rows;
    for (const RunDecision& decision : version->decisions) {
        rows.append({ decision.seq,
                      false,
                      { { format::dateTime(decision.at), qint64(decision.at) },
                        { clean(decision.person), clean(decision.person) },
                        { words::decision(decision.decision), int(decision.decision) },
                        { decision.reason.empty() ? format::undefined() : clean(decision.reason),
                          clean(decision.reason) } } });
    }
    m_historyModel.setTable({ { tr("When") }, { tr("Who") }, { tr("Decision") }, { tr("Reason") } }, rows);
    m_history->setColumnWidths({ 140, 110, 120, 0 });
    m_history->setVisible(!rows.isEmpty());
    m_none->setVisible(rows.isEmpty());
}

} // namespace casebench::ui
