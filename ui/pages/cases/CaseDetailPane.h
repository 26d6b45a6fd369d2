// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/itemmodels/CaseHistoryModel.h"
#include "ui/pages/cases/LinkedList.h"
#include "ui/widgets/FactList.h"
#include "ui/widgets/GlyphLabel.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/RevealBox.h"
#include "ui/widgets/StatTile.h"
#include "ui/widgets/TableView.h"

#include <QComboBox>
#include <QLineEdit>
#include <QStringListModel>
#include <QToolButton>

namespace casebench::ui {

/// Score against threshold on 0..1: a bar, a mark, the words below.
class ScoreAgainstThreshold : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;
    void setScore(double score, double threshold);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    double m_score = 0;
    double m_threshold = 0.5;
};

/// The case in short: facts, score against threshold, what happened, and one correction.
class CaseDetailPane : public Pane
{
    Q_OBJECT

public:
    explicit CaseDetailPane(QWidget* parent = nullptr);

    void render(const CaseFacts& facts);
    void showNothing(const QString& sentence);
    void offerCorrection(bool on);
    void startCorrection(const QString& field); ///< opens the form, where it may be; "": no field chosen yet

    [[nodiscard]] LinkedList* linked() const { return m_linked; }

    [[nodiscard]] QString caseId() const { return m_facts.caseId; }

    /// Personal values of the case were asked for and may be shown now, or may not.
    void setRevealed(const QString& caseId);
    void refuseReveal(const QString& caseId, const QString& sentence);

signals:
    void revealAsked(const QString& caseId, const QString& reason);
    void explainAsked(const QString& caseId);
    void labelAsked(const QString& caseId);
    void
    correctionAsked(const QString& caseId, const QString& field, const QString& value, const QString& reason);

private:
    void buildScore();
    void buildHistory();
    void buildCorrection();
    void renderFacts();
    void renderScore();

    CaseFacts m_facts;
    bool m_personalShown = false;
    Label* m_title;
    Chip* m_state;
    Label* m_received;
    FactList* m_values;
    RevealBox* m_reveal;
    QWidget* m_body;
    Label* m_scoreWords;
    ScoreAgainstThreshold* m_bar;
    GlyphLabel* m_unseen;
    QToolButton* m_explain;
    QToolButton* m_label;
    CaseHistoryModel m_happenings;
    TableView* m_history;
    LinkedList* m_linked;
    QToolButton* m_correct;
    QWidget* m_form;
    QStringListModel m_fields; ///< what can be corrected; of thousands no item each
    QComboBox* m_field;
    QLineEdit* m_value;
    QLineEdit* m_reason;
};

} // namespace casebench::ui
