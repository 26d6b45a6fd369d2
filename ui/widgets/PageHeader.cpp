// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/PageHeader.h"

#include "ui/widgets/Layouts.h"

#include <QLayoutItem>
#include <QPainter>
#include <QStyle>

#include <algorithm>
#include <memory>

namespace casebench::ui {

namespace {

/// Title and sentence at the left, controls at the right. A sentence that is longer than the controls leave
/// room for gets the whole width under both, so that it is read to its end in the same height.
class HeaderLayout : public QLayout
{
public:
    HeaderLayout(QWidget* header, QWidget* title, QWidget* sentence, QLayout* controls)
        : QLayout(header)
        , m_title(new QWidgetItem(title))
        , m_sentence(new QWidgetItem(sentence))
        , m_controls(controls)
    {
        addChildWidget(title);
        addChildWidget(sentence);
        addChildLayout(controls);
    }

    void addItem(QLayoutItem*) override { } // its three parts are known

    [[nodiscard]] int count() const override { return 3; }

    [[nodiscard]] QLayoutItem* itemAt(int index) const override
    {
        return index == 0 ? m_title.get() : index == 1 ? m_sentence.get() : index == 2 ? m_controls : nullptr;
    }

    QLayoutItem* takeAt(int) override { return nullptr; }

    [[nodiscard]] QSize sizeHint() const override
    {
        const int words = std::max(m_title->sizeHint().width(), m_sentence->sizeHint().width());
        return whole(words, m_controls->sizeHint());
    }

    [[nodiscard]] QSize minimumSize() const override
    {
        const int words = std::max(m_title->minimumSize().width(), m_sentence->minimumSize().width());
        return whole(words, m_controls->minimumSize());
    }

    void setGeometry(const QRect& rect) override
    {
        QLayout::setGeometry(rect);
        const QRect room = rect.marginsRemoved(contentsMargins());
        const QSize controls = m_controls->sizeHint();
        const int left = room.width() - controls.width() - gap(controls);
        const int title = m_title->sizeHint().height();
        const int sentence = m_sentence->sizeHint().height();
        const bool beside = m_sentence->sizeHint().width() <= left;
        const int first = beside ? title : std::max(title, controls.height());
        const int top = room.top() + (room.height() - first - space::kHair - sentence) / 2;
        const auto place = [&](QLayoutItem* item, const QRect& where) {
            item->setGeometry(QStyle::visualRect(parentWidget()->layoutDirection(), room, where));
        };
        place(m_title.get(), { room.left(), top + (first - title) / 2, left, title });
        place(m_sentence.get(),
              { room.left(), top + first + space::kHair, beside ? left : room.width(), sentence });
        const int middle = beside ? room.top() + (room.height() - controls.height()) / 2
                                  : top + (first - controls.height()) / 2;
        place(m_controls,
              { room.right() + 1 - controls.width(), middle, controls.width(), controls.height() });
    }

private:
    [[nodiscard]] static int gap(const QSize& controls) { return controls.width() > 0 ? space::kGroup : 0; }

    [[nodiscard]] QSize whole(int words, const QSize& controls) const
    {
        const QMargins margins = contentsMargins();
        const int high = std::max(m_title->sizeHint().height(), controls.height()) + space::kHair
            + m_sentence->sizeHint().height();
        return { words + gap(controls) + controls.width() + margins.left() + margins.right(),
                 high + margins.top() + margins.bottom() };
    }

    std::unique_ptr<QLayoutItem> m_title;
    std::unique_ptr<QLayoutItem> m_sentence;
    QLayout* m_controls; ///< a child object of this one
};

/// Buttons come and go; Tab still goes through the header before it enters the page.
QWidget* lastBeforePrimary(QWidget* views, const QLayout* secondary)
{
    const QLayoutItem* last = secondary->count() > 0 ? secondary->itemAt(secondary->count() - 1) : nullptr;
    return last && last->widget() ? last->widget() : views;
}

} // namespace

PageHeader::PageHeader(const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_title(new Label(title, TextRole::PageTitle))
    , m_sentence(new ElidedLabel({}, Qt::ElideRight, TextRole::Body, ColorRole::Muted))
    , m_views(new SegmentedSwitch(tr("View"), this))
    , m_secondary(row(space::kGroup))
    , m_primarySlot(row(0))
{
    auto* controls = row(space::kGroup);
    controls->addWidget(m_views);
    controls->addSpacing(space::kGroup);
    controls->addLayout(m_secondary);
    controls->addLayout(m_primarySlot);
    auto* layout = new HeaderLayout(this, m_title, m_sentence, controls);
    layout->setContentsMargins(space::kPage, space::kGroup, space::kPage, space::kGroup);
    setMinimumHeight(scaled(this, 70));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_views->hide();
}

void PageHeader::setTitle(const QString& title)
{
    m_title->setText(title);
}

void PageHeader::setSentence(const QString& sentence)
{
    m_sentence->setText(sentence);
    setAccessibleDescription(sentence);
}

void PageHeader::setViews(const QList<SegmentedSwitch::Segment>& views)
{
    m_views->setSegments(views);
    m_views->setVisible(views.size() > 1);
}

void PageHeader::addSecondary(QAction* action)
{
    auto* button = new ActionButton(action, this);
    setTabOrder(lastBeforePrimary(m_views, m_secondary), button);
    m_secondary->addWidget(button);
}

void PageHeader::clearSecondary()
{
    while (QLayoutItem* item = m_secondary->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

void PageHeader::setPrimary(QAction* action)
{
    if (action == primary())
        return;
    delete m_primary;
    m_primary = nullptr;
    if (!action)
        return;
    m_primary = new ActionButton(action, this);
    ui::setPrimary(m_primary);
    const QString own = action->shortcut().toString(QKeySequence::NativeText);
    m_primary->setKeyCap(own.isEmpty() ? QStringLiteral("Ctrl+Enter") : own);
    m_primarySlot->addWidget(m_primary);
    setTabOrder(lastBeforePrimary(m_views, m_secondary), m_primary);
}

QAction* PageHeader::primary() const
{
    return m_primary ? m_primary->action() : nullptr;
}

void PageHeader::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), color(ColorRole::Base, this));
    painter.fillRect(QRect(0, height() - 1, width(), 1), color(ColorRole::Hairline, this));
}

} // namespace casebench::ui
