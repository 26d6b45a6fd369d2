// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Person.h"
#include "ui/jobs/JobSlot.h"
#include "ui/pages/audit/AuditLogModel.h"
#include "ui/session/Session.h"

#include <optional>

namespace casebench::ui {

struct AuditState
{
    enum class Face
    {
        Closed,
        Loading,
        Ready,
        Failed
    };

    Face face = Face::Closed;
    AuditRecords records {};
    std::shared_ptr<const std::vector<Person>> persons {};
    qint64 event = 0; ///< on view
    bool reading = false;
    bool verifying = false;
    bool saving = false; ///< a person or a reason on its way into the log
    std::shared_ptr<const AuditVerdict> verdict {}; ///< none: not verified since the newest event
    double seconds = 0;
    Anchor anchor {}; ///< what the witness outside says
    QString whyNotAccept {};
    QString whyNotPersons {};
    QString notice {};
    bool noticeGood = false;
    QString failure {};
    QString details {};

    bool operator==(const AuditState&) const = default;
};

/// The log and the persons; verifies the chain.
class AuditPresenter : public QObject
{
    Q_OBJECT

public:
    explicit AuditPresenter(Session& session, QObject* parent = nullptr);

    [[nodiscard]] const AuditState& state() const { return m_state; }

    [[nodiscard]] bool isBusy() const { return m_state.reading || m_state.verifying || m_state.saving; }

    void setVisible(bool visible);
    void choose(qint64 event);
    void verify();
    void addPerson(const QString& name, Role role, const QString& keyFile);
    /// Explains a history that contradicts its witness.
    void acceptHistory(const QString& reason);

signals:
    void changed();

private:
    void forget();
    void mark();
    void read();
    void update();

    Session& m_session;
    JobSlot m_list;
    JobSlot m_verify;
    AuditState m_state;
    bool m_visible = false;
    bool m_dirty = true;
};

} // namespace casebench::ui
