// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/labels/ChoiceButton.h"
#include "ui/pages/labels/FactTopicsView.h"
#include "ui/pages/labels/LabelsPresenter.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/RevealBox.h"
#include "ui/widgets/SegmentedSwitch.h"
#include "ui/widgets/StatTile.h"

#include <QLineEdit>
#include <QToolButton>

#include <array>

namespace casebench::ui {

/// A dashed frame around what is hidden, or a plain one around what may be seen.
class RevealFrame : public QWidget
{
    Q_OBJECT

public:
    explicit RevealFrame(QWidget* parent = nullptr);
    void showHidden();
    void showReveal(const LabelReveal& reveal);

    [[nodiscard]] QLineEdit* difference() const { return m_why; }

signals:
    void
    explained(const QString& line); ///< Enter in the line that is asked for when verdict and model differ

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    bool m_hidden = true;
    Label* m_title;
    Label* m_text;
    QLineEdit* m_why;
};

/// The case and the verdict in the making.
class LabelCasePane : public Pane
{
    Q_OBJECT

public:
    explicit LabelCasePane(LabelsPresenter& presenter, QWidget* parent = nullptr);

    void render(const LabelsState& state);
    void renderFacts(const CaseFacts& facts);

    [[nodiscard]] QLineEdit* note() const { return m_note; }

    [[nodiscard]] QLineEdit* difference() const { return m_frame->difference(); }

    [[nodiscard]] QWidget* firstChoice() const { return m_verdicts.front(); }

    /// Personal values of the case were asked for and may be shown now, or may not.
    void setRevealed(const QString& caseId);
    void refuseReveal(const QString& caseId, const QString& sentence);

    /// Skip, flag and the like: a line of its own under the pane, so that it never scrolls away.
    [[nodiscard]] QWidget* foot() const { return m_foot; }

    void addFoot(QWidget* widget);

signals:
    void revealAsked(const QString& caseId, const QString& reason);

private:
    void buildHead();
    void buildFacts();
    void buildVerdicts();
    void buildSureness();
    void buildReasons(const QStringList& reasons);
    void fillFacts();

    LabelsPresenter& m_presenter;
    CaseFacts m_facts;
    bool m_personalShown = false;
    Label* m_title;
    Chip* m_state;
    ElidedLabel* m_received;
    Label* m_position;
    FactTopicsView* m_topics;
    RevealBox* m_reveal;
    Label* m_update;
    Label* m_changed;
    std::array<ChoiceButton*, 4> m_verdicts {};
    QGridLayout* m_reasonGrid;
    QList<ChoiceButton*> m_reasons;
    QStringList m_reasonTexts;
    SegmentedSwitch* m_sure;
    QLineEdit* m_note;
    RevealFrame* m_frame;
    QWidget* m_foot;
    QHBoxLayout* m_footLine;
};

} // namespace casebench::ui
