// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/release/VerifyPanel.h"

#include "core/crypto/Signature.h"
#include "ui/pages/release/ReleaseRows.h"
#include "ui/text/Format.h"

namespace casebench::ui {

VerifyPanel::VerifyPanel(QWidget* parent)
    : Pane(space::kPage, parent)
    , m_bundle(new PathField(PathField::What::Folder, tr("Bundle"), tr("Folder of the bundle; drop it here")))
    , m_key(new PathField(
          PathField::What::File, tr("Exporter's public key"), tr("Public key you got another way")))
    , m_approver(new PathField(
          PathField::What::File, tr("Approver's public key"), tr("Approver's public key, if you have it")))
    , m_verdict(new GlyphLabel(Glyph::None, {}, TextRole::Strong))
    , m_facts(new KeyValueList)
    , m_problems(new TableView(tr("Problems of the bundle")))
{
    m_problems->setModel(&m_model);
    m_problems->setFitsRows(true);
    addSection(tr("Verify a bundle"));
    content()->addWidget(
        (new Label(
             tr("The signature is checked first; nothing of the bundle is read before it holds. Without "
                "the approver's key the approval is checked by the key it carries."),
             TextRole::Body, ColorRole::Muted))
            ->wrapping());
    for (PathField* field : { m_bundle, m_key, m_approver }) {
        addField(content(), field->name(), field, field->edit());
        connect(field, &PathField::changed, this, &VerifyPanel::changed);
    }
    addHairline();
    content()->addWidget(m_verdict);
    content()->addWidget(m_facts);
    content()->addWidget(m_problems);
    content()->addStretch();
}

void VerifyPanel::render(const ReleaseState& state)
{
    const bool done = state.verified != nullptr;
    m_verdict->setVisible(done);
    m_facts->setVisible(done);
    m_problems->setVisible(done && !state.verified->problems.empty());
    if (!done)
        return;
    const VerifyReport& report = *state.verified;
    m_verdict->setGlyph(report.ok ? Glyph::Good : Glyph::Alarm);
    m_verdict->setText(report.ok ? tr("The bundle holds: signature, every file and the approval.")
                                 : tr("Do not use this bundle. Problems: %1.").arg(report.problems.size()));
    m_facts->setRows(
        { { tr("Checked with"), format::text(fingerprintWords(report.fingerprint)) },
          { tr("Fingerprint"), grouped(report.fingerprint) },
          { tr("Approved by"),
            report.approver.empty() ? tr("nobody")
                                    : tr("%1, key %2")
                                          .arg(format::harmless(format::text(report.approver)),
                                               format::text(fingerprintWords(report.approverFingerprint))) },
          { tr("Files"), format::count(static_cast<qint64>(report.files.size())) } });
    const ReleaseTable table = problemsTable(report);
    m_model.setTable(table.columns, table.rows);
    m_problems->setColumnWidths({ 150, 180, 0 });
}

} // namespace casebench::ui
