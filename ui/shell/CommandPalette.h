// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/Actions.h"
#include "ui/shell/ShellHost.h"
#include "ui/widgets/Label.h"

#include <QLineEdit>
#include <QListView>
#include <QPointer>
#include <QStandardItemModel>
#include <QWidget>

namespace casebench::ui {

/// How well a text answers what was typed: letters in order, better at word starts and in one run. -1: not at
/// all.
struct FuzzyMatch
{
    int score = -1;
    QList<int> hits {}; ///< positions in the text, for semibold letters
};

[[nodiscard]] FuzzyMatch fuzzyMatch(const QString& typed, const QString& text);

/// Every action, field, run, alert and case from the keyboard; over the dimmed page. A child of the window,
/// not a dialog.
class CommandPalette : public QWidget
{
    Q_OBJECT

public:
    CommandPalette(Actions& actions, ShellHost& host, QWidget* window);

    void open();
    void close();

    [[nodiscard]] QLineEdit* field() const { return m_field; }

    [[nodiscard]] QListView* list() const { return m_list; }

signals:
    void wants(casebench::ui::PageId page, const casebench::ui::Selection& selection);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void search(const QString& text);
    void addGroup(const QString& title);
    void act(const QModelIndex& index);
    void copyCommand();
    void move(int by);
    void place();

    Actions& m_actions;
    ShellHost& m_host;
    QWidget* m_card;
    QLineEdit* m_field;
    QListView* m_list;
    QStandardItemModel* m_model;
    Label* m_count;
    QList<PaletteHit> m_hits;
    QPointer<QWidget> m_before; ///< gets the focus back
};

} // namespace casebench::ui
