// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Label.h"
#include "ui/widgets/Label.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>

namespace casebench::ui {

/// Name and label policy of a snapshot, in a line above the table instead of a dialog.
class SnapshotBar : public QWidget
{
    Q_OBJECT

public:
    explicit SnapshotBar(QWidget* parent = nullptr);
    /// what: "906 cases with UPI_PAYMENTS = Yes"; whyNot: why it cannot be, or "".
    void offer(const QString& what, const QString& whyNot);
    void open(const QString& suggestedName);

signals:
    void saveAsked(const QString& name, casebench::LabelPolicy policy);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void follow();

    Label* m_what;
    QLineEdit* m_name;
    QComboBox* m_policy;
    QPushButton* m_save;
    QString m_whyNot;
};

} // namespace casebench::ui
