// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/Page.h"
#include "ui/pages/drift/AlertsPanel.h"
#include "ui/pages/drift/FieldPanel.h"
#include "ui/pages/drift/MonthsPanel.h"
#include "ui/pages/drift/ProposalPanel.h"
#include "ui/pages/drift/SuspectsPane.h"

#include <QStackedWidget>

namespace casebench::ui {

/// The mode Drift: what happened to the model since its training, field by field, and who answers it.
class DriftPage : public Page
{
    Q_OBJECT

public:
    explicit DriftPage(Session& session, QWidget* parent = nullptr);

    void activate(const Selection& selection) override;

    void deactivate() override { m_presenter.setVisible(false); }

    [[nodiscard]] bool isBusy() const override { return m_presenter.isBusy(); }

    bool escape() override;
    [[nodiscard]] QList<QPair<QString, QString>> keys() const override;

protected:
    void onView(const QString& view) override;

private:
    void buildActions();
    void connectPanels();
    void openField(const QString& field);
    void render();
    void renderFace(const DriftState& state);
    void renderProposal(const DriftState& state);
    void renderBanner(const DriftState& state);

    Session& m_session;
    DriftPresenter m_presenter;
    QStackedWidget* m_stack;
    MonthsPanel* m_months;
    SuspectsPane* m_suspects;
    FieldPanel* m_field;
    AlertsPanel* m_alerts;
    ProposalPanel* m_proposal;
    QAction* m_check = nullptr;
    QAction* m_propose = nullptr;
    QAction* m_train = nullptr;
    QAction* m_previous = nullptr;
    QAction* m_next = nullptr;
};

} // namespace casebench::ui
