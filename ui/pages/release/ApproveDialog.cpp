// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/release/ApproveDialog.h"

#include "ui/pages/release/ReleaseRows.h"
#include "ui/text/Format.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Layouts.h"

namespace casebench::ui {

ApproveDialog::ApproveDialog(const ReleaseVersion& version, const QString& person, QWidget* parent)
    : QDialog(parent)
    , m_key(new PathField(
          PathField::What::File, tr("Your private key"), tr("PEM file of the key registered for you")))
    , m_passphrase(passphraseField(tr("Passphrase of the key")))
    , m_reason(new QPlainTextEdit)
{
    const QString name = format::harmless(format::text(version.run.name));
    setWindowTitle(tr("Approve %1").arg(name));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* lines = column(space::kGroup);
    lines->setContentsMargins(space::kPage, space::kPage, space::kPage, space::kBetween);
    setLayout(lines);
    lines->addWidget(new Label(tr("Approve %1 as champion?").arg(name), TextRole::Section));
    lines->addWidget((new Label(versionSentence(version)))->wrapping());
    lines->addWidget(
        new Label(tr("Digest of the model, which you sign"), TextRole::Caption, ColorRole::Muted));
    lines->addWidget((new Label(grouped(version.run.modelDigest), TextRole::Mono))->wrapping()->selectable());
    lines->addWidget(new Hairline);
    lines->addWidget(new Label(tr("You sign as %1").arg(person), TextRole::Strong));
    addField(lines, tr("Your private key"), m_key, m_key->edit());
    addField(lines, tr("Its passphrase"), m_passphrase, m_passphrase);
    m_reason->setAccessibleName(tr("Reason of the approval"));
    m_reason->setPlaceholderText(tr("Why this model may be used"));
    m_reason->setTabChangesFocus(true);
    m_reason->setFixedHeight(scaled(this, 72));
    addField(lines, tr("Reason"), m_reason, m_reason);
    lines->addWidget(
        (new Label(tr("The champion of today is retired in the same step. The approval stands in the log "
                      "and in every bundle."),
                   TextRole::Caption, ColorRole::Muted))
            ->wrapping());
    auto* buttons = row(space::kGroup);
    auto* cancel = textButton(tr("Cancel"));
    m_approve = textButton(tr("Approve %1").arg(name));
    setPrimary(m_approve);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_approve);
    lines->addLayout(buttons);
    setMinimumWidth(scaled(this, 520));
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_approve, &QPushButton::clicked, this, [this] {
        emit approved({ m_key->path(), m_passphrase->text() }, m_reason->toPlainText().trimmed());
        m_passphrase->clear();
        accept();
    });
    connect(m_key, &PathField::changed, this, &ApproveDialog::refresh);
    connect(m_reason, &QPlainTextEdit::textChanged, this, &ApproveDialog::refresh);
    refresh();
}

void ApproveDialog::refresh()
{
    m_approve->setEnabled(!m_key->path().isEmpty() && !m_reason->toPlainText().trimmed().isEmpty());
}

} // namespace casebench::ui
