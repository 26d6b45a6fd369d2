// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/Page.h"
#include "ui/pages/labels/AdjudicationPanel.h"
#include "ui/pages/labels/AgreementView.h"
#include "ui/pages/labels/LabelCasePane.h"
#include "ui/pages/labels/LabelContextPane.h"
#include "ui/pages/labels/MyWorkPanel.h"
#include "ui/pages/labels/NoiseView.h"
#include "ui/session/PersonalReveal.h"
#include "ui/widgets/SearchField.h"

#include <QProgressBar>
#include <QStackedWidget>

namespace casebench::ui {

/// The mode Labels: a typing job. Queue, case and verdict, what stands around it.
class LabelsPage : public Page
{
    Q_OBJECT

public:
    explicit LabelsPage(Session& session, QWidget* parent = nullptr);

    void activate(const Selection& selection) override;
    void deactivate() override;

    [[nodiscard]] QWidget* searchField() const override { return m_search; }

    bool escape() override;

    [[nodiscard]] bool isBusy() const override
    {
        return m_presenter.isBusy() || m_settling.isBusy() || m_work.isBusy() || m_agreement->isBusy()
            || m_noise->isBusy();
    }

    [[nodiscard]] QList<QPair<QString, QString>> keys() const override;

protected:
    void onView(const QString& view) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    static constexpr QLatin1String kQueue { "queue" };
    static constexpr QLatin1String kAdjudication { "adjudication" };
    static constexpr QLatin1String kAgreement { "agreement" };
    static constexpr QLatin1String kNoise { "noise" };
    static constexpr QLatin1String kMyWork { "mywork" };

    /// A view of the page: its widget in the stack, its segment in the switch.
    void addPanel(const QString& id, const QString& title, QWidget* panel);
    QWidget* buildQueue();
    QWidget* buildList();
    QWidget* buildNothing();
    bool clearFilters();
    void buildActions();
    void buildFilterActions();
    void buildFoot();
    void
    key(const char* id, const QString& text, const QKeySequence& shortcut, std::function<void()> handler);
    void chooseFile();
    void chooseTarget();
    void chooseEvidence();
    void render(const LabelsState& state);
    void renderHeader();
    void renderFace(const LabelsState& state);
    void selectCurrent();
    void connectMeasures();

    Session& m_session;
    LabelsPresenter m_presenter;
    AdjudicationPresenter m_settling;
    MyWorkPresenter m_work;
    QStackedWidget* m_views;
    AdjudicationPanel* m_adjudication;
    PersonalReveal m_personal;
    Label* m_progressText;
    QProgressBar* m_progress;
    SearchField* m_search;
    QueueFilters* m_filters;
    QWidget* m_nothing; ///< instead of an empty list
    TableView* m_list;
    LabelCasePane* m_case;
    LabelContextPane* m_context;
    AgreementView* m_agreement;
    NoiseView* m_noise;
    QAction* m_save = nullptr;
    QAction* m_skip = nullptr;
    QAction* m_undo = nullptr;
    QAction* m_redo = nullptr;
    QAction* m_saveAll = nullptr;
    QAction* m_settle = nullptr;
    QAction* m_flag = nullptr;
    QAction* m_attach = nullptr;
    QAction* m_import = nullptr;
    QAction* m_export = nullptr;
    bool m_importShown = false;
    bool m_selecting = false;
    bool m_arrived = false; ///< the list had the focus once since the page became ready
};

} // namespace casebench::ui
