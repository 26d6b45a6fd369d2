// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/labels/AdjudicationPresenter.h"
#include "ui/pages/labels/ChoiceButton.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/GlyphLabel.h"
#include "ui/widgets/KeyValueList.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/TableView.h"

#include <QComboBox>
#include <QLineEdit>
#include <QStackedLayout>

#include <array>

namespace casebench::ui {

/// One of the three columns A, B and M of a conflict.
class DisputeColumn : public QWidget
{
    Q_OBJECT

public:
    explicit DisputeColumn(const QString& letter, QWidget* parent = nullptr);
    void showSide(const DisputeSide& side);
    void showModel(const DisputeModel& model);
    void showNothing(const QString& sentence);

private:
    void warn(Glyph glyph, const QString& text);

    Label* m_who;
    Label* m_when;
    Label* m_verdict;
    GlyphLabel* m_warning;
    KeyValueList* m_details;
};

/// The view "adjudication": conflicts | A, B and the model, facts and evidence, how to settle it.
class AdjudicationPanel : public QWidget
{
    Q_OBJECT

public:
    explicit AdjudicationPanel(AdjudicationPresenter& presenter, QWidget* parent = nullptr);

    [[nodiscard]] TableView* list() const { return m_list; }

    [[nodiscard]] QLineEdit* why() const { return m_why; }

    /// True when the key was one of this view.
    bool takeKey(int key);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* buildList();
    QWidget* buildCase();
    void buildExhibits(QVBoxLayout* layout);
    void buildSettling(QVBoxLayout* layout);
    void render(const AdjudicationState& state);
    void renderSides(const AdjudicationState& state);
    void renderSettling(const AdjudicationState& state);

    AdjudicationPresenter& m_presenter;
    QStackedLayout* m_stack;
    EmptyState* m_empty;
    Label* m_count;
    TableView* m_list;
    Label* m_title;
    Label* m_received;
    std::array<DisputeColumn*, 3> m_columns {};
    TableView* m_facts;
    TableView* m_evidence;
    TableView* m_links;
    Label* m_noEvidence;
    Label* m_noLinks;
    std::array<ChoiceButton*, 3> m_verdicts {};
    QComboBox* m_reason;
    QLineEdit* m_why;
    QStringList m_reasonTexts;
};

} // namespace casebench::ui
