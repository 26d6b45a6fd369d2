// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/Roles.h"

#include <QHash>
#include <QSize>
#include <QStringList>

#include <functional>

namespace casebench::ui {

class MainWindow;
class Theme;

struct PictureSpec
{
    QString directory {};
    QList<QSize> sizes { { 1280, 720 }, { 1920, 1080 } };
    int settleMs = 20000; ///< how long a page may load before it is taken as it is
    /// What a person would choose first in a view that stands empty until then: "drift-proposal" and the
    /// action that fills it. Only actions that change nothing.
    QHash<QString, QString> first {};
};

/// Grabs the welcome view and every view of every page, light and dark, in each size, as
/// DIR/<page>[-view]-<light|dark>-<WxH>.png; then calls done with the files written (empty: the directory
/// cannot be written). Works through the event loop, so that pages may load with jobs.
void takePictures(MainWindow& window,
                  Theme& theme,
                  const PictureSpec& spec,
                  std::function<void(const QStringList& files)> done);

} // namespace casebench::ui
