// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/audit/PersonsPanel.h"

#include "core/crypto/Signature.h"
#include "ui/text/Format.h"
#include "ui/widgets/Buttons.h"

#include <QFileDialog>

namespace casebench::ui {

PersonsPanel::PersonsPanel(QWidget* parent)
    : Pane(space::kPage, parent)
    , m_table(new TableView(tr("Persons")))
    , m_name(new QLineEdit)
    , m_role(new QComboBox)
    , m_key(new QLineEdit)
    , m_choose(textButton(tr("Choose key…")))
    , m_add(textButton(tr("Add person")))
    , m_whyNot((new Label({}, TextRole::Caption, ColorRole::Muted))->wrapping())
{
    build();
    connect(m_choose, &QPushButton::clicked, this, &PersonsPanel::chooseKey);
    connect(m_name, &QLineEdit::textChanged, this, &PersonsPanel::refresh);
    connect(m_add, &QPushButton::clicked, this, [this] {
        emit addAsked(m_name->text().trimmed(), static_cast<Role>(m_role->currentData().toInt()),
                      m_key->text().trimmed());
        m_name->clear();
        m_key->clear();
    });
}

void PersonsPanel::build()
{
    m_table->setModel(&m_model);
    m_table->setFitsRows(true);
    for (const Role role : { Role::Investigator, Role::Analyst, Role::Compliance, Role::Admin })
        m_role->addItem(format::text(casebench::name(role)), int(role));
    m_role->setAccessibleName(tr("Role"));
    m_name->setAccessibleName(tr("Name of the person"));
    m_name->setPlaceholderText(tr("Name"));
    m_key->setAccessibleName(tr("File of the person's public key"));
    m_key->setPlaceholderText(tr("Public key, PEM; whoever approves needs one"));
    addSection(tr("Persons"));
    content()->addWidget(
        (new Label(tr("Whoever has no role owns verdicts of a label file and cannot act. Nobody is ever "
                      "removed; a person known already gets the new role and key."),
                   TextRole::Body, ColorRole::Muted))
            ->wrapping());
    content()->addWidget(m_table);
    addHairline();
    addSection(tr("Add a person"));
    auto* form = new QWidget;
    auto* across = row(space::kGroup);
    form->setLayout(across);
    across->addWidget(m_name, 2);
    across->addWidget(m_role, 1);
    across->addWidget(m_key, 3);
    across->addWidget(m_choose);
    across->addWidget(m_add);
    content()->addWidget(form);
    content()->addWidget(m_whyNot);
    content()->addStretch();
}

void PersonsPanel::chooseKey()
{
    auto* dialog = new QFileDialog(this, tr("Public key"), {}, tr("Keys (*.pem *.pub);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, m_key, &QLineEdit::setText);
    dialog->open();
}

void PersonsPanel::refresh()
{
    for (QWidget* widget : { static_cast<QWidget*>(m_name), static_cast<QWidget*>(m_role),
                             static_cast<QWidget*>(m_key), static_cast<QWidget*>(m_choose) })
        widget->setEnabled(m_may);
    m_add->setEnabled(m_may && !m_saving && !m_name->text().trimmed().isEmpty());
}

void PersonsPanel::render(const AuditState& state)
{
    m_may = state.face == AuditState::Face::Ready && state.whyNotPersons.isEmpty();
    m_saving = state.saving;
    m_add->setText(m_saving ? tr("Adding…") : tr("Add person"));
    m_whyNot->setText(state.whyNotPersons);
    refresh();
    if (!state.persons || state.persons == m_shown)
        return;
    m_shown = state.persons;
    QList<CellRow> rows;
    for (const Person& person : *m_shown) {
        const QString name = format::harmless(format::text(person.name));
        const QString words = format::text(fingerprintWords(person.fingerprint));
        rows.append({ rows.size() + 1,
                      false,
                      { { name, name },
                        { format::text(casebench::name(person.role)), int(person.role) },
                        { person.fingerprint.empty() ? format::undefined() : words, words },
                        { person.fingerprint.empty() ? format::undefined()
                                                     : format::shortHash(format::text(person.fingerprint)),
                          words } } });
    }
    m_model.setTable({ { tr("Name") }, { tr("Role") }, { tr("Key, in words") }, { tr("Fingerprint") } },
                     rows);
    m_table->setColumnWidths({ 200, 120, 0, 180 });
}

} // namespace casebench::ui
