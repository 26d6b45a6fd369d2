// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/Actions.h"
#include "ui/shell/ShellHost.h"
#include "ui/widgets/Banner.h"

#include <QListView>
#include <QStandardItemModel>
#include <QVBoxLayout>
#include <QWidget>

#include <functional>

namespace casebench::ui {

/// For the first minute: recent projects, new, open, drop files; and the sample that tells the whole story.
class WelcomeView : public QWidget
{
    Q_OBJECT

public:
    WelcomeView(Actions& actions, ShellHost& host, QWidget* parent = nullptr);
    void refresh();
    void showFailure(const QString& sentence);
    void showDamaged(const QString& sentence, const QString& path);
    void showSalvaged(const QString& sentence, const QString& details, bool whole, const QString& path);

protected:
    void paintEvent(QPaintEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    [[nodiscard]] QWidget* buildRecent(Actions& actions);
    [[nodiscard]] QWidget* buildSample(Actions& actions);
    void openRecent(int row);

    ShellHost& m_host;
    Banner* m_banner;
    std::function<void()> m_offer; ///< what the banner's button does
    QListView* m_recent;
    QStandardItemModel* m_model;
    Label* m_none;
    QWidget* m_drop;
};

} // namespace casebench::ui
