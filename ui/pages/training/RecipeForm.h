// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Snapshot.h"
#include "core/workflow/TrainRun.h"
#include "ui/pages/training/FieldListModel.h"
#include "ui/widgets/ParameterForm.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QSpinBox>
#include <QWidget>

class QVBoxLayout;

namespace casebench::ui {

class Label;
class TableView;

/// Everything that decides a training: snapshot, family with its parameters, fields, split, seed.
class RecipeForm : public QWidget
{
    Q_OBJECT

public:
    explicit RecipeForm(QWidget* parent = nullptr);

    /// Keeps the chosen snapshot while it is there, else chooses the newest.
    void setSnapshots(const std::vector<Snapshot>& snapshots);
    void chooseSnapshot(qint64 id);
    [[nodiscard]] TrainRequest request() const;
    [[nodiscard]] QString family() const; ///< its id
    /// The same training as words of casebench-cli.
    [[nodiscard]] QString command() const;

    [[nodiscard]] FieldListModel* fields() { return m_fields; }

    void setEstimate(const QString& sentence);

signals:
    void changed(); ///< another snapshot, family, field or number
    void snapshotAsked(); ///< "New snapshot"

private:
    void buildSource(QVBoxLayout* layout);
    void buildModel(QVBoxLayout* layout);
    void buildFields(QVBoxLayout* layout);
    void buildValidation(QVBoxLayout* layout);
    void showSnapshot();
    void showFamily();
    void tellFields();
    [[nodiscard]] const Snapshot* snapshot() const;

    std::vector<Snapshot> m_snapshots;
    QComboBox* m_snapshot;
    Label* m_about;
    QComboBox* m_family;
    ParameterForm* m_parameters;
    FieldListModel* m_fields;
    TableView* m_fieldTable;
    Label* m_fieldCount;
    QComboBox* m_split;
    QSpinBox* m_holdout;
    QSpinBox* m_folds;
    QSpinBox* m_seed;
    QSpinBox* m_threads;
    QLineEdit* m_name;
    Label* m_estimate;
};

} // namespace casebench::ui
