// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/Page.h"
#include "ui/pages/audit/AuditLogPanel.h"
#include "ui/pages/audit/PersonsPanel.h"

#include <QStackedWidget>

namespace casebench::ui {

/// The mode Audit: what was done by whom, and whether the record still holds.
class AuditPage : public Page
{
    Q_OBJECT

public:
    explicit AuditPage(Session& session, QWidget* parent = nullptr);

    void activate(const Selection& selection) override;

    void deactivate() override { m_presenter.setVisible(false); }

    [[nodiscard]] QWidget* searchField() const override;
    bool escape() override;

    [[nodiscard]] bool isBusy() const override { return m_presenter.isBusy(); }

protected:
    void onView(const QString& view) override;

private:
    void render();
    void renderBanner(const AuditState& state);
    void renderAccept(const AuditState& state);
    void bannerActed();
    void askWhyAccepted();

    AuditPresenter m_presenter;
    QStackedWidget* m_stack;
    AuditLogPanel* m_log;
    PersonsPanel* m_persons;
    QAction* m_verify;
    QAction* m_accept;
    qint64 m_wanted = 0; ///< to show once the log is read
};

} // namespace casebench::ui
