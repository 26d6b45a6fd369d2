// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/PersonalReveal.h"

#include "core/workflow/RevealPersonal.h"
#include "ui/text/ErrorText.h"

namespace casebench::ui {

PersonalReveal::PersonalReveal(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
    const auto forget = [this] {
        ++m_turn;
        m_cases.clear();
    };
    connect(&session, &Session::closed, this, forget);
    connect(&session, &Session::opened, this, forget);
    connect(&session, &Session::actorChanged, this, forget);
}

void PersonalReveal::ask(const QString& caseId, const QString& reason)
{
    if (isRevealed(caseId)) {
        emit revealed(caseId);
        return;
    }
    RevealRequest request;
    request.caseId = caseId.toStdString();
    request.reason = reason.toStdString();
    m_session.write(
        tr("Recording who looks at personal fields"), this, Change::Nothing,
        [request](Project& project, const Actor& actor, Progress&) {
            return revealPersonal(project, actor, request);
        },
        [this, caseId, turn = m_turn](Result<std::vector<std::string>> fields) {
            if (turn != m_turn)
                return; // somebody else acts by now
            if (!fields) {
                emit refused(caseId, errorText(fields.error()).line());
                return;
            }
            m_cases.insert(caseId);
            emit revealed(caseId);
        },
        JobShow::Quiet);
}

} // namespace casebench::ui
