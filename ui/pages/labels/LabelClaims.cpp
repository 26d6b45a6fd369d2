// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/labels/LabelClaims.h"

#include "core/workflow/LabelQueue.h"
#include "ui/text/Format.h"

#include <algorithm>

namespace casebench::ui {

LabelClaims::LabelClaims(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
}

bool LabelClaims::holds(const QString& caseId) const
{
    constexpr Instant kEnough = kClaimFor / 6;
    return m_until.value(caseId, kNoTime) > now() + kEnough;
}

void LabelClaims::take(const QStringList& caseIds)
{
    std::vector<std::string> ids;
    for (const QString& id : caseIds) {
        ids.push_back(id.toStdString());
        m_until[id] = now() + kClaimFor; // asked for; corrected by the answer
    }
    m_session.write(
        tr("Taking cases on the desk"), this, Change::Nothing,
        [ids](Project& project, const Actor& actor, Progress&) { return claimCases(project, actor, ids); },
        [this, ids](Result<std::vector<std::string>> mine) {
            if (!mine)
                return; // a claim is a courtesy: without it the case can be labelled all the same
            QStringList gone;
            for (const std::string& id : ids) {
                if (std::ranges::find(*mine, id) != mine->end())
                    continue;
                gone.append(format::text(id));
                m_until.remove(gone.last());
            }
            if (!gone.isEmpty())
                emit lost(gone);
        },
        JobShow::Quiet);
}

} // namespace casebench::ui
