// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/audit/AuditDetailPane.h"

#include "ui/itemmodels/AuditWords.h"
#include "ui/text/Format.h"

namespace casebench::ui {

namespace {

QString clean(const std::string& text)
{
    return format::harmless(format::text(text));
}

QString grouped(const std::string& hex)
{
    QStringList groups;
    for (std::size_t i = 0; i < hex.size(); i += 4)
        groups.append(QString::fromStdString(hex.substr(i, 4)));
    return groups.join(u' ');
}

void add(QList<KeyValueList::Row>& rows, const AuditRecord& record, const char* part, const QString& title)
{
    for (const auto& [key, value] : audit::part(record, part))
        rows.append({ key.isEmpty() ? title : QStringLiteral("%1: %2").arg(title, key), value });
}

} // namespace

AuditDetailPane::AuditDetailPane(QWidget* parent)
    : Pane(space::kBetween, parent)
    , m_title(new Label({}, TextRole::Section))
    , m_when((new Label({}, TextRole::Body, ColorRole::Muted))->wrapping())
    , m_facts(new KeyValueList)
    , m_hash((new Label({}, TextRole::Mono))->wrapping()->selectable())
    , m_note((new Label({}, TextRole::Caption, ColorRole::Muted))->wrapping())
{
    content()->addWidget(m_title);
    content()->addWidget(m_when);
    content()->addWidget(m_facts);
    addHairline();
    addSection(tr("Hash"));
    content()->addWidget(m_hash);
    content()->addWidget(m_note);
    content()->addStretch();
    render(nullptr);
}

void AuditDetailPane::render(const AuditRecord* record)
{
    if (!record) {
        m_title->setText(tr("No event chosen"));
        m_when->setText(tr("Choose an event to see what it changed."));
        m_facts->setRows({});
        m_hash->clear();
        m_note->clear();
        return;
    }
    m_title->setText(tr("Event %1").arg(record->seq));
    m_when->setText(QStringLiteral("%1, %2").arg(audit::act(record->act), format::dateTime(record->wall)));
    QList<KeyValueList::Row> rows {
        { tr("Who"), QStringLiteral("%1, %2").arg(clean(record->person), clean(record->role)) },
        { tr("Subject"), audit::subject(*record) }
    };
    if (!record->reason.empty())
        rows.append({ tr("Reason"), clean(record->reason) });
    add(rows, *record, "before", tr("Before"));
    add(rows, *record, "after", tr("After"));
    add(rows, *record, "input", tr("File"));
    add(rows, *record, "result", tr("Result"));
    for (const std::string& flag : record->flags)
        rows.append({ tr("Flag"), clean(flag), {}, Glyph::Watch });
    m_facts->setRows(rows);
    m_hash->setText(grouped(record->hash));
    m_note->setText(
        record->seq > 1
            ? tr("SHA-256 over the hash of event %1 and everything this event says.").arg(record->seq - 1)
            : tr("SHA-256 over the beginning of the chain and everything this event says."));
}

} // namespace casebench::ui
