// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/itemmodels/CellTable.h"
#include "ui/pages/audit/AuditPresenter.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/TableView.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>

namespace casebench::ui {

/// Who may do what, and whose key is known; a person is added with role and public key.
class PersonsPanel : public Pane
{
    Q_OBJECT

public:
    explicit PersonsPanel(QWidget* parent = nullptr);
    void render(const AuditState& state);

signals:
    void addAsked(const QString& name, casebench::Role role, const QString& keyFile);

private:
    void build();
    void chooseKey();
    void refresh();

    TableView* m_table;
    CellTable m_model;
    QLineEdit* m_name;
    QComboBox* m_role;
    QLineEdit* m_key;
    QPushButton* m_choose;
    QPushButton* m_add;
    Label* m_whyNot;
    std::shared_ptr<const std::vector<Person>> m_shown;
    bool m_may = false;
    bool m_saving = false;
};

} // namespace casebench::ui
