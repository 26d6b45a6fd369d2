// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/Pictures.h"

#include "ui/shell/MainWindow.h"
#include "ui/shell/PageModes.h"
#include "ui/theme/Theme.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QPixmap>
#include <QTimer>

namespace casebench::ui {

namespace {

constexpr int kSettleStepMs = 120;

/// One picture to take.
struct Shot
{
    std::optional<PageId> page {}; ///< none: the welcome view
    QString view {};
    ThemeChoice look = ThemeChoice::Light;
    QSize size {};
};

/// "cases-import": the page with its view.
QString placeOf(const Shot& shot)
{
    const QString page = shot.page ? slugOf(*shot.page) : QStringLiteral("welcome");
    return shot.view.isEmpty() ? page : QStringLiteral("%1-%2").arg(page, shot.view);
}

QString nameOf(const Shot& shot)
{
    QStringList parts { placeOf(shot) };
    parts.append(shot.look == ThemeChoice::Dark ? QStringLiteral("dark") : QStringLiteral("light"));
    parts.append(QStringLiteral("%1x%2").arg(shot.size.width()).arg(shot.size.height()));
    return parts.join(u'-') + QStringLiteral(".png");
}

/// Takes one shot after another; deletes itself after the last.
class Photographer : public QObject
{
public:
    Photographer(MainWindow& window,
                 Theme& theme,
                 PictureSpec spec,
                 std::function<void(const QStringList&)> done)
        : QObject(&window)
        , m_window(window)
        , m_theme(theme)
        , m_spec(std::move(spec))
        , m_done(std::move(done))
    {
        m_wait.setSingleShot(true);
        m_wait.setInterval(kSettleStepMs);
        connect(&m_wait, &QTimer::timeout, this, &Photographer::settle);
        plan();
    }

    void next()
    {
        if (m_shots.isEmpty()) {
            m_done(m_files);
            deleteLater();
            return;
        }
        const Shot& shot = m_shots.first();
        m_theme.choose(shot.look);
        m_window.resize(shot.size);
        if (shot.page) {
            Selection selection;
            selection.view = shot.view;
            m_window.showPage(*shot.page, selection);
        }
        m_clock.restart();
        m_wait.start();
    }

private:
    void plan()
    {
        for (const QSize& size : m_spec.sizes) {
            for (const auto look : { ThemeChoice::Light, ThemeChoice::Dark }) {
                if (!m_window.currentPage())
                    m_shots.append({ {}, {}, look, size });
                else
                    planPages(look, size);
            }
        }
    }

    void planPages(ThemeChoice look, const QSize& size)
    {
        for (const PageId id : m_window.pages()) {
            const auto views = m_window.page(id)->views();
            if (views.isEmpty())
                m_shots.append({ id, {}, look, size });
            for (const Page::View& view : views)
                m_shots.append({ id, view.id, look, size });
        }
    }

    void settle()
    {
        const Page* page = m_window.currentPage();
        if (page && page->isBusy() && m_clock.elapsed() < m_spec.settleMs) {
            m_wait.start();
            return;
        }
        if (fill()) {
            m_clock.restart();
            m_wait.start();
            return;
        }
        QCoreApplication::sendPostedEvents(); // what was said last finds its place
        const QString path = QDir(m_spec.directory).filePath(nameOf(m_shots.takeFirst()));
        if (m_window.grab().save(path, "PNG"))
            m_files.append(path);
        next();
    }

    /// Chooses what fills this view, once. Gives: whether there is something to wait for.
    [[nodiscard]] bool fill()
    {
        QAction* action = m_window.actions().find(m_spec.first.take(placeOf(m_shots.first())));
        if (!action || !action->isEnabled())
            return false;
        action->trigger();
        return true;
    }

    MainWindow& m_window;
    Theme& m_theme;
    PictureSpec m_spec;
    std::function<void(const QStringList&)> m_done;
    QList<Shot> m_shots;
    QStringList m_files;
    QTimer m_wait;
    QElapsedTimer m_clock;
};

} // namespace

void takePictures(MainWindow& window,
                  Theme& theme,
                  const PictureSpec& spec,
                  std::function<void(const QStringList&)> done)
{
    if (!QDir().mkpath(spec.directory)) {
        done({});
        return;
    }
    auto* photographer = new Photographer(window, theme, spec, std::move(done)); // the window owns it
    photographer->next();
}

} // namespace casebench::ui
