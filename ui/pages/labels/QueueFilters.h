// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/labels/LabelQueueData.h"

#include <QAbstractButton>
#include <QGridLayout>

#include <array>
#include <optional>

namespace casebench::ui {

/// What the queue's list is narrowed to, beside the words searched for.
struct QueueFilter
{
    std::optional<LabelGroup> group {};
    bool mine = false; ///< only this person's share

    [[nodiscard]] bool narrows() const { return mine || group.has_value(); }

    [[nodiscard]] bool takes(const LabelQueueLine& line) const
    {
        return (!mine || line.ownShare) && (!group || *group == line.group);
    }

    bool operator==(const QueueFilter&) const = default;
};

/// How many cases each filter would leave.
struct QueueCounts
{
    std::array<qint64, kLabelGroups> groups {};
    qint64 mine = 0;

    void add(const LabelQueueLine& line)
    {
        ++groups[static_cast<std::size_t>(line.group)];
        mine += line.ownShare ? 1 : 0;
    }

    bool operator==(const QueueCounts&) const = default;
};

/// The groups a person can narrow the list to, in the order of the chips.
inline constexpr std::array<LabelGroup, 4> kFilteredGroups { LabelGroup::Returned, LabelGroup::NewAnswer,
                                                             LabelGroup::Second, LabelGroup::Routine };

/// A word with its count that is on or off: a quick filter.
class FilterChip : public QAbstractButton
{
    Q_OBJECT

public:
    explicit FilterChip(const QString& text, QWidget* parent = nullptr);
    void setCount(qint64 count);

    [[nodiscard]] QSize sizeHint() const override;

    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

    void nextCheckState() override { } ///< the presenter decides

private:
    QString m_count;
};

/// Chips over the queue: my share, and each group that has a case. Hidden while there is nothing to choose.
class QueueFilters : public QWidget
{
    Q_OBJECT

public:
    explicit QueueFilters(QWidget* parent = nullptr);
    void render(const QueueFilter& filter, const QueueCounts& counts, qint64 waiting);

signals:
    void chosen(const casebench::ui::QueueFilter& filter);

private:
    QueueFilter m_filter;
    FilterChip* m_mine;
    std::array<FilterChip*, kFilteredGroups.size()> m_groups {};
    QGridLayout* m_layout;
    QList<QWidget*> m_placed;
};

/// What a chip is called: shorter than the heading in the list.
[[nodiscard]] QString chipTitle(LabelGroup group);

} // namespace casebench::ui
