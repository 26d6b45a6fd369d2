// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/AuditEntry.h"
#include "ui/widgets/KeyValueList.h"
#include "ui/widgets/Layouts.h"

namespace casebench::ui {

/// One event whole: who, before and after, reason, and its full hash.
class AuditDetailPane : public Pane
{
    Q_OBJECT

public:
    explicit AuditDetailPane(QWidget* parent = nullptr);
    void render(const AuditRecord* record);

private:
    Label* m_title;
    Label* m_when;
    KeyValueList* m_facts;
    Label* m_hash;
    Label* m_note;
};

} // namespace casebench::ui
