// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/Roles.h"

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
};

/// Grabs the welcome view and every view of every page, light and dark, in each size, as
/// DIR/<page>[-view]-<light|dark>-<WxH>.png; then calls done with the files written (empty: the directory
/// cannot be written). Works through the event loop, so that pages may load with jobs.
void takePictures(MainWindow& window,
                  Theme& theme,
                  const PictureSpec& spec,
                  std::function<void(const QStringList& files)> done);

} // namespace casebench::ui
