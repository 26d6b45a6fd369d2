// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/cases/FieldsPresenter.h"
#include "ui/widgets/GlyphLabel.h"
#include "ui/widgets/KeyValueList.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Layouts.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>

namespace casebench::ui {

/// One field: hints with their rule, what is known of its values, its history, and the form that changes it.
class FieldDetailPane : public Pane
{
    Q_OBJECT

public:
    explicit FieldDetailPane(QWidget* parent = nullptr);
    void render(const FieldsState& state);
    /// The keyboard's way into the form.
    void startEditing();
    /// The change in the form as words of casebench-cli, CAPITALS where the person has not said yet.
    [[nodiscard]] QString command() const;

signals:
    void changeAsked(const QString& field, const casebench::FieldChange& change);

private:
    void buildForm();
    void renderHints(const FieldCard& card);
    void renderFacts(const FieldsState& state, const FieldCard& card);
    void renderHistory(const FieldsState& state);
    void renderForm(const FieldsState& state, const FieldCard& card);
    void updateForm();
    void send();
    [[nodiscard]] FieldChange asked() const;

    Label* m_title;
    Label* m_what;
    QWidget* m_hints;
    QWidget* m_body;
    KeyValueList* m_facts;
    QWidget* m_events;
    Label* m_historyNote;
    QComboBox* m_kind;
    QComboBox* m_role;
    QComboBox* m_controllable;
    QLineEdit* m_reason;
    Label* m_consequence;
    QPushButton* m_save;
    Label* m_whyNot;
    QString m_field;
    Field m_was;
    bool m_mayEdit = false;
};

} // namespace casebench::ui
