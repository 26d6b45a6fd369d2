// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Time.h"
#include "ui/session/Session.h"

#include <QHash>
#include <QObject>
#include <QStringList>

namespace casebench::ui {

/// The cases on this person's desk, so that nobody else is shown them meanwhile.
class LabelClaims : public QObject
{
    Q_OBJECT

public:
    static constexpr int kAtOnce = 10; ///< taken in one deed, so that the log does not fill with claims

    explicit LabelClaims(Session& session, QObject* parent = nullptr);

    /// True while the case is held for long enough to be worked on.
    [[nodiscard]] bool holds(const QString& caseId) const;
    /// Takes them, in a job. What somebody else has comes back as lost().
    void take(const QStringList& caseIds);

    void forget() { m_until.clear(); }

signals:
    void lost(const QStringList& caseIds);

private:
    Session& m_session;
    QHash<QString, Instant> m_until;
};

} // namespace casebench::ui
