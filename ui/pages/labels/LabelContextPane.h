// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/itemmodels/CellTable.h"
#include "ui/pages/labels/LabelsPresenter.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/TableView.h"

#include <QLineEdit>
#include <QPlainTextEdit>
#include <QToolButton>

namespace casebench::ui {

/// What stands around the case: why it is here, the verdict before it, its history, and the list of reasons.
class LabelContextPane : public Pane
{
    Q_OBJECT

public:
    explicit LabelContextPane(LabelsPresenter& presenter, QWidget* parent = nullptr);
    void render(const LabelsState& state);
    void renderFacts(const CaseFacts& facts);
    void renderLinks(const LabelLinks& links);

private:
    void buildLast();
    void buildLinks();
    void buildEvidence();
    void buildReasons();

    LabelsPresenter& m_presenter;
    Label* m_why;
    QWidget* m_lastBox;
    Label* m_lastTitle;
    Label* m_lastModel;
    Label* m_lastReasons;
    QLineEdit* m_lastWhy;
    CellTable m_linkRows;
    Label* m_noLinks;
    TableView* m_links;
    CellTable m_evidenceRows;
    Label* m_noEvidence;
    TableView* m_evidence;
    TableView* m_history;
    QToolButton* m_editReasons;
    QWidget* m_reasonBox;
    QPlainTextEdit* m_reasons;
    QStringList m_reasonTexts;
};

} // namespace casebench::ui
