// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QElapsedTimer>
#include <QEvent>
#include <QMap>
#include <QStringList>
#include <QThread>
#include <QWidget>

#include <algorithm>
#include <ctime>

namespace casebench::test {

/// How long the window's thread was busy with one event.
struct BusySpell
{
    double cpuMs = 0; ///< of this thread alone: a loaded machine does not lengthen it
    double wallMs = 0;
    QString what {};

    [[nodiscard]] QString text() const
    {
        return QStringLiteral("%1 ms of work, %2 ms by the clock, %3")
            .arg(cpuMs, 0, 'f', 1)
            .arg(wallMs, 0, 'f', 1)
            .arg(what);
    }
};

/// An application that measures every event of its thread, so that a test can say which page held the window
/// up. Use it in place of QApplication in the main() of a test, and name the place before acting.
class EventMeter : public QApplication
{
public:
    using QApplication::QApplication;

    void enter(const QString& place) { m_place = place; }

    /// The longest spell of each place, by its work.
    [[nodiscard]] const QMap<QString, BusySpell>& longest() const { return m_longest; }

    [[nodiscard]] qint64 events() const { return m_events; }

    /// The classes of all that came up as a window of its own; a widget shown before it has a place does, and
    /// takes the keyboard with it.
    [[nodiscard]] const QStringList& windows() const { return m_windows; }

    bool notify(QObject* receiver, QEvent* event) override
    {
        if (QThread::currentThread() != thread())
            return QApplication::notify(receiver, event);
        if (const auto* widget = qobject_cast<QWidget*>(receiver);
            event->type() == QEvent::Show && widget != nullptr && widget->windowType() == Qt::Window)
            m_windows.append(QLatin1String(widget->metaObject()->className()));
        if (m_depth > 0)
            return QApplication::notify(receiver, event);
        const QString what = QStringLiteral("event %1 to %2")
                                 .arg(static_cast<int>(event->type()))
                                 .arg(QLatin1String(receiver->metaObject()->className()));
        ++m_depth;
        ++m_events;
        QElapsedTimer wall;
        wall.start();
        const double before = cpuMs();
        const bool handled = QApplication::notify(receiver, event);
        note({ cpuMs() - before, static_cast<double>(wall.nsecsElapsed()) / 1e6, what });
        --m_depth;
        return handled;
    }

    /// Measures work that a test starts by a direct call, which no event brings.
    template<typename Work>
    void measure(const QString& what, Work work)
    {
        QElapsedTimer wall;
        wall.start();
        const double before = cpuMs();
        work();
        note({ cpuMs() - before, static_cast<double>(wall.nsecsElapsed()) / 1e6, what });
    }

private:
    [[nodiscard]] static double cpuMs()
    {
        timespec time {};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
    }

    void note(const BusySpell& spell)
    {
        BusySpell& longest = m_longest[m_place];
        const double wall = std::max(longest.wallMs, spell.wallMs);
        if (spell.cpuMs > longest.cpuMs)
            longest = spell;
        longest.wallMs = wall; // the longest by the clock, which may be another event
    }

    QString m_place = QStringLiteral("start");
    QMap<QString, BusySpell> m_longest;
    QStringList m_windows;
    qint64 m_events = 0;
    int m_depth = 0;
};

} // namespace casebench::test
