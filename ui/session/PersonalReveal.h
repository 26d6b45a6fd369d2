// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/Session.h"

#include <QObject>
#include <QSet>

namespace casebench::ui {

/// Whose personal values may be shown: cases for which somebody asked with a reason, which the audit log
/// holds. Forgets when the project is closed or somebody else acts; asking again for the same case records
/// nothing new until then.
class PersonalReveal : public QObject
{
    Q_OBJECT

public:
    explicit PersonalReveal(Session& session, QObject* parent = nullptr);

    [[nodiscard]] bool isRevealed(const QString& caseId) const { return m_cases.contains(caseId); }

    /// Records the asking; revealed or refused follows.
    void ask(const QString& caseId, const QString& reason);

signals:
    void revealed(const QString& caseId);
    void refused(const QString& caseId, const QString& sentence);

private:
    Session& m_session;
    QSet<QString> m_cases;
    quint64 m_turn = 0;
};

} // namespace casebench::ui
