// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Snapshot.h"
#include "core/workflow/TrainRun.h"
#include "ui/pages/training/FieldListModel.h"
#include "ui/widgets/ParameterForm.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QRadioButton>
#include <QSpinBox>
#include <QWidget>

#include <memory>

class QVBoxLayout;

namespace casebench {
struct RetrainingProposal;
}

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
    /// Filled from it, and tied to it: what is trained names the champion and the alert that it is for. None:
    /// the values stay, untied.
    void propose(std::shared_ptr<const RetrainingProposal> proposal);
    /// How what would be trained differs from what is proposed; empty: in nothing.
    [[nodiscard]] QStringList notAsProposed() const;
    [[nodiscard]] TrainRequest request() const;
    [[nodiscard]] QString family() const; ///< its id
    /// The same training as words of casebench-cli.
    [[nodiscard]] QString command() const;

    [[nodiscard]] FieldListModel* fields() { return m_fields; }

    [[nodiscard]] QWidget* snapshotField() const { return m_snapshot; }

    void setEstimate(const QString& sentence);
    void forgetName(); ///< the run has it now, and no other may
    /// Months of the chosen snapshot that no scam was found in and that chance does not explain: what to do
    /// with them is asked, and nothing is answered for the person. None: the question goes away.
    void askAboutGaps(const QStringList& sentences);

    [[nodiscard]] bool gapsAnswered() const { return m_gaps.isEmpty() || gap() != GapAnswer::None; }

    [[nodiscard]] const Snapshot* snapshot() const;

signals:
    void changed(); ///< another snapshot, family, field or number
    void snapshotChosen(const QString& name); ///< another one, so its months are to be looked at
    void snapshotAsked(); ///< "New snapshot"

private:
    void buildSource(QVBoxLayout* layout);
    void buildGaps(QVBoxLayout* layout);
    void buildModel(QVBoxLayout* layout);
    void buildFields(QVBoxLayout* layout);
    void buildValidation(QVBoxLayout* layout);
    void fill(const Recipe& recipe);
    void showSnapshot();
    void showFamily();
    void tellFields();
    void forgetGaps();
    [[nodiscard]] GapAnswer gap() const;

    std::vector<Snapshot> m_snapshots;
    std::shared_ptr<const RetrainingProposal> m_proposal;
    QComboBox* m_snapshot;
    Label* m_about;
    QWidget* m_gapBox;
    Label* m_gapText;
    QRadioButton* m_gapExclude;
    QRadioButton* m_gapKeep;
    QStringList m_gaps;
    qint64 m_gapSnapshot = 0;
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
