// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflow/BrowseCases.h"

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <limits>
#include <optional>

namespace casebench::ui {

/// A column of the case table.
struct CaseColumn
{
    enum class Kind
    {
        Case,
        Received,
        Field,
        Label,
        Score
    };

    Kind kind = Kind::Field;
    QString key {}; ///< what CaseQuery::sort knows: "case", "label", "score" or a field's name
    QString title {};
    qsizetype field = -1; ///< position in the schema
    FieldKind fieldKind = FieldKind::Text;

    bool operator==(const CaseColumn&) const = default;
};

/// Case, received, the fields in their order (ids, the time of receipt and personal fields left out), label,
/// score.
[[nodiscard]] QList<CaseColumn> caseColumns(const Schema& schema, const QString& champion);
/// What the editor of a column says while it is empty.
[[nodiscard]] QString filterHint(const CaseColumn& column);

/// A cell as people read it. at: its position in the column.
[[nodiscard]] QString cellText(const CaseColumn& column, const Column& values, std::size_t at);

/// What stands beside the fields of a case: its id, label or score.
[[nodiscard]] QString
besideText(const CaseColumn& column, const CaseMarks& marks, CaseRow row, const std::string& caseId);

/// What is asked for, in parts: the expression that core knows, and what stands beside the cases (state,
/// score).
struct CaseFilter
{
    QString expression {};
    std::optional<CaseState> state {};
    double scoreFrom = -std::numeric_limits<double>::infinity();
    double scoreTo = std::numeric_limits<double>::infinity();
    QStringList chips {}; ///< in words, one per part
    QStringList keys {}; ///< key of the column behind each chip; "" is the search field
    QString problem {}; ///< a sentence on what could not be read

    /// True when a snapshot can be taken by it: the expression says it all.
    [[nodiscard]] bool isExpression() const;

    [[nodiscard]] bool isEmpty() const { return chips.isEmpty(); }

    [[nodiscard]] CaseQuery query(const QString& sortKey, bool descending) const;

    bool operator==(const CaseFilter&) const = default;
};

/// Translates the search field and the header's editors.
/// Takes:  search: a filter expression, or words to find anywhere; filters: text by column key.
/// Gives:  the filter; `problem` says which text could not be read (that part is left out).
[[nodiscard]] CaseFilter readFilter(const Schema& schema,
                                    const QList<CaseColumn>& columns,
                                    const QString& search,
                                    const QHash<QString, QString>& filters);

} // namespace casebench::ui
