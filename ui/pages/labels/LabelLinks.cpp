// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/labels/LabelLinks.h"

#include "core/workflow/LinkedCases.h"
#include "core/workflow/SettleLabels.h"
#include "ui/itemmodels/CaseWords.h"
#include "ui/text/CellRoles.h"
#include "ui/text/Format.h"

#include <QCoreApplication>

namespace casebench::ui {

namespace {

constexpr std::size_t kLinksShown = 6; // what stands beside a case without pushing its history away

QString say(const char* text)
{
    return QCoreApplication::translate("LabelLinks", text);
}

QString linkText(const LinkedCase& linked)
{
    if (linked.fields.empty())
        return say(QT_TRANSLATE_NOOP("LabelLinks", "through another case"));
    QStringList fields;
    for (const std::string& field : linked.fields)
        fields.append(format::harmless(format::text(field)));
    return say(QT_TRANSLATE_NOOP("LabelLinks", "same %1")).arg(format::list(fields));
}

} // namespace

Result<LabelLinks>
loadLabelLinks(Project& project, const std::string& person, const std::string& caseId, Progress& progress)
{
    CB_TRY(const LinkedCases linked, linkedCases(project, caseId, progress, kLinksShown));
    LabelLinks links;
    links.possible = !linked.by.empty();
    links.total = linked.total;
    for (const LinkedCase& other : linked.cases) {
        CB_TRY(const CaseLabels labels, caseLabelsFor(project, person, other.caseId));
        links.links.append({ format::text(other.caseId), linkText(other), labels.settled.state });
    }
    return links;
}

void fillLinks(CellTable& table, const LabelLinks& links)
{
    QList<CellRow> rows;
    for (const LabelLink& link : links.links)
        rows.append({ rows.size(),
                      false,
                      { Cell { link.caseId }, Cell { link.link },
                        Cell { words::state(link.state) }.with(
                            GlyphRole, static_cast<int>(words::glyph(link.state))) } });
    table.setTable({ { say(QT_TRANSLATE_NOOP("LabelLinks", "Linked")) },
                     { say(QT_TRANSLATE_NOOP("LabelLinks", "By")) },
                     { say(QT_TRANSLATE_NOOP("LabelLinks", "State")) } },
                   rows);
}

QString noLinksText(const LabelLinks& links)
{
    if (!links.links.isEmpty())
        return {};
    return links.possible
        ? say(QT_TRANSLATE_NOOP("LabelLinks", "No other case shares its number or account."))
        : say(QT_TRANSLATE_NOOP("LabelLinks",
                                "No field of this project has the role personal or group, so "
                                "cases cannot be linked."));
}

} // namespace casebench::ui
