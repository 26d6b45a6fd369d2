// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Buttons.h"

#include "ui/theme/Style.h"

#include <QRegularExpression>

Q_DECLARE_METATYPE(std::function<QString()>)

namespace casebench::ui {

namespace {

constexpr const char* kCommandProperty = "cbCommand";

} // namespace

QAction* makeAction(const ActionSpec& spec, QWidget* owner, std::function<void()> handler)
{
    auto* action = new QAction(spec.text, owner);
    action->setObjectName(spec.id);
    action->setIcon(icon(spec.icon));
    action->setProperty("cbIcon", static_cast<int>(spec.icon)); // the palette paints it in its own colour
    action->setShortcut(spec.shortcut);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    action->setToolTip(spec.tip);
    action->setStatusTip(spec.tip);
    setCommand(action, spec.command);
    owner->addAction(action);
    QObject::connect(action, &QAction::triggered, owner, [handler = std::move(handler)] { handler(); });
    return action;
}

QString commandOf(const QAction* action)
{
    const QVariant command = action->property(kCommandProperty);
    if (command.canConvert<std::function<QString()>>())
        return command.value<std::function<QString()>>()();
    return command.toString();
}

void setCommand(QAction* action, std::function<QString()> command)
{
    action->setProperty(kCommandProperty, QVariant::fromValue(std::move(command)));
}

QString shellWord(const QString& word)
{
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_./:=,@%+-]+$"));
    if (plain.match(word).hasMatch())
        return word;
    QString quoted = word;
    return u'\'' + quoted.replace(u'\'', QStringLiteral("'\\''")) + u'\'';
}

QString shellWords(const QStringList& words)
{
    QStringList quoted;
    for (const QString& word : words)
        quoted.append(shellWord(word));
    return quoted.join(u' ');
}

void setCommand(QAction* action, const QString& command)
{
    action->setProperty(kCommandProperty, command);
}

ActionButton::ActionButton(QAction* action, QWidget* parent)
    : QPushButton(parent)
    , m_action(action)
{
    connect(action, &QAction::changed, this, &ActionButton::follow);
    connect(this, &QPushButton::clicked, action, &QAction::trigger);
    setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
    follow();
}

void ActionButton::setKeyCap(const QString& text)
{
    m_keyCap = text;
    follow();
}

void ActionButton::follow()
{
    const QString cap =
        m_keyCap.isEmpty() ? m_action->shortcut().toString(QKeySequence::NativeText) : m_keyCap;
    setProperty(kKeyProperty, cap);
    setText(m_action->text());
    setIcon(property(kPrimaryProperty).toBool() ? QIcon() : m_action->icon());
    setToolTip(m_action->toolTip().toHtmlEscaped());
    setEnabled(m_action->isEnabled());
    if (parentWidget() != nullptr || !m_action->isVisible()) // without a place it would come up as a window
        setVisible(m_action->isVisible());
    setAccessibleName(m_action->text());
    setAccessibleDescription(m_action->toolTip());
    updateGeometry();
    update();
}

QPushButton* textButton(const QString& text, QWidget* parent)
{
    auto* button = new QPushButton(text, parent);
    button->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
    return button;
}

QToolButton* linkButton(const QString& text, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setText(text);
    button->setAccessibleName(text);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setProperty(kLinkProperty, true);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setCursor(Qt::PointingHandCursor);
    return button;
}

QToolButton* iconButton(IconId id, const QString& name, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setIcon(icon(id, ColorRole::Muted));
    button->setIconSize({ 16, 16 });
    button->setToolTip(name.toHtmlEscaped());
    button->setAccessibleName(name);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

void setPrimary(QPushButton* button, bool primary)
{
    button->setProperty(kPrimaryProperty, primary);
    if (primary)
        button->setIcon(QIcon());
    button->update();
}

} // namespace casebench::ui
