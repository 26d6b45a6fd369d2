// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflow/LinkedCases.h"
#include "ui/widgets/Label.h"

#include <QToolButton>
#include <QVBoxLayout>

namespace casebench::ui {

/// The cases that share a number, an account or a group with the one that is shown; each opens with a click
/// or Enter. Hidden where no field can link cases.
class LinkedList : public QWidget
{
    Q_OBJECT

public:
    explicit LinkedList(QWidget* parent = nullptr);
    void render(const LinkedCases& linked);
    void clear();

signals:
    void caseAsked(const QString& caseId);
    void allAsked(const QString& filter);

private:
    Label* m_title;
    QVBoxLayout* m_lines;
    Label* m_note;
    QToolButton* m_all;
    QString m_filter;
};

} // namespace casebench::ui
