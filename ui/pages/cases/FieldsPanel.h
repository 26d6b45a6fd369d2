// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/cases/FieldDetailPane.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/TableView.h"

#include <QStackedLayout>
#include <QToolButton>

namespace casebench::ui {

/// The schema card: fields left, one field right, what stands in pairs below.
class FieldsPanel : public QWidget
{
    Q_OBJECT

public:
    explicit FieldsPanel(FieldsPresenter& presenter, QWidget* parent = nullptr);
    void render(const FieldsState& state);

    [[nodiscard]] TableView* table() const { return m_table; }

    [[nodiscard]] FieldDetailPane* detail() const { return m_detail; }

signals:
    void casesAsked(const QString& filter);
    void importAsked(); ///< there is no field yet

private:
    /// One count below the table, a link when there is something to open.
    struct PairLine
    {
        GlyphLabel* text;
        QToolButton* open;
        QString filter {};
    };

    QWidget* buildPairs();
    void renderPair(PairLine& line, const FieldsPairs& pairs);

    FieldsPresenter& m_presenter;
    TableView* m_table;
    FieldDetailPane* m_detail;
    EmptyState* m_empty;
    QStackedLayout* m_stack;
    std::array<PairLine, 3> m_pairs {};
};

} // namespace casebench::ui
