// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/Waterfall.h"
#include "ui/pages/explanation/ExplanationData.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/SegmentedSwitch.h"

namespace casebench::ui {

/// The answer in one sentence, the fields that made it, and the reasons in words.
class ExplanationPanel : public Pane
{
    Q_OBJECT

public:
    explicit ExplanationPanel(QWidget* parent = nullptr);

    void render(const CaseExplanation& data, std::size_t shown);

    [[nodiscard]] Waterfall* chart() const { return m_chart; }

    [[nodiscard]] SegmentedSwitch* runs() const { return m_runs; }

signals:
    void runChosen(qint64 id);
    void copyAsked();

private:
    Label* m_answer;
    Label* m_beside;
    SegmentedSwitch* m_runs;
    Waterfall* m_chart;
    Label* m_failure;
    QWidget* m_reasons;
    Label* m_text;
    Label* m_method;
};

} // namespace casebench::ui
