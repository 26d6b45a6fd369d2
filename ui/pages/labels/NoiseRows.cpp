// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/labels/NoiseRows.h"

#include "ui/itemmodels/CaseWords.h"
#include "ui/text/CellRoles.h"
#include "ui/text/Format.h"

#include <QCoreApplication>

#include <algorithm>

namespace casebench::ui {

namespace {

constexpr std::size_t kListed = 200; // nobody reads on; the CLI lists as many as asked for
constexpr std::size_t kMostPoints = 400;
constexpr double kBudgetShare = 0.8;

QString tr(const char* text)
{
    return QCoreApplication::translate("casebench::ui::Noise", text);
}

QString truthWord(Truth truth)
{
    return words::verdict(truth == kPositive ? Verdict::Scam : Verdict::NotScam);
}

Cell noiseCount(const LabelNoise& noise, std::size_t given, std::size_t truth)
{
    const double cases = noise.matrix[given][truth];
    const double share = cases / (noise.matrix[given][0] + noise.matrix[given][1]);
    return Cell { QStringLiteral("%1, %2").arg(format::count(static_cast<qint64>(std::llround(cases))),
                                               format::percent(share)),
                  cases }
        .with(AmountRole, share)
        .with(Qt::ToolTipRole,
              tr("%1 cases were counted confidently").arg(format::count(noise.counts[given][truth])));
}

} // namespace

QList<CellColumn> noiseColumns()
{
    return { { tr("Case"), false, {} },
             { tr("Label"), false, {} },
             { tr("Chance of label"), true, tr("The model's probability of the given label, out of fold") },
             { tr("Chance it is wrong"), true, tr("From that and the noise matrix") },
             { tr("Since"), false, tr("What happened to the case since the run was trained") } };
}

QList<CellRow> noiseRows(const RunLabelNoise& found)
{
    const LabelNoise& noise = found.noise;
    const std::size_t wanted =
        std::min(std::max(kListed, static_cast<std::size_t>(noise.suspected)), noise.cases.size());
    QList<CellRow> rows;
    for (std::size_t i = 0; i < wanted; ++i) {
        const NoiseCase& one = noise.cases[i];
        Cell id { format::harmless(format::text(found.caseIds[i])), format::text(found.caseIds[i]) };
        if (one.suspected)
            id = id.with(GlyphRole, int(Glyph::Watch));
        rows.append(
            { static_cast<qint64>(i) + 1,
              false,
              { id, Cell { truthWord(one.given), truthWord(one.given) },
                Cell { format::percent(one.selfConfidence, 1), one.selfConfidence },
                Cell { format::percent(one.errorChance), one.errorChance }.with(AmountRole, one.errorChance),
                Cell { found.lookedAt[i] != 0 ? tr("judged again") : QString(), int(found.lookedAt[i]) } } });
    }
    return rows;
}

QList<CellColumn> matrixColumns()
{
    return { { tr("Labelled"), false, {} },
             { tr("likely scam"), true, {} }, // in the order of the rows, so that agreement is the diagonal
             { tr("likely not scam"), true, {} },
             { tr("Labels"), true, {} } };
}

QList<CellRow> matrixRows(const LabelNoise& noise)
{
    QList<CellRow> rows;
    for (const std::size_t given : { 1U, 0U }) {
        const double all = noise.matrix[given][0] + noise.matrix[given][1];
        rows.append({ static_cast<qint64>(given) + 1,
                      false,
                      { Cell { truthWord(given == 1 ? kPositive : kNegative), {} },
                        noiseCount(noise, given, 1), noiseCount(noise, given, 0),
                        Cell { format::count(static_cast<qint64>(std::llround(all))), all } } });
    }
    return rows;
}

LearningCurve::Data budgetData(const LabelNoise& noise)
{
    LearningCurve::Data data;
    data.xTitle = tr("Cases looked at");
    data.yTitle = tr("Expected errors found");
    data.yFromZero = true;
    const std::size_t n = noise.foundAfter.size();
    const std::size_t step = std::max<std::size_t>(1, n / kMostPoints);
    LearningCurve::Line line { tr("By suspicion"), { QPointF(0, 0) }, {}, false, 0 };
    for (std::size_t i = 0; i < n; ++i) {
        if (i % step == 0 || i + 1 == n)
            line.points.append(QPointF(static_cast<double>(i + 1), noise.foundAfter[i]));
    }
    const LearningCurve::Line any {
        tr("In any order"), { QPointF(0, 0), QPointF(static_cast<double>(n), 1) }, {}, true, 0
    };
    data.lines = { any, line };
    const BudgetPoint budget = noise.budgetFor(kBudgetShare);
    data.mark = static_cast<double>(budget.cases);
    data.markLabel = tr("%1 found").arg(format::percent(kBudgetShare));
    return data;
}

} // namespace casebench::ui
