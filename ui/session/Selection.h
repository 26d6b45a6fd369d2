// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Time.h"

#include <QList>
#include <QMetaType>
#include <QString>

#include <array>
#include <memory>
#include <optional>

namespace casebench {
struct RetrainingProposal;
}

namespace casebench::ui {

/// The modes, in the order of the story; Ctrl+1 is the first.
enum class PageId
{
    Today,
    Cases,
    Labels,
    Training,
    Comparison,
    Explanation,
    Drift,
    Release,
    Audit
};

inline constexpr std::array<PageId, 9> kPages { PageId::Today,    PageId::Cases,      PageId::Labels,
                                                PageId::Training, PageId::Comparison, PageId::Explanation,
                                                PageId::Drift,    PageId::Release,    PageId::Audit };

/// What one page hands to another: this case, these runs, this field, this month. Empty parts mean "as it is
/// there".
struct Selection
{
    QString caseId {}; ///< as people see it
    QList<qint64> runIds {};
    QString field {};
    std::optional<MonthIndex> month {};
    QString view {}; ///< the view of the page, one of its views(); empty: the one it shows
    QString filter {}; ///< a filter expression for a list of cases
    qint64 item = 0; ///< another thing by its number: alert, snapshot, audit event
    std::shared_ptr<const RetrainingProposal> proposal {}; ///< what a new training is to be filled from

    bool operator==(const Selection&) const = default;
};

} // namespace casebench::ui

Q_DECLARE_METATYPE(casebench::ui::PageId)
Q_DECLARE_METATYPE(casebench::ui::Selection)
