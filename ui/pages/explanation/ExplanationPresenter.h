// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/explanation/ExplanationData.h"
#include "ui/session/Session.h"

#include <QObject>

namespace casebench::ui {

struct ExplanationState
{
    enum class Face
    {
        Closed,
        Loading,
        NoRun,
        NoCase,
        NothingEarned, ///< a labeller without an own verdict
        Ready,
        Failed
    };

    Face face = Face::Closed;
    QString sentence {};
    QString listTitle {};
    QString listNote {};
    QString search {};
    QString caseId {}; ///< the one shown or being read
    bool explaining = false;
    QString caseFailure {};
    qint64 run = 0; ///< of the switch
    QString failure {};
    QString details {};

    bool operator==(const ExplanationState&) const = default;
};

/// Which case, by which run, and why; without a widget.
class ExplanationPresenter : public QObject
{
    Q_OBJECT

public:
    explicit ExplanationPresenter(Session& session, QObject* parent = nullptr);

    [[nodiscard]] const ExplanationState& state() const { return m_state; }

    [[nodiscard]] CellTable* cases() { return &m_list; }

    [[nodiscard]] CaseExplanationPtr explanation() const { return m_explanation; } ///< nullptr: none

    /// Position of the shown run in explanation()->runs.
    [[nodiscard]] std::size_t shownRun() const;
    /// -1 when it is not in the list.
    [[nodiscard]] int rowOfCase(const QString& caseId) const;

    [[nodiscard]] bool isBusy() const { return m_loading || m_state.explaining; }

    void setVisible(bool visible); ///< reads again what changed meanwhile
    void setSearch(const QString& text);
    void explainRow(int row); ///< of cases()
    void explain(const QString& caseId);
    void showRun(qint64 id); ///< also one that is not in the switch yet

signals:
    void changed();
    void listChanged();
    void explanationChanged();

private:
    void stale();
    void closed();
    void reload();
    void take(const ExplainableCasesPtr& cases);
    void fillList();
    void read();
    [[nodiscard]] std::vector<Run> runsToAsk() const;

    Session& m_session;
    ExplanationState m_state;
    CellTable m_list;
    ExplainableCasesPtr m_cases;
    CaseExplanationPtr m_explanation;
    bool m_visible = false;
    bool m_dirty = true;
    bool m_loading = false;
    quint64 m_turn = 0;
    quint64 m_caseTurn = 0;
};

} // namespace casebench::ui
