// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/Page.h"
#include "ui/pages/release/BundlePanel.h"
#include "ui/pages/release/GatesPanel.h"
#include "ui/pages/release/PersonsPane.h"
#include "ui/pages/release/VerifyPanel.h"

#include <QStackedWidget>

namespace casebench::ui {

/// The mode Release: gates, two persons, signed bundles and their verification.
class ReleasePage : public Page
{
    Q_OBJECT

public:
    explicit ReleasePage(Session& session, QWidget* parent = nullptr);

    void activate(const Selection& selection) override;

    void deactivate() override { m_presenter.setVisible(false); }

    [[nodiscard]] bool isBusy() const override { return m_presenter.isBusy(); }

protected:
    void onView(const QString& view) override;

private:
    QWidget* buildGates();
    void buildActions();
    void buildCommands();
    void connectPanels();
    void askApproval();
    void askReason(const QString& title, const QString& what, void (ReleasePresenter::*then)(const QString&));
    void askDossier();
    void render();
    void renderHeader(const ReleaseState& state);
    void renderFace(const ReleaseState& state);

    Session& m_session;
    ReleasePresenter m_presenter;
    QStackedWidget* m_stack;
    TableView* m_list;
    CellTable m_versions;
    GatesPanel* m_gates;
    PersonsPane* m_persons;
    BundlePanel* m_bundle;
    VerifyPanel* m_verify;
    QAction* m_submit = nullptr;
    QAction* m_approve = nullptr;
    QAction* m_reject = nullptr;
    QAction* m_retire = nullptr;
    QAction* m_dossier = nullptr;
    QAction* m_export = nullptr;
    QAction* m_check = nullptr;
    std::shared_ptr<const std::vector<ReleaseVersion>> m_shown;
};

} // namespace casebench::ui
