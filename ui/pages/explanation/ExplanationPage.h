// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/Page.h"
#include "ui/pages/explanation/ExplanationPanel.h"
#include "ui/pages/explanation/ExplanationPresenter.h"
#include "ui/pages/explanation/UnseenPane.h"

#include <QStackedWidget>

namespace casebench::ui {

class SearchField;
class TableView;

/// The mode Explanation: why a run says what it says of one case.
class ExplanationPage : public Page
{
    Q_OBJECT

public:
    explicit ExplanationPage(Session& session, QWidget* parent = nullptr);

    void activate(const Selection& selection) override;
    void deactivate() override;
    [[nodiscard]] QWidget* searchField() const override;
    bool escape() override;
    [[nodiscard]] bool isBusy() const override;
    [[nodiscard]] QList<QPair<QString, QString>> keys() const override;

private:
    QWidget* buildList();
    void buildActions();
    void copyReasons();
    void selectShown();
    void render();
    void renderEmpty(const ExplanationState& state);
    void renderExplanation();

    Session& m_session;
    ExplanationPresenter m_presenter;
    SearchField* m_search;
    Label* m_listTitle;
    Label* m_listNote;
    TableView* m_list;
    QStackedWidget* m_listStack = nullptr;
    EmptyState* m_noMatch;
    QStackedWidget* m_middle;
    EmptyState* m_cannot;
    ExplanationPanel* m_panel;
    UnseenPane* m_unseen;
    QAction* m_copy = nullptr;
    QAction* m_open = nullptr;
    bool m_selecting = false;
};

} // namespace casebench::ui
