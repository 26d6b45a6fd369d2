// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Text.h"
#include "core/base/Time.h"
#include "core/data/Filter.h"
#include "ui/itemmodels/CaseWords.h"
#include "ui/pages/cases/CaseColumns.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <array>
#include <cmath>

namespace casebench::ui {

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("CaseFilter", text);
}

QString quotedName(const QString& name)
{
    QString doubled = name;
    return u'"' + doubled.replace(u'"', QLatin1String("\"\"")) + u'"';
}

QString quotedText(const QString& text)
{
    QString doubled = text;
    return u'\'' + doubled.replace(u'\'', QLatin1String("''")) + u'\'';
}

QString nameOf(const CaseColumn& column)
{
    return column.kind == CaseColumn::Kind::Case ? QStringLiteral("case_id") : quotedName(column.key);
}

/// ">30", ">= 30", "30 – 50", "30..50", "30", "30 –", "– 50"
struct Bounds
{
    QString op {}; ///< "", "<", "<=", ">", ">=", "=" , "!="
    QString from {};
    QString to {};
};

std::optional<Bounds> boundsOf(const QString& text)
{
    static const QRegularExpression compare(QStringLiteral("^\\s*(<=|>=|<>|!=|<|>|=|≤|≥)\\s*(\\S.*?)\\s*$"));
    if (const auto match = compare.match(text); match.hasMatch()) {
        QString op = match.captured(1);
        op = op == QLatin1String("≤")  ? QStringLiteral("<=")
            : op == QLatin1String("≥") ? QStringLiteral(">=")
                                       : op;
        return Bounds { op, match.captured(2), {} };
    }
    // A hyphen alone between two values is a minus or part of a date: ranges need an en dash, "..", "to" or
    // spaces round it.
    static const QRegularExpression range(
        QStringLiteral("^\\s*(.*?)\\s*(?:–|\\.\\.|\\s-\\s|\\sto\\s)\\s*(.*?)\\s*$"));
    if (const auto match = range.match(text); match.hasMatch()) {
        if (match.captured(1).isEmpty() && match.captured(2).isEmpty())
            return std::nullopt;
        return Bounds { {}, match.captured(1), match.captured(2) };
    }
    return Bounds { QStringLiteral("="), text.trimmed(), {} };
}

std::optional<QString> numberText(const QString& text)
{
    QString plain = text.trimmed();
    plain.remove(u',').remove(QChar(0x202f)).remove(QChar(0x00a0)).replace(QChar(0x2212), u'-');
    if (!parseFiniteNumber(plain.toStdString()))
        return std::nullopt;
    return plain;
}

std::optional<QString> timeText(const QString& text)
{
    if (!parseTimeBound(text.trimmed().toStdString(), false))
        return std::nullopt;
    return quotedText(text.trimmed());
}

/// The comparison of a number or time column; nothing when the text is no such value.
template<typename Read>
std::optional<QString> comparison(const QString& name, const QString& text, Read read)
{
    const auto bounds = boundsOf(text);
    if (!bounds)
        return std::nullopt;
    if (!bounds->op.isEmpty()) {
        const auto value = read(bounds->from);
        return value ? std::optional(name + u' ' + bounds->op + u' ' + *value) : std::nullopt;
    }
    QStringList parts;
    for (const auto& [op, end] : { std::pair { QStringLiteral(" >= "), bounds->from },
                                   std::pair { QStringLiteral(" <= "), bounds->to } }) {
        if (end.isEmpty())
            continue;
        const auto value = read(end);
        if (!value)
            return std::nullopt;
        parts.append(name + op + *value);
    }
    return parts.join(QLatin1String(" AND "));
}

bool isMissingWord(const QString& text)
{
    const QString word = text.trimmed().toLower();
    return word == QStringLiteral("–") || word == QLatin1String("missing")
        || word == QLatin1String("not asked");
}

std::optional<QString> yesNo(const QString& name, const QString& text)
{
    const auto code = text.trimmed().toLower();
    if (code.isEmpty())
        return std::nullopt;
    if (QStringLiteral("yes").startsWith(code) || code == QLatin1String("1"))
        return name + QLatin1String(" = 'Yes'");
    if (QStringLiteral("no").startsWith(code) || code == QLatin1String("0"))
        return name + QLatin1String(" = 'No'");
    return std::nullopt;
}

QString contains(const QString& name, const QString& text)
{
    return name + QLatin1String(" LIKE ") + quotedText(u'%' + text.trimmed() + u'%');
}

std::optional<QString> columnExpression(const CaseColumn& column, const QString& text)
{
    const QString name = nameOf(column);
    if (column.kind != CaseColumn::Kind::Case && isMissingWord(text))
        return name + QLatin1String(" IS NULL");
    if (column.fieldKind == FieldKind::Number)
        return comparison(name, text, numberText);
    if (column.fieldKind == FieldKind::Time)
        return comparison(name, text, timeText);
    if (column.fieldKind == FieldKind::YesNo)
        return yesNo(name, text);
    if (const QString value = text.trimmed(); value.startsWith(u'=') && value.size() > 1)
        return name + QLatin1String(" = ") + quotedText(value.mid(1).trimmed());
    return contains(name, text);
}

