// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/cases/ExpectationsModel.h"
#include "ui/session/ViewReading.h"
#include "ui/theme/Icons.h"

#include <QObject>

namespace casebench::ui {

/// What the view "expectations" shows.
struct ExpectationsState
{
    enum class Face
    {
        Closed,
        Loading,
        Empty,
        Ready,
        Failed
    };

    struct Choice
    {
        qint64 source = 0; ///< 0: all cases
        QString text {};

        bool operator==(const Choice&) const = default;
    };

    Face face = Face::Closed;
    QString sentence {};
    QList<Choice> scopes {};
    qint64 scope = 0;
    QStringList fields {}; ///< for a new expectation
    int edits = 0; ///< expectations that differ from what is saved
    bool working = false;
    bool mayEdit = false;
    QString whyNotEdit {};
    int selected = -1;
    QString resultText {}; ///< of the selected one
    QStringList failingCases {}; ///< the first of the selected one
    QString openText {}; ///< "Open 14 cases"; "" when there is nothing to open
    QString filter {}; ///< finds them
    Glyph noticeGlyph = Glyph::None;
    QString notice {};
    QString failure {};
    QString details {};

    bool operator==(const ExpectationsState&) const = default;
};

/// The project's data tests: suggested, edited, saved as a new version, run, and their failing cases.
class ExpectationsPresenter : public QObject
{
    Q_OBJECT

public:
    explicit ExpectationsPresenter(Session& session, QObject* parent = nullptr);

    [[nodiscard]] const ExpectationsState& state() const { return m_state; }

    [[nodiscard]] ExpectationsModel* model() { return &m_model; }

    /// The newest report; for tests that hold it against the command line.
    [[nodiscard]] const std::optional<ExpectationReport>& report() const { return m_report; }

    [[nodiscard]] bool isBusy() const { return m_state.working || m_reading.isReading(); }

    void setVisible(bool visible) { m_reading.setVisible(visible); }

    void setScope(qint64 source);
    void select(int row);
    /// Suggestions of the reference for what is not asked yet; nothing is saved.
    void suggest();
    void add(const QString& field, casebench::CheckKind check);
    void remove(int row);
    /// Back to what is saved. True when there was something to drop.
    bool discard();
    void save();
    void run();
    void importFrom(const QString& path);
    void exportTo(const QString& path);

signals:
    void changed();

private:
    struct Loaded;

    void forget();
    void read();
    void show(Loaded loaded);
    void edit(int row, int column, const QVariant& value);
    void setLines(QList<ExpectationsModel::Line> lines);
    [[nodiscard]] int firstToLookAt() const;
    void countEdits();
    void describe();
    void say(Glyph glyph, const QString& text);
    void updateAccess();
    [[nodiscard]] std::vector<Expectation> edited() const;
    [[nodiscard]] const ExpectationOutcome* outcomeOf(const Expectation& expectation) const;
    [[nodiscard]] ExpectationsModel::Line lineOf(const Expectation& expectation) const;

    Session& m_session;
    ExpectationsModel m_model;
    ExpectationsState m_state;
    std::vector<Expectation> m_saved;
    std::optional<ExpectationReport> m_report;
    ViewReading m_reading;
};

} // namespace casebench::ui
