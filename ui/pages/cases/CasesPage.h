// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/Page.h"
#include "ui/pages/cases/CaseDetailPane.h"
#include "ui/pages/cases/CaseTablePanel.h"
#include "ui/pages/cases/ImportPanel.h"
#include "ui/pages/cases/QuarantinePanel.h"
#include "ui/pages/cases/SnapshotBar.h"
#include "ui/session/PersonalReveal.h"

#include <QStackedWidget>

namespace casebench::ui {

/// The mode Cases: table and case in short, import with preview, quarantine.
class CasesPage : public Page
{
    Q_OBJECT

public:
    explicit CasesPage(Session& session, QWidget* parent = nullptr);

    void activate(const Selection& selection) override;
    void deactivate() override;
    [[nodiscard]] QWidget* searchField() const override;
    bool escape() override;
    [[nodiscard]] bool isBusy() const override;
    [[nodiscard]] QList<QPair<QString, QString>> keys() const override;

    /// The same as dropping these files.
    void importFiles(const QStringList& paths);

protected:
    void onView(const QString& view) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QWidget* buildTable();
    void buildActions();
    void connectTable();
    void chooseFiles();
    void chooseExport();
    void openCase(const QString& caseId);
    void render();
    void renderHeader();
    void renderTable(const CasesState& state);
    void renderBanner();

    Session& m_session;
    CasesPresenter m_cases;
    ImportPresenter m_import;
    QuarantinePresenter m_quarantine;
    PersonalReveal m_personal;
    QStackedWidget* m_stack;
    CaseTablePanel* m_table;
    CaseDetailPane* m_detail;
    SnapshotBar* m_snapshot;
    ImportPanel* m_importPanel;
    QuarantinePanel* m_quarantinePanel;
    bool m_arrived = false; ///< the table had the focus once since the cases were there
    QAction* m_choose = nullptr;
    QAction* m_importNow = nullptr;
    QAction* m_saveMapping = nullptr;
    QAction* m_cancel = nullptr;
    QAction* m_save = nullptr;
    QAction* m_export = nullptr;
};

} // namespace casebench::ui
