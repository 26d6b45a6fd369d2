// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/CaseColumns.h"

#include "ui/itemmodels/CaseWords.h"
#include "ui/text/Format.h"

#include <QCoreApplication>

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

QList<CaseColumn> caseColumns(const Schema& schema, const QString& champion)
{
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

QString cellText(const CaseColumn& column, const Column& values, std::size_t at)
{
    if (values.isMissing(at))
        return words::cell(column.fieldKind, {}, true);
    switch (values.kind()) {
    case FieldKind::Number:
        return format::number(values.numbers()[at]);
    case FieldKind::Time:
        return format::isoDate(values.times()[at]);
    case FieldKind::YesNo:
        return values.codes()[at] == kYesCode ? say(QT_TRANSLATE_NOOP("CaseColumns", "Yes"))
                                              : say(QT_TRANSLATE_NOOP("CaseColumns", "No"));
    default:
        return format::text(values.dictionary()[static_cast<std::size_t>(values.codes()[at])]);
    }
}

QString besideText(const CaseColumn& column, const CaseMarks& marks, CaseRow row, const std::string& caseId)
{
    if (column.kind == CaseColumn::Kind::Case)
        return format::text(caseId);
    if (column.kind == CaseColumn::Kind::Score)
        return format::decimal(marks.scoreOf(row), 2);
    const CaseState state = marks.label(row).state;
    return state == CaseState::Alleged ? format::undefined() : words::state(state);
}

} // namespace casebench::ui
