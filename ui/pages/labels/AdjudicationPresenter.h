// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/itemmodels/CellTable.h"
#include "ui/pages/labels/AdjudicationData.h"
#include "ui/session/Session.h"
#include "ui/theme/Icons.h"

#include <QObject>

#include <optional>

namespace casebench::ui {

/// What the view "adjudication" shows.
struct AdjudicationState
{
    enum class Face
    {
        Loading,
        Nothing, ///< no conflict that this person may settle
        Ready,
        Failed
    };

    Face face = Face::Loading;
    QString sentence {};
    QList<DisputeLine> lines {};
    QString caseId {};
    QList<DisputeSide> sides {};
    DisputeModel model {};
    QString received {};
    QString noLinks {}; ///< why no linked case is listed, or ""
    QStringList reasons {};
    std::optional<Verdict> verdict {};
    int reason = -1;
    QString why {}; ///< one line: why A or B was not followed
    bool saving = false;
    QString whyNot {}; ///< why nothing can be settled, or ""
    Glyph noticeGlyph = Glyph::None;
    QString notice {};
    QString failure {};

    bool operator==(const AdjudicationState&) const = default;
};

/// Settling conflicts as a third person, without a widget.
class AdjudicationPresenter : public QObject
{
    Q_OBJECT

public:
    explicit AdjudicationPresenter(Session& session, QObject* parent = nullptr);

    [[nodiscard]] const AdjudicationState& state() const { return m_state; }

    [[nodiscard]] CellTable* list() { return &m_list; }

    [[nodiscard]] CellTable* facts() { return &m_facts; }

    [[nodiscard]] CellTable* evidence() { return &m_evidence; }

    [[nodiscard]] CellTable* links() { return &m_links; }

    [[nodiscard]] bool isBusy() const { return m_loading || m_looking || m_state.saving; }

    [[nodiscard]] bool maySettle() const;

    void setVisible(bool visible);
    void open(const QString& caseId);
    void openRow(int row);
    void step(int direction);
    void leaveOpen(); ///< Space: on to the next, nothing is written
    void choose(Verdict verdict); ///< disputed is no settlement and is ignored
    void chooseReason(int index);
    void setWhy(const QString& text);
    void settle();

signals:
    void changed(const casebench::ui::AdjudicationState& state);

private:
    void reload();
    void take(const QList<DisputeLine>& lines);
    void fillTables(const DisputeCase& dispute);
    void say(Glyph glyph, const QString& notice);

    void update() { emit changed(m_state); }

    Session& m_session;
    AdjudicationState m_state;
    CellTable m_list;
    CellTable m_facts;
    CellTable m_evidence;
    CellTable m_links;
    bool m_visible = false;
    bool m_dirty = true;
    bool m_loading = false;
    bool m_looking = false;
    quint64 m_loadTurn = 0;
    quint64 m_lookTurn = 0;
};

} // namespace casebench::ui
