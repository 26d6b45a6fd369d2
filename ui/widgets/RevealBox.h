// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Label.h"

#include <QLineEdit>
#include <QToolButton>
#include <QWidget>

namespace casebench::ui {

/// Shows or hides personal values; to show them takes a reason, since the asking is recorded.
class RevealBox : public QWidget
{
    Q_OBJECT

public:
    explicit RevealBox(QWidget* parent = nullptr);

    /// Whether the values are shown now. Closes the question.
    void setShown(bool shown);
    /// Why they may not be shown.
    void setRefusal(const QString& sentence);

signals:
    void asked(const QString& reason); ///< never empty
    void hideAsked();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void open(bool open);
    void ask();

    QToolButton* m_button;
    QWidget* m_question;
    QLineEdit* m_reason;
    Label* m_refusal;
    bool m_shown = false;
};

} // namespace casebench::ui
