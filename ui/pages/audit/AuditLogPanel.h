// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/audit/AuditDetailPane.h"
#include "ui/pages/audit/AuditPresenter.h"
#include "ui/widgets/FilterHeader.h"
#include "ui/widgets/SearchField.h"
#include "ui/widgets/TableView.h"

namespace casebench::ui {

/// The log with a filter row; the event on view beside it.
class AuditLogPanel : public QWidget
{
    Q_OBJECT

public:
    explicit AuditLogPanel(QWidget* parent = nullptr);
    void render(const AuditState& state);
    void show(qint64 event); ///< clears a filter that hides it

    [[nodiscard]] SearchField* search() const { return m_search; }

    [[nodiscard]] bool clear(); ///< true when a filter acted

private:
    using QWidget::show;
    void filter();

    SearchField* m_search;
    Label* m_count;
    TableView* m_table;
    FilterHeader* m_header;
    AuditLogModel m_model;
    AuditDetailPane* m_detail;
    AuditRecords m_shown;
};

} // namespace casebench::ui
