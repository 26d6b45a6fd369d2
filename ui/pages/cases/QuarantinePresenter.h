// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/cases/QuarantineModel.h"
#include "ui/session/ViewReading.h"
#include "ui/theme/Icons.h"

#include <QObject>

namespace casebench::ui {

/// What the view "quarantine" shows.
struct QuarantineState
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
        qint64 source = 0; ///< 0: all
        QString text {};

        bool operator==(const Choice&) const = default;
    };

    Face face = Face::Closed;
    QString sentence {};
    QList<Choice> sources {};
    qint64 source = 0;
    Glyph noticeGlyph = Glyph::None;
    QString notice {};
    QString failure {};

    bool operator==(const QuarantineState&) const = default;
};

/// Rows that were not taken, by source.
class QuarantinePresenter : public QObject
{
    Q_OBJECT

public:
    explicit QuarantinePresenter(Session& session, QObject* parent = nullptr);

    [[nodiscard]] const QuarantineState& state() const { return m_state; }

    [[nodiscard]] QuarantineModel* model() { return &m_model; }

    [[nodiscard]] bool isBusy() const { return m_reading.isReading(); }

    void setVisible(bool visible) { m_reading.setVisible(visible); }

    void setSource(qint64 source);
    void exportTo(const QString& path); ///< formula-safe CSV of what is shown

signals:
    void changed(const casebench::ui::QuarantineState& state);

private:
    void forget();
    void read();

    void update() { emit changed(m_state); }

    Session& m_session;
    QuarantineModel m_model { true };
    QuarantineState m_state;
    ViewReading m_reading;
};

} // namespace casebench::ui