std::optional<CaseState> stateOf(const QString& text)
{
    const QString word = text.trimmed();
    if (word == QStringLiteral("–"))
        return CaseState::Alleged;
    for (const auto& [state, name] : kCaseStateNames) {
        if (words::state(state).startsWith(word, Qt::CaseInsensitive)
            || QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()))
                   .startsWith(word, Qt::CaseInsensitive))
            return state;
    }
    return std::nullopt;
}

bool readScore(const QString& text, CaseFilter& filter)
{
    const auto bounds = boundsOf(text);
    if (!bounds)
        return false;
    const auto value = [](const QString& end) {
        const auto number = numberText(end);
        return number ? number->toDouble() : std::nan("");
    };
    if (bounds->op.startsWith(u'>'))
        filter.scoreFrom = value(bounds->from);
    else if (bounds->op.startsWith(u'<'))
        filter.scoreTo = value(bounds->from);
    else if (bounds->op == QLatin1String("=")) // scores are shown with two decimals
        filter.scoreFrom = value(bounds->from) - 0.005, filter.scoreTo = value(bounds->from) + 0.005;
    else if (!bounds->op.isEmpty())
        return false;
    if (bounds->op.isEmpty() && !bounds->from.isEmpty())
        filter.scoreFrom = value(bounds->from);
    if (bounds->op.isEmpty() && !bounds->to.isEmpty())
        filter.scoreTo = value(bounds->to);
    return !std::isnan(filter.scoreFrom) && !std::isnan(filter.scoreTo);
}

/// A text that was meant as an expression, so that its mistakes are told instead of searched for.
bool looksLikeExpression(const QString& text)
{
    static const QRegularExpression operators(QStringLiteral("[=<>()]|\\b(LIKE|IN|BETWEEN|IS)\\b"));
    return operators.match(text).hasMatch();
}

QString chipText(const CaseColumn& column, const QString& text)
{
    static const QRegularExpression compare(QStringLiteral("^\\s*[<>=!≤≥]"));
    if (compare.match(text).hasMatch())
        return column.title + u' ' + text.trimmed();
    const bool contained = column.kind == CaseColumn::Kind::Case
        || (column.kind == CaseColumn::Kind::Field
            && (column.fieldKind == FieldKind::Text || column.fieldKind == FieldKind::Category));
    if (contained)
        return say(QT_TRANSLATE_NOOP("CaseFilter", "%1 contains %2")).arg(column.title, text.trimmed());
    if (column.fieldKind == FieldKind::YesNo && yesNo({}, text))
        return column.title
            + (yesNo({}, text)->contains(QLatin1String("Yes"))
                   ? say(QT_TRANSLATE_NOOP("CaseFilter", " = Yes"))
                   : say(QT_TRANSLATE_NOOP("CaseFilter", " = No")));
    if (column.kind == CaseColumn::Kind::Label && stateOf(text))
        return column.title + QStringLiteral(" = ") + words::state(*stateOf(text));
    return column.title + QStringLiteral(" = ") + text.trimmed();
}

void readSearch(const Schema& schema, const QString& search, CaseFilter& filter, QStringList& expressions)
{
    const QString text = search.trimmed();
    if (text.isEmpty())
        return;
    const auto parsed = Filter::parse(text.toStdString());
    if (!parsed && looksLikeExpression(text)) {
        filter.problem = QString::fromStdString(parsed.error().sentence());
        return;
    }
    expressions.append(parsed ? u'(' + text + u')'
                              : QString::fromStdString(anywhereExpression(schema, text.toStdString())));
    filter.chips.append(parsed ? text
                               : say(QT_TRANSLATE_NOOP("CaseFilter", "any field contains %1")).arg(text));
    filter.keys.append(QString());
}

} // namespace

bool CaseFilter::isExpression() const
{
    return !state && !std::isfinite(scoreFrom) && !std::isfinite(scoreTo);
}

CaseQuery CaseFilter::query(const QString& sortKey, bool descending) const
{
    return { expression.toStdString(), state, scoreFrom, scoreTo, sortKey.toStdString(), descending };
}

CaseFilter readFilter(const Schema& schema,
                      const QList<CaseColumn>& columns,
                      const QString& search,
                      const QHash<QString, QString>& filters)
{
    CaseFilter filter;
    QStringList expressions;
    readSearch(schema, search, filter, expressions);
    for (const CaseColumn& column : columns) {
        const QString text = filters.value(column.key);
        if (text.trimmed().isEmpty())
            continue;
        bool read = true;
        if (column.kind == CaseColumn::Kind::Label) {
            filter.state = stateOf(text);
            read = filter.state.has_value();
        } else if (column.kind == CaseColumn::Kind::Score) {
            CaseFilter scored = filter;
            read = readScore(text, scored);
            if (read)
                filter = scored;
        } else if (const auto expression = columnExpression(column, text)) {
            expressions.append(*expression);
        } else {
            read = false;
        }
        if (read) {
            filter.chips.append(chipText(column, text));
            filter.keys.append(column.key);
        } else {
            filter.problem =
                say(QT_TRANSLATE_NOOP("CaseFilter",
                                      "“%1” is not a filter of %2; this part is left out. Write %3."))
                    .arg(text, column.title, filterHint(column));
        }
    }
    filter.expression = expressions.join(QLatin1String(" AND "));
    return filter;
}

} // namespace casebench::ui
