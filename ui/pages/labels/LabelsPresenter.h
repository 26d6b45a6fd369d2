// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/itemmodels/CaseHistoryModel.h"
#include "ui/pages/labels/LabelActions.h"
#include "ui/pages/labels/LabelClaims.h"
#include "ui/pages/labels/LabelLinks.h"
#include "ui/pages/labels/LabelQueueModel.h"
#include "ui/pages/labels/LabelReveal.h"
#include "ui/pages/labels/QueueFilters.h"
#include "ui/session/Session.h"
#include "ui/theme/Icons.h"

#include <QObject>

#include <optional>

namespace casebench::ui {

enum class Sureness
{
    NotSaid,
    Unsure,
    Fairly,
    Sure
};

/// What the view "queue" shows.
struct LabelsState
{
    enum class Face
    {
        Closed,
        Loading,
        Empty, ///< the project has no case
        Done, ///< nothing waits for this person
        Ready,
        Failed
    };

    Face face = Face::Closed;
    QString sentence {};
    qint64 today = 0;
    qint64 waiting = 0;
    qint64 disputes = 0; ///< that this person may settle
    QString warning {}; ///< sealed verdicts that cannot be read, or ""
    int position = 0; ///< of the case in the list; 0: not in it
    QString caseId {};
    QString find {};
    QueueFilter filter {};
    QueueCounts counts {}; ///< of all that waits, whatever the filter
    QStringList reasons {};
    std::optional<Verdict> verdict {};
    int reason = -1;
    Sureness sureness = Sureness::NotSaid;
    QString note {};
    bool saving = false;
    bool ownVerdict = false; ///< the case on view has one of this person: its model part may be shown
    LabelReveal reveal {}; ///< of the case on view
    LabelReveal last {}; ///< of the case decided last
    QString whyNot {}; ///< why nothing can be saved, or ""
    Glyph noticeGlyph = Glyph::None;
    QString notice {};
    QString failure {};

    bool operator==(const LabelsState&) const = default;
};

/// Labelling without a widget: the queue, the case, the verdict in the making, undo.
class LabelsPresenter : public QObject
{
    Q_OBJECT

public:
    explicit LabelsPresenter(Session& session, QObject* parent = nullptr);

    [[nodiscard]] const LabelsState& state() const { return m_state; }

    [[nodiscard]] const CaseFacts& facts() const { return m_facts; }

    [[nodiscard]] LabelQueueModel* queue() { return &m_queue; }

    [[nodiscard]] CaseHistoryModel* history() { return &m_history; }

    [[nodiscard]] bool isBusy() const { return m_loading || m_looking || m_state.saving; }

    [[nodiscard]] bool maySave() const;

    void setVisible(bool visible);
    void open(const QString& caseId); ///< also a case that does not wait
    void step(int direction); ///< J and K
    void skip();
    void setFind(const QString& text);
    void setFilter(const casebench::ui::QueueFilter& filter);
    void choose(Verdict verdict);
    void chooseReason(int index); ///< the same again takes it back
    void setSureness(Sureness sureness);
    void setNote(const QString& note);
    void save(); ///< and on to the next case
    /// The verdict in the making for every case the search left in the list: said first, given when asked
    /// again.
    void saveAll();
    void undo();
    void redo();

    [[nodiscard]] LabelActions& actions() { return m_actions; }

signals:
    void changed(const casebench::ui::LabelsState& state);
    void looked(const casebench::ui::CaseFacts& facts);
    void linked(const casebench::ui::LabelLinks& links); ///< of the case on view, some time after looked
    void queued(); ///< the list is another one

private:
    void reload();
    void countWaiting();
    void showFirst();
    void take(const LabelQueueData& data);
    void refill();
    void show(const QString& caseId);
    void lookForLinks(const QString& caseId);
    void revealTo(const QString& caseId, LabelReveal LabelsState::*where);
    void say(Glyph glyph, const QString& notice);
    void refuse(const Error& error);
    void takeBack(const QString& title,
                  Result<TakenBack> (*deed)(Project&, const Actor&, Progress&),
                  const QString& one,
                  const QString& many);
    [[nodiscard]] VerdictRequest draft() const;
    void giveAll();
    void claimAhead();
    void leaveToOthers(const QStringList& caseIds);

    void update() { emit changed(m_state); }

    Session& m_session;
    LabelActions m_actions;
    LabelClaims m_claims;
    LabelsState m_state;
    LabelQueueModel m_queue;
    CaseHistoryModel m_history;
    CaseFacts m_facts;
    LabelQueueData m_data;
    QStringList m_bulk; ///< the cases a bulk verdict was announced for
    QStringList m_skipped;
    QStringList m_saved; ///< decided here; they leave the list before it is read again
    QString m_asked; ///< opened from elsewhere
    bool m_visible = false;
    bool m_dirty = true;
    bool m_loading = false;
    bool m_looking = false;
    quint64 m_loadTurn = 0;
    quint64 m_countTurn = 0;
    quint64 m_lookTurn = 0;
};

} // namespace casebench::ui
