// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/Page.h"
#include "ui/pages/labels/LabelCasePane.h"
#include "ui/pages/labels/LabelContextPane.h"
#include "ui/session/PersonalReveal.h"
#include "ui/widgets/SearchField.h"

#include <QProgressBar>

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

    [[nodiscard]] bool isBusy() const override { return m_presenter.isBusy(); }

    [[nodiscard]] QList<QPair<QString, QString>> keys() const override;

protected:
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QWidget* buildList();
    void buildActions();
    void buildFoot();
    void
    key(const char* id, const QString& text, const QKeySequence& shortcut, std::function<void()> handler);
    void chooseFile();
    void render(const LabelsState& state);
    void renderFace(const LabelsState& state);
    void selectCurrent();

    Session& m_session;
    LabelsPresenter m_presenter;
    PersonalReveal m_personal;
    Label* m_progressText;
    QProgressBar* m_progress;
    SearchField* m_search;
    TableView* m_list;
    LabelCasePane* m_case;
    LabelContextPane* m_context;
    QAction* m_save = nullptr;
    QAction* m_skip = nullptr;
    QAction* m_undo = nullptr;
    QAction* m_import = nullptr;
    bool m_selecting = false;
    bool m_arrived = false; ///< the list had the focus once since the page became ready
};

} // namespace casebench::ui
