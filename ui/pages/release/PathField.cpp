// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/release/PathField.h"

#include "ui/widgets/Buttons.h"
#include "ui/widgets/Layouts.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QMimeData>

namespace casebench::ui {

namespace {

QString localPath(const QMimeData* data)
{
    const QList<QUrl> urls = data->urls();
    return urls.size() == 1 && urls.first().isLocalFile() ? urls.first().toLocalFile() : QString();
}

} // namespace

PathField::PathField(What what, const QString& name, const QString& placeholder, QWidget* parent)
    : QWidget(parent)
    , m_what(what)
    , m_name(name)
    , m_edit(new QLineEdit)
{
    auto* across = row(space::kGroup);
    setLayout(across);
    m_edit->setAccessibleName(name);
    m_edit->setPlaceholderText(placeholder);
    m_edit->setAcceptDrops(false); // the whole row takes a file, not its address as text
    auto* button = iconButton(IconId::Folder, tr("Choose: %1").arg(name));
    across->addWidget(m_edit, 1);
    across->addWidget(button);
    setAcceptDrops(true);
    connect(m_edit, &QLineEdit::textChanged, this, &PathField::changed);
    connect(button, &QToolButton::clicked, this, &PathField::choose);
}

void PathField::choose()
{
    auto* dialog = new QFileDialog(this, m_name);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(m_what == What::Folder ? QFileDialog::Directory : QFileDialog::ExistingFile);
    if (m_what == What::File)
        dialog->setNameFilters({ tr("Keys (*.pem *.pub)"), tr("All files (*)") });
    connect(dialog, &QFileDialog::fileSelected, this, &PathField::setPath);
    dialog->open();
}

void PathField::dragEnterEvent(QDragEnterEvent* event)
{
    if (!localPath(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void PathField::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    setPath(localPath(event->mimeData()));
}

void addField(QBoxLayout* lines, const QString& label, QWidget* field, QWidget* buddy)
{
    auto* group = new QWidget;
    auto* parts = column(space::kHair);
    group->setLayout(parts);
    auto* title = new Label(label, TextRole::Caption, ColorRole::Muted);
    title->setBuddy(buddy);
    parts->addWidget(title);
    parts->addWidget(field);
    group->setMaximumWidth(scaled(field, 640));
    lines->addWidget(group);
}

QLineEdit* passphraseField(const QString& name)
{
    auto* field = new QLineEdit;
    field->setEchoMode(QLineEdit::Password);
    field->setAccessibleName(name);
    field->setPlaceholderText(QObject::tr("Passphrase; empty when the key has none"));
    return field;
}

} // namespace casebench::ui
