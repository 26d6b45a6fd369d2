// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/cases/ImportState.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Layouts.h"

#include <QComboBox>
#include <QLineEdit>

namespace casebench::ui {

/// The right column of the import: what has to be decided, what differs, what is suggested, what was changed.
class ImportFindingsPane : public Pane
{
    Q_OBJECT

public:
    explicit ImportFindingsPane(QWidget* parent = nullptr);

    void render(const ImportState& state);

    /// Where a mapping is named before it is saved.
    [[nodiscard]] QLineEdit* nameField() const { return m_name; }

signals:
    void answered(const QString& column, const QString& word);
    void renameChosen(const QString& column, const QString& field, bool accepted);
    void missingChosen(const QString& column, const QString& value, bool accepted);
    void mappingChosen(const QString& mapping);
    void nameChanged(const QString& name);
    void positiveChosen(const QString& value);
    void listAsked(); ///< all changed cells
    void quarantineAsked();

private:
    /// A heading with what stands below it; hidden as a whole when there is nothing.
    struct Group
    {
        QWidget* box = nullptr;
        QWidget* line = nullptr; ///< above it
        Label* title = nullptr;
        Label* aside = nullptr;
        QVBoxLayout* body = nullptr;
    };

    Group addGroup(const QString& title, bool hairline = true);
    void buildComparison();
    void buildLabel();
    void renderComparison(const ImportState& state);
    void renderAsks(const ImportState& state);
    void renderRenames(const ImportState& state);
    void renderMissing(const ImportState& state);
    void renderChanges(const ImportState& state);
    void renderRefused(const ImportState& state);
    void renderNotes(const ImportState& state);
    void renderLabel(const ImportState& state);

    Group m_asks;
    Group m_comparison;
    Label* m_comparedWith;
    QComboBox* m_mapping;
    QVBoxLayout* m_findings;
    QVBoxLayout* m_renames;
    Group m_label;
    QComboBox* m_positive;
    Group m_missing;
    Group m_changes;
    Group m_refused;
    Group m_save;
    QLineEdit* m_name;
    Group m_notes;
    ImportState m_shown;
};

} // namespace casebench::ui
