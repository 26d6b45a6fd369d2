// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/release/BundlePanel.h"

#include "core/crypto/Signature.h"
#include "ui/pages/release/ReleaseRows.h"
#include "ui/text/Format.h"

#include <QDir>

namespace casebench::ui {

BundlePanel::BundlePanel(QWidget* parent)
    : Pane(space::kPage, parent)
    , m_what((new Label)->wrapping())
    , m_key(new PathField(
          PathField::What::File, tr("Signing key"), tr("PEM file of the exporter's private key")))
    , m_passphrase(passphraseField(tr("Passphrase of the signing key")))
    , m_folder(new PathField(PathField::What::Folder, tr("Folder"), tr("Where the bundle's folder is made")))
    , m_name(new QLineEdit)
    , m_done(new GlyphLabel(Glyph::Good, {}, TextRole::Strong))
    , m_facts(new KeyValueList)
    , m_files((new Label({}, TextRole::Caption, ColorRole::Muted))->wrapping())
{
    m_name->setAccessibleName(tr("Name of the bundle's folder"));
    m_name->setPlaceholderText(tr("Name of the new folder"));
    addSection(tr("Export a signed bundle"));
    content()->addWidget(m_what);
    addField(content(), tr("Signing key"), m_key, m_key->edit());
    addField(content(), tr("Its passphrase"), m_passphrase, m_passphrase);
    addField(content(), tr("Folder"), m_folder, m_folder->edit());
    addField(content(), tr("Name of the bundle"), m_name, m_name);
    addHairline();
    content()->addWidget(m_done);
    content()->addWidget(m_facts);
    content()->addWidget(m_files);
    content()->addStretch();
    connect(m_key, &PathField::changed, this, &BundlePanel::changed);
    connect(m_folder, &PathField::changed, this, &BundlePanel::changed);
    connect(m_name, &QLineEdit::textChanged, this, &BundlePanel::changed);
}

bool BundlePanel::isReady() const
{
    return !m_key->path().isEmpty() && !m_folder->path().isEmpty() && !m_name->text().trimmed().isEmpty();
}

KeyChoice BundlePanel::takeKey()
{
    KeyChoice key { m_key->path(), m_passphrase->text() };
    m_passphrase->clear();
    return key;
}

QString BundlePanel::target() const
{
    return QDir(m_folder->path()).filePath(m_name->text().trimmed());
}

void BundlePanel::render(const ReleaseState& state)
{
    const ReleaseVersion* version = state.current();
    if (version && version->run.id != m_run) {
        m_run = version->run.id;
        m_name->setText(QStringLiteral("%1-bundle").arg(format::harmless(format::text(version->run.name))));
    }
    m_what->setText(
        !version ? QString()
            : !state.whyNotExport.isEmpty()
            ? state.whyNotExport
            : tr("%1: model, contract, calibration, threshold, lineage, metrics, reference and a card to "
                 "read, with the approval inside. The folder appears whole or not at all.")
                  .arg(format::harmless(format::text(version->run.name))));
    m_done->setVisible(state.exported != nullptr);
    m_facts->setVisible(state.exported != nullptr);
    m_files->setVisible(state.exported != nullptr);
    if (!state.exported)
        return;
    const ExportedBundle& bundle = *state.exported;
    m_done->setText(tr("Exported and verified."));
    m_facts->setRows(
        { { tr("Folder"), format::isolate(format::text(bundle.path.string())) },
          { tr("Words"), format::text(fingerprintWords(bundle.fingerprint)), {}, Glyph::None, true },
          { tr("Fingerprint"), grouped(bundle.fingerprint) },
          { tr("Approver's key"), format::text(fingerprintWords(bundle.approverFingerprint)) },
          { tr("Payload"), grouped(bundle.payloadSha256) } });
    QStringList files;
    for (const std::string& file : bundle.files)
        files.append(format::text(file));
    m_files->setText((files.size() == 1 ? tr("One file: %1. Compare the words with the receiver by voice.")
                                        : tr("%2 files: %1. Compare the words with the receiver by voice."))
                         .arg(format::list(files), format::count(files.size())));
}

} // namespace casebench::ui
