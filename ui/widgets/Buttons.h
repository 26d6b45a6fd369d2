// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/Icons.h"

#include <QAction>
#include <QKeySequence>
#include <QPushButton>
#include <QToolButton>

#include <functional>

namespace casebench::ui {

/// An action, told once; menu, palette and button show the same QAction.
struct ActionSpec
{
    QString id {}; ///< "cases.import"
    QString text {}; ///< a verb with its object: "Import files"; "…" only when a dialog follows
    IconId icon = IconId::None;
    QKeySequence shortcut {};
    QString tip {}; ///< one sentence
    /// The same as words of casebench-cli ("import FILE"), for "copy as command"; may be empty. The program,
    /// project and person are put before it when it is copied. CAPITALS stand for what only the person knows.
    QString command {};
};

/// A QAction of the spec. Its id is the object name; its shortcut acts while `owner` or a child has the
/// focus.
[[nodiscard]] QAction* makeAction(const ActionSpec& spec, QWidget* owner, std::function<void()> handler);
[[nodiscard]] QString commandOf(const QAction* action);
void setCommand(QAction* action, const QString& command);
/// For what depends on what is shown: asked for each time the command is wanted.
void setCommand(QAction* action, std::function<QString()> command);
/// A word as a shell reads it: quoted where it must be.
[[nodiscard]] QString shellWord(const QString& word);
/// The words, each quoted where it must be.
[[nodiscard]] QString shellWords(const QStringList& words);

/// A button that shows an action: text, icon, tip, enabled, visible and key cap follow it.
class ActionButton : public QPushButton
{
    Q_OBJECT

public:
    explicit ActionButton(QAction* action, QWidget* parent = nullptr);

    [[nodiscard]] QAction* action() const { return m_action; }

    /// The key cap shown instead of the action's own shortcut ("Ctrl+Enter" of the primary button).
    void setKeyCap(const QString& text);

private:
    void follow();

    QAction* m_action;
    QString m_keyCap;
};

/// A plain flat button.
[[nodiscard]] QPushButton* textButton(const QString& text, QWidget* parent = nullptr);
/// Accent text without a frame: "Open 14 cases".
[[nodiscard]] QToolButton* linkButton(const QString& text, QWidget* parent = nullptr);
/// An icon alone; the name is what a screen reader and the tip say.
[[nodiscard]] QToolButton* iconButton(IconId id, const QString& name, QWidget* parent = nullptr);
/// Makes this the filled button. One per page.
void setPrimary(QPushButton* button, bool primary = true);

} // namespace casebench::ui
