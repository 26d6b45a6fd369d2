// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/RunStore.h"
#include "core/workflow/ApproveModel.h"
#include "core/workflow/ExportBundle.h"
#include "core/workflow/VerifyBundle.h"
#include "ui/jobs/JobSlot.h"
#include "ui/session/Session.h"
#include "ui/theme/Icons.h"

#include <QObject>

#include <memory>

namespace casebench::ui {

/// A run with the decisions that led to its state, oldest first.
struct ReleaseVersion
{
    Run run {};
    std::vector<RunDecision> decisions {};
};

struct ReleaseState
{
    enum class Face
    {
        Closed,
        Loading,
        Empty,
        Ready,
        Failed
    };

    Face face = Face::Closed;
    qint64 run = 0;
    std::shared_ptr<const std::vector<ReleaseVersion>> versions {}; ///< newest first
    std::shared_ptr<const std::vector<GateResult>> gates {}; ///< of `run`; none: not read
    QString gatesFailure {};
    bool reading = false;
    bool checkingGates = false;
    bool working = false;
    QString whyNotSubmit {};
    QString whyNotDecide {}; ///< approve and reject
    QString whyNotRetire {};
    QString whyNotExport {};
    std::shared_ptr<const ExportedBundle> exported {};
    std::shared_ptr<const VerifyReport> verified {};
    Glyph noticeGlyph = Glyph::None;
    QString notice {};
    QString failure {};
    QString details {};

    bool operator==(const ReleaseState&) const = default;
    [[nodiscard]] const ReleaseVersion* current() const;
};

/// A key file with what opens it. The passphrase lives as long as the job.
struct KeyChoice
{
    QString path {};
    QString passphrase {};
};

class ReleasePresenter : public QObject
{
    Q_OBJECT

public:
    explicit ReleasePresenter(Session& session, QObject* parent = nullptr);

    [[nodiscard]] const ReleaseState& state() const { return m_state; }

    [[nodiscard]] bool isBusy() const { return m_state.reading || m_state.checkingGates || m_state.working; }

    void setVisible(bool visible);
    void choose(qint64 run);
    void submit();
    void approve(const KeyChoice& key, const QString& reason);
    void reject(const QString& reason);
    void retire(const QString& reason);
    void exportTo(const KeyChoice& key, const QString& folder);
    void verify(const QString& bundle, const QString& publicKey, const QString& approverKey);
    void writeDossierTo(const QString& path);

signals:
    void changed();
    void waiting(int submitted); ///< runs that wait for a second person

private:
    void forget();
    void read();
    void readGates();
    void decided(const Result<Run>& run);
    void refuse(const Error& error);
    void judgeRights();
    void update();
    template<typename Work>
    void decide(const QString& title, Work work);

    Session& m_session;
    JobSlot m_list;
    JobSlot m_gates;
    JobSlot m_verify;
    ReleaseState m_state;
    bool m_visible = false;
    bool m_asked = false; ///< somebody chose the run on view; else it follows what waits
    bool m_dirty = true;
};

} // namespace casebench::ui
