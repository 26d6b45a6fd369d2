// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/CaseColumns.h"

#include "core/base/Text.h"
#include "ui/itemmodels/CaseWords.h"

#include <QCoreApplication>

#include <algorithm>

namespace casebench::ui {

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("CaseColumns", text);
}

bool standsElsewhere(const Field& field)
{
    return field.role == FieldRole::Id || field.role == FieldRole::Personal;
}

} // namespace

QList<CaseColumn> caseColumns(const CaseView& view, const QString& champion)
{
    const Schema& schema = view.table->schema;
    const auto time = schema.firstOf(FieldRole::Time);
    QList<CaseColumn> columns { { CaseColumn::Kind::Case, QStringLiteral("case"),
                                  say(QT_TRANSLATE_NOOP("CaseColumns", "Case")), -1, FieldKind::Text } };
    if (time)
        columns.append({ CaseColumn::Kind::Received, QString::fromStdString(schema[*time].name),
                         say(QT_TRANSLATE_NOOP("CaseColumns", "Received")), static_cast<qsizetype>(*time),
                         FieldKind::Time });
    for (std::size_t i = 0; i < schema.size(); ++i) {
        if (standsElsewhere(schema[i]) || (time && i == *time))
            continue;
        const QString title = QString::fromStdString(schema[i].name);
        columns.append({ CaseColumn::Kind::Field, title, title, static_cast<qsizetype>(i), schema[i].kind });
    }
    columns.append({ CaseColumn::Kind::Label, QStringLiteral("label"),
                     say(QT_TRANSLATE_NOOP("CaseColumns", "Label")), -1, FieldKind::Category });
    const QString score = champion.isEmpty()
        ? say(QT_TRANSLATE_NOOP("CaseColumns", "Score"))
        : say(QT_TRANSLATE_NOOP("CaseColumns", "%1 score")).arg(champion);
    columns.append({ CaseColumn::Kind::Score, QStringLiteral("score"), score, -1, FieldKind::Number });
    return columns;
}

QString filterHint(const CaseColumn& column)
{
    switch (column.kind) {
    case CaseColumn::Kind::Case:
        return say(QT_TRANSLATE_NOOP("CaseColumns", "contains"));
    case CaseColumn::Kind::Received:
        return say(QT_TRANSLATE_NOOP("CaseColumns", "from – to"));
    case CaseColumn::Kind::Label:
        return say(QT_TRANSLATE_NOOP("CaseColumns", "any"));
    case CaseColumn::Kind::Score:
        return say(QT_TRANSLATE_NOOP("CaseColumns", "min – max"));
    case CaseColumn::Kind::Field:
        break;
    }
    switch (column.fieldKind) {
    case FieldKind::Number:
        return say(QT_TRANSLATE_NOOP("CaseColumns", "min – max"));
    case FieldKind::Time:
        return say(QT_TRANSLATE_NOOP("CaseColumns", "from – to"));
    case FieldKind::YesNo:
        return say(QT_TRANSLATE_NOOP("CaseColumns", "any"));
    default:
        return say(QT_TRANSLATE_NOOP("CaseColumns", "contains"));
    }
}

Result<std::vector<std::uint32_t>>
orderCases(const CaseView& view, const CaseFilter& filter, const QString& sortKey, bool descending)
{
    CB_TRY(std::vector<std::uint32_t> positions, filterCases(view, filter.expression.toStdString()));
    const bool scored = std::isfinite(filter.scoreFrom) || std::isfinite(filter.scoreTo);
    if (filter.state || scored) {
        std::erase_if(positions, [&](std::uint32_t row) {
            const double score = view.score[row];
            const bool inside =
                !scored || (score >= filter.scoreFrom && score <= filter.scoreTo); // NaN is outside
            return !inside || (filter.state && view.labels[row].state != *filter.state);
        });
    }
    if (sortKey.isEmpty())
        return positions;
    return sortCases(view, std::move(positions), sortKey.toStdString(), descending);
}

} // namespace casebench::ui
