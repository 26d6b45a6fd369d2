// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/release/PathField.h"
#include "ui/pages/release/ReleasePresenter.h"

#include <QDialog>
#include <QPlainTextEdit>
#include <QPushButton>

namespace casebench::ui {

/// The one step that cannot be taken back by accident: it names the model, asks for the approver's key and a
/// reason.
class ApproveDialog : public QDialog
{
    Q_OBJECT

public:
    ApproveDialog(const ReleaseVersion& version, const QString& person, QWidget* parent = nullptr);

signals:
    void approved(const casebench::ui::KeyChoice& key, const QString& reason);

private:
    void refresh();

    PathField* m_key;
    QLineEdit* m_passphrase;
    QPlainTextEdit* m_reason;
    QPushButton* m_approve;
};

} // namespace casebench::ui
