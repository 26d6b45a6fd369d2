// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/PageModes.h"

#include <array>

namespace casebench::ui {

namespace {

struct Mode
{
    IconId icon;
    const char* slug;
};

constexpr std::array<Mode, kPages.size()> kModes { { { IconId::Today, "today" },
                                                     { IconId::Cases, "cases" },
                                                     { IconId::Labels, "labels" },
                                                     { IconId::Training, "training" },
                                                     { IconId::Comparison, "comparison" },
                                                     { IconId::Explanation, "explanation" },
                                                     { IconId::Drift, "drift" },
                                                     { IconId::Release, "release" },
                                                     { IconId::Audit, "audit" } } };

} // namespace

IconId iconOf(PageId page)
{
    return kModes.at(static_cast<std::size_t>(page)).icon;
}

QString slugOf(PageId page)
{
    return QLatin1String(kModes.at(static_cast<std::size_t>(page)).slug);
}

} // namespace casebench::ui
