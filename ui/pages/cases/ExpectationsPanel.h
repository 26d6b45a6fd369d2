// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/cases/ExpectationsPresenter.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/GlyphLabel.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/TableView.h"

#include <QComboBox>
#include <QPushButton>
#include <QStackedLayout>
#include <QToolButton>

namespace casebench::ui {

/// The data tests: a grid to edit, what came of the chosen one right.
class ExpectationsPanel : public QWidget
{
    Q_OBJECT

public:
    explicit ExpectationsPanel(ExpectationsPresenter& presenter, QWidget* parent = nullptr);
    void render(const ExpectationsState& state);

    [[nodiscard]] TableView* table() const { return m_table; }

signals:
    void casesAsked(const QString& filter);
    void suggestAsked();

private:
    QWidget* buildTools();
    QWidget* buildDetail();
    void renderDetail(const ExpectationsState& state);

    ExpectationsPresenter& m_presenter;
    QComboBox* m_scope;
    QComboBox* m_field;
    QComboBox* m_check;
    QPushButton* m_add;
    QPushButton* m_remove;
    TableView* m_table;
    Label* m_title;
    GlyphLabel* m_result;
    Label* m_help;
    Label* m_cases;
    QToolButton* m_open;
    EmptyState* m_empty;
    QStackedLayout* m_stack;
    QList<ExpectationsState::Choice> m_scopes;
    QStringList m_fields;
};

} // namespace casebench::ui
