// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Layouts.h"

#include <QPainter>
#include <QScrollBar>
#include <QSettings>
#include <QShowEvent>

namespace casebench::ui {

Hairline::Hairline(ColorRole role, QWidget* parent)
    : QWidget(parent)
    , m_role(role)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(1);
}

QSize Hairline::sizeHint() const
{
    return { 1, 1 };
}

void Hairline::paintEvent(QPaintEvent*)
{
    QPainter(this).fillRect(rect(), color(m_role, this));
}

namespace {

/// What a pane shows changed, and with it perhaps its least width: the splitter around it must hear of that.
class WidthTeller : public QObject
{
public:
    WidthTeller(QWidget* inner, QWidget* pane)
        : QObject(pane)
        , m_pane(pane)
    {
        inner->installEventFilter(this);
    }

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::LayoutRequest)
            m_pane->updateGeometry();
        return QObject::eventFilter(watched, event);
    }

private:
    QWidget* m_pane;
};

} // namespace

Pane::Pane(int margin, QWidget* parent)
    : QScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    auto* inner = new QWidget(this);
    inner->setBackgroundRole(QPalette::Base);
    inner->setAutoFillBackground(true);
    viewport()->setBackgroundRole(QPalette::Base);
    m_content = new QVBoxLayout(inner);
    m_content->setContentsMargins(margin, space::kBetween, margin, space::kBetween);
    m_content->setSpacing(space::kGroup);
    setWidget(inner);
    new WidthTeller(inner, this);
}

QSize Pane::minimumSizeHint() const
{
    // Never narrower than its content and the bar beside it, so nothing is cut where nothing can be scrolled.
    const int bar = verticalScrollBar()->isVisible() ? verticalScrollBar()->sizeHint().width() : 0;
    return { widget()->minimumSizeHint().width() + bar, 80 };
}

Label* Pane::addSection(const QString& title, const QString& caption)
{
    auto* line = row(space::kGroup);
    line->addWidget(new Label(title, TextRole::Section));
    line->addStretch();
    auto* note = new Label(caption, TextRole::Caption, ColorRole::Muted);
    line->addWidget(note, 0, Qt::AlignBottom);
    m_content->addLayout(line);
    return note;
}

void Pane::addHairline()
{
    m_content->addSpacing(space::kTight);
    m_content->addWidget(new Hairline);
    m_content->addSpacing(space::kTight);
}

PaneSplitter::PaneSplitter(Qt::Orientation orientation, const QString& name, QWidget* parent)
    : QSplitter(orientation, parent)
{
    setObjectName(name);
    setChildrenCollapsible(false);
    connect(this, &QSplitter::splitterMoved, this,
            [this] { QSettings().setValue(QStringLiteral("splitters/") + objectName(), saveState()); });
}

void PaneSplitter::addPane(QWidget* pane, int stretch, int width, const QString& accessibleName)
{
    addWidget(pane);
    setStretchFactor(count() - 1, stretch);
    m_widths.append(scaled(this, width));
    if (pane->accessibleName().isEmpty())
        pane->setAccessibleName(accessibleName);
    handle(count() - 1)->setAccessibleName(tr("Edge of %1").arg(accessibleName));
}

void PaneSplitter::showEvent(QShowEvent* event)
{
    QSplitter::showEvent(event);
    if (m_restored)
        return;
    m_restored = true;
    const QByteArray state = QSettings().value(QStringLiteral("splitters/") + objectName()).toByteArray();
    if (state.isEmpty() || !restoreState(state)) {
        // Fixed panes get their width, the stretching ones what is left.
        QList<int> sizes = m_widths;
        int rest = (orientation() == Qt::Horizontal ? width() : height()) - (count() - 1);
        int flexible = 0;
        for (int i = 0; i < count(); ++i) {
            const auto policy = widget(i)->sizePolicy();
            const int stretch =
                orientation() == Qt::Horizontal ? policy.horizontalStretch() : policy.verticalStretch();
            flexible += stretch;
            rest -= stretch ? 0 : sizes.at(i);
        }
        for (int i = 0; i < count() && flexible > 0; ++i) {
            const auto policy = widget(i)->sizePolicy();
            const int stretch =
                orientation() == Qt::Horizontal ? policy.horizontalStretch() : policy.verticalStretch();
            if (stretch)
                sizes[i] = std::max(1, rest * stretch / flexible);
        }
        setSizes(sizes);
    }
}

QVBoxLayout* column(int spacing)
{
    auto* layout = new QVBoxLayout;
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing);
    return layout;
}

QHBoxLayout* row(int spacing)
{
    auto* layout = new QHBoxLayout;
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing);
    return layout;
}

} // namespace casebench::ui
