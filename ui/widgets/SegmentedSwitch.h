// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QWidget>

namespace casebench::ui {

/// The views of a page, or two to five choices that exclude each other. Left and Right move, as in a radio
/// group.
class SegmentedSwitch : public QWidget
{
    Q_OBJECT

public:
    struct Segment
    {
        QString id {};
        QString text {};
        QString note {}; ///< muted, after the text: "0.35", "12"
    };

    explicit SegmentedSwitch(const QString& accessibleName, QWidget* parent = nullptr);

    void setSegments(const QList<Segment>& segments);
    /// Selects without a signal; unknown ids are ignored.
    void setCurrent(const QString& id);
    [[nodiscard]] QString current() const;

    [[nodiscard]] const QList<Segment>& segments() const { return m_segments; }

    [[nodiscard]] QSize sizeHint() const override;

    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

signals:
    void chosen(const QString& id); ///< by a person

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void choose(qsizetype index);
    void describe();
    [[nodiscard]] int widthOf(const Segment& segment) const;
    [[nodiscard]] QList<QRect> rects() const;

    QString m_name;
    QList<Segment> m_segments;
    qsizetype m_current = 0;
};

} // namespace casebench::ui
