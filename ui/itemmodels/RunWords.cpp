// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/itemmodels/RunWords.h"

#include "core/models/Families.h"
#include "ui/text/Format.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace casebench::ui::words {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("words", text);
}

} // namespace

QString metric(std::string_view name)
{
    static constexpr std::array<std::pair<std::string_view, const char*>, 10> kTitles { {
        { "roc_auc", QT_TRANSLATE_NOOP("words", "ROC AUC") },
        { "average_precision", QT_TRANSLATE_NOOP("words", "Average precision") },
        { "recall", QT_TRANSLATE_NOOP("words", "Recall") },
        { "precision", QT_TRANSLATE_NOOP("words", "Precision") },
        { "specificity", QT_TRANSLATE_NOOP("words", "Specificity") },
        { "f1", QT_TRANSLATE_NOOP("words", "F1") },
        { "mcc", QT_TRANSLATE_NOOP("words", "MCC") },
        { "brier", QT_TRANSLATE_NOOP("words", "Brier score") },
        { "log_loss", QT_TRANSLATE_NOOP("words", "Log loss") },
        { "ece", QT_TRANSLATE_NOOP("words", "ECE, 10 bins") },
    } };
    for (const auto& [known, title] : kTitles) {
        if (known == name)
            return tr(title);
    }
    return format::text(name);
}

QString metricCounts(std::string_view name)
{
    if (name == "recall")
        return tr("scams");
    if (name == "precision")
        return tr("flagged cases");
    return name == "specificity" ? tr("cases that were not scams") : tr("cases");
}

bool lowerIsBetter(std::string_view name)
{
    return name == "brier" || name == "log_loss" || name == "ece";
}

QString runState(RunState state)
{
    switch (state) {
    case RunState::Trained:
        return tr("trained");
    case RunState::Submitted:
        return tr("waits for approval");
    case RunState::Approved:
        return tr("approved");
    case RunState::Champion:
        return tr("champion");
    case RunState::Rejected:
        return tr("rejected");
    case RunState::Retired:
        return tr("retired");
    }
    return {};
}

Glyph glyph(RunState state)
{
    switch (state) {
    case RunState::Submitted:
        return Glyph::Ring;
    case RunState::Approved:
    case RunState::Champion:
        return Glyph::Good;
    case RunState::Rejected:
        return Glyph::Watch;
    case RunState::Trained:
    case RunState::Retired:
        return Glyph::None;
    }
    return Glyph::None;
}

QString family(std::string_view id)
{
    const auto found = findFamily(id);
    return format::text(found ? (*found)->title() : id);
}

bool isBaseline(std::string_view family)
{
    return family == "majority" || family == "one-rule";
}

QString split(SplitKind kind)
{
    switch (kind) {
    case SplitKind::Time:
        return tr("By time, latest held out");
    case SplitKind::Stratified:
        return tr("At random, classes kept");
    case SplitKind::Group:
        return tr("By group, never divided");
    }
    return {};
}

QString policy(LabelPolicy policy)
{
    switch (policy) {
    case LabelPolicy::Confirmed:
        return tr("Confirmed only");
    case LabelPolicy::Latest:
        return tr("Latest verdict");
    case LabelPolicy::Majority:
        return tr("Majority of verdicts");
    case LabelPolicy::Complaints:
        return tr("Complaints as they came");
    }
    return {};
}

QString decision(Decision decision)
{
    switch (decision) {
    case Decision::Submit:
        return tr("Submitted");
    case Decision::Approve:
        return tr("Approved");
    case Decision::Promote:
        return tr("Made champion");
    case Decision::Reject:
        return tr("Rejected");
    case Decision::Retire:
        return tr("Retired");
    }
    return {};
}

} // namespace casebench::ui::words
