// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/drift/DriftPresenter.h"
#include "ui/widgets/Layouts.h"

#include <QComboBox>
#include <QToolButton>

namespace casebench::ui {

/// Which model is watched, what best explains what happened, and the newest alerts in short.
class SuspectsPane : public Pane
{
    Q_OBJECT

public:
    explicit SuspectsPane(QWidget* parent = nullptr);
    void render(const DriftState& state);

signals:
    void runChosen(const QString& run);
    void fieldAsked(const QString& field);
    void alertsAsked();

private:
    void renderRuns(const DriftState& state);
    void renderSuspects(const WatchReport& report);
    QWidget* suspectRow(const Suspect& suspect);

    QComboBox* m_runs;
    QWidget* m_list = nullptr;
    Label* m_calm;
    Label* m_inbox;
    QToolButton* m_open;
    std::shared_ptr<const WatchReport> m_shown;
    std::shared_ptr<const DriftInbox> m_inboxShown;
};

} // namespace casebench::ui
