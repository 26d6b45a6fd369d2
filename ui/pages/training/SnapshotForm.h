// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflow/TakeSnapshot.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QWidget>

namespace casebench::ui {

class Label;

/// What a snapshot takes: name, months, a filter, the rule for labels.
class SnapshotForm : public QWidget
{
    Q_OBJECT

public:
    explicit SnapshotForm(QWidget* parent = nullptr);

    void suggestName(const QString& name); ///< while nothing was typed
    /// The decided cases of whole months, as a proposal names them.
    void fill(MonthIndex first, MonthIndex last, LabelPolicy policy);
    /// Fails: InvalidInput with a sentence, also shown below the field.
    [[nodiscard]] Result<SnapshotRequest> request();
    /// The same snapshot as words of casebench-cli.
    [[nodiscard]] QString command() const;
    void clear(); ///< after a snapshot was taken

    [[nodiscard]] QLineEdit* nameField() const { return m_name; }

signals:
    void submitted(); ///< Enter in a field

private:
    QLineEdit* line(const QString& name, const QString& placeholder);

    QLineEdit* m_name;
    QLineEdit* m_from;
    QLineEdit* m_to;
    QLineEdit* m_where;
    QComboBox* m_policy;
    QCheckBox* m_decided;
    Label* m_problem;
};

} // namespace casebench::ui
