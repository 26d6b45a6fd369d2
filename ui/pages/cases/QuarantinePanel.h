// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/cases/QuarantinePresenter.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/TableView.h"

#include <QComboBox>
#include <QStackedLayout>

namespace casebench::ui {

/// Rows not taken: by file, with reason and their own text.
class QuarantinePanel : public QWidget
{
    Q_OBJECT

public:
    explicit QuarantinePanel(QuarantinePresenter& presenter, QWidget* parent = nullptr);
    void render(const QuarantineState& state);

private:
    QuarantinePresenter& m_presenter;
    QComboBox* m_source;
    Label* m_count;
    TableView* m_table;
    EmptyState* m_empty;
    QStackedLayout* m_stack;
    QList<QuarantineState::Choice> m_sources;
};

} // namespace casebench::ui
