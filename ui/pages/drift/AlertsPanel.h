// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/itemmodels/CellTable.h"
#include "ui/pages/drift/DriftPresenter.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/TableView.h"

#include <QLineEdit>
#include <QPushButton>

namespace casebench::ui {

/// The inbox: every alert with its owner; take it, or close it with a reason.
class AlertsPanel : public QWidget
{
    Q_OBJECT

public:
    explicit AlertsPanel(QWidget* parent = nullptr);
    void render(const DriftState& state);

    [[nodiscard]] TableView* table() const { return m_table; }

signals:
    void chosen(qint64 alert);
    void answered(qint64 alert, const QString& action, const QString& reason);

private:
    void build();
    void renderDetail(const DriftState& state);
    void refresh();

    TableView* m_table;
    CellTable m_model;
    Label* m_none;
    Label* m_title;
    Label* m_text;
    Label* m_facts;
    QLineEdit* m_reason;
    QPushButton* m_take;
    QPushButton* m_close;
    Label* m_whyNot;
    std::shared_ptr<const DriftInbox> m_shown;
    qint64 m_alert = 0;
    bool m_open = false; ///< the alert on view can be answered by this person
};

} // namespace casebench::ui
