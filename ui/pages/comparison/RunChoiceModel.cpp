// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/comparison/RunChoiceModel.h"

#include "ui/itemmodels/RunWords.h"
#include "ui/text/Format.h"
#include "ui/theme/ChartStyle.h"
#include "ui/theme/Tokens.h"

#include <QPainter>

#include <algorithm>

namespace casebench::ui {

namespace {

constexpr int kSample = 28;

} // namespace

RunChoiceModel::RunChoiceModel(QObject* parent)
    : QAbstractTableModel(parent)
{
}

void RunChoiceModel::setRuns(const std::vector<Run>& runs, qint64 champion)
{
    const QList<qint64> before = chosen();
    beginResetModel();
    m_items.clear();
    for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
        const auto fields = run->recipe.fields.size();
        const QString about = fields == 0
            ? tr("%1, all fields").arg(words::family(run->recipe.family))
            : tr("%1, %2 fields").arg(words::family(run->recipe.family)).arg(fields);
        m_items.append({ run->id, format::harmless(format::text(run->name)), about, run->id == champion,
                         before.contains(run->id) });
    }
    std::ranges::stable_partition(m_items, [](const Item& item) { return item.champion; });
    endResetModel();
    if (m_touched || runs.empty())
        return;
    const auto newest = std::find_if(runs.rbegin(), runs.rend(), [&](const Run& run) {
        return run.id != champion && !words::isBaseline(run.recipe.family);
    });
    QList<qint64> first;
    if (champion != 0)
        first.append(champion);
    if (newest != runs.rend())
        first.append(newest->id);
    for (auto run = runs.rbegin(); run != runs.rend() && first.size() < 2; ++run) {
        if (!first.contains(run->id))
            first.append(run->id);
    }
    choose(first);
    m_touched = false;
}

void RunChoiceModel::choose(const QList<qint64>& ids)
{
    m_touched = true;
    const QList<qint64> before = chosen();
    const QList<qint64> wanted = ids.mid(0, kMost);
    for (Item& item : m_items)
        item.chosen = wanted.contains(item.id);
    if (m_items.isEmpty() || chosen() == before)
        return;
    emit dataChanged(index(0, 0), index(rowCount() - 1, 0));
    emit chosenChanged();
}

QList<qint64> RunChoiceModel::chosen() const
{
    QList<qint64> ids;
    for (const Item& item : m_items) {
        if (item.chosen)
            ids.append(item.id);
    }
    // Without a champion the oldest of them is the one the others are held against.
    const bool champion = !m_items.isEmpty() && m_items.first().champion && m_items.first().chosen;
    if (!champion && ids.size() > 1)
        ids.prepend(ids.takeLast());
    return ids;
}

int RunChoiceModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_items.size());
}

int RunChoiceModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : 1;
}

QVariant RunChoiceModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_items.size())
        return {};
    const Item& item = m_items[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return item.name;
    case NoteRole:
        return item.champion ? tr("champion, %1").arg(item.about) : item.about;
    case Qt::ToolTipRole:
        return tr("%1\n%2").arg(item.name, item.about);
    case Qt::CheckStateRole:
        return item.chosen ? Qt::Checked : Qt::Unchecked;
    case kSeriesRole: {
        const qsizetype at = chosen().indexOf(item.id);
        return at < 0 ? QVariant() : QVariant(static_cast<int>(at) - 1);
    }
    default:
        return {};
    }
}

Qt::ItemFlags RunChoiceModel::flags(const QModelIndex& index) const
{
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable
                           : Qt::ItemFlags(Qt::NoItemFlags);
}

bool RunChoiceModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::CheckStateRole || !index.isValid() || index.row() >= m_items.size())
        return false;
    const bool on = value.toInt() == Qt::Checked;
    if (on && chosen().size() >= kMost) {
        emit tooMany();
        return false;
    }
    m_touched = true;
    m_items[index.row()].chosen = on;
    emit dataChanged(this->index(0, 0), this->index(rowCount() - 1, 0)); // colours follow the order
    emit chosenChanged();
    return true;
}

void RunChoiceDelegate::paint(QPainter* painter,
                              const QStyleOptionViewItem& option,
                              const QModelIndex& index) const
{
    painter->save();
    paintRow(painter, option, index);
    painter->restore();
    QStyleOptionViewItem words = option;
    words.rect.setRight(option.rect.right() - kSample - space::kGroup);
    CellDelegate::paint(painter, words, index);
    const QVariant series = index.data(RunChoiceModel::kSeriesRole);
    if (!series.isValid())
        return;
    const Scheme scheme = schemeOf(option.palette);
    painter->save();
    painter->setPen(series.toInt() < 0 ? referencePen(scheme) : seriesPen(series.toInt(), scheme));
    const int y = option.rect.center().y();
    painter->drawLine(option.rect.right() - kSample - space::kTight, y, option.rect.right() - space::kGroup,
                      y);
    painter->restore();
}

} // namespace casebench::ui
