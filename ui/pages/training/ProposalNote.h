// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/GlyphLabel.h"

#include <QWidget>

class QToolButton;

namespace casebench::ui {

/// Above the forms of a new training: where their values come from, and what is not as it was proposed.
class ProposalNote : public QWidget
{
    Q_OBJECT

public:
    explicit ProposalNote(QWidget* parent = nullptr);

    /// text: what it is for, or what comes first. other: what differs; empty: nothing.
    void tell(const QString& title, const QString& text, const QStringList& other);

signals:
    void forgotten(); ///< the training is no longer for the proposal

private:
    Label* m_title;
    Label* m_text;
    GlyphLabel* m_other;
};

} // namespace casebench::ui
