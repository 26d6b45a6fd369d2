// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/release/ReleasePresenter.h"
#include "ui/widgets/GlyphLabel.h"
#include "ui/widgets/KeyValueList.h"
#include "ui/widgets/Layouts.h"

namespace casebench::ui {

/// One of the two persons a release takes.
class PersonCard : public QFrame
{
    Q_OBJECT

public:
    explicit PersonCard(const QString& part, QWidget* parent = nullptr);
    void show(const QString& name, Glyph glyph, const QString& word, const QString& text);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    using QWidget::show;
    Label* m_name;
    GlyphLabel* m_state;
    Label* m_text;
};

/// Trainer and approver, and what is signed.
class PersonsPane : public Pane
{
    Q_OBJECT

public:
    explicit PersonsPane(QWidget* parent = nullptr);
    void render(const ReleaseState& state);

private:
    void renderApprover(const ReleaseVersion& version);

    PersonCard* m_trainer;
    PersonCard* m_approver;
    Label* m_whyNot;
    KeyValueList* m_facts;
    Label* m_digest;
};

} // namespace casebench::ui
