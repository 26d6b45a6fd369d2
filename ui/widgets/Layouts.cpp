// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Layouts.h"

#include <QPainter>
#include <QScrollBar>
#include <QSettings>
#include <QShowEvent>

#include <algorithm>
#include <cmath>
#include <utility>

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

int stretchOf(const QSplitter& splitter, int pane)
{
    const QSizePolicy policy = splitter.widget(pane)->sizePolicy();
    return splitter.orientation() == Qt::Horizontal ? policy.horizontalStretch() : policy.verticalStretch();
}

/// The text became larger or smaller by a factor: panes that keep their width follow, the others take what is
/// left.
void followText(QSplitter& splitter, double factor)
{
    QList<int> sizes = splitter.sizes();
    if (std::ranges::all_of(sizes, [](int size) { return size <= 0; }))
        return; // not shown yet
    for (int i = 0; i < splitter.count(); ++i) {
        if (stretchOf(splitter, i) == 0)
            sizes[i] = static_cast<int>(std::lround(sizes[i] * factor));
    }
    splitter.setSizes(sizes);
}

/// How large the text is, in pixels for a length of a thousand at a 13 px font.
int textSize(const QSplitter& splitter)
{
    return scaled(&splitter, 1000);
}

/// Lets the panes of a splitter follow the text while the window is open.
class TextFollower : public QObject
{
public:
    explicit TextFollower(QSplitter* splitter)
        : QObject(splitter)
        , m_splitter(*splitter)
        , m_size(textSize(*splitter))
    {
        splitter->installEventFilter(this);
    }

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::FontChange) {
            const int before = std::exchange(m_size, textSize(m_splitter));
            if (before != m_size)
                followText(m_splitter, double(m_size) / before);
        }
        return QObject::eventFilter(watched, event);
    }

private:
    QSplitter& m_splitter;
    int m_size;
};

QString placeOf(const QSplitter& splitter)
{
    return QStringLiteral("splitters/") + splitter.objectName();
}

QString textOf(const QSplitter& splitter)
{
    return placeOf(splitter) + QStringLiteral(".text");
}

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
    connect(this, &QSplitter::splitterMoved, this, [this] {
        QSettings settings;
        settings.setValue(placeOf(*this), saveState());
        settings.setValue(textOf(*this), textSize(*this));
    });
    new TextFollower(this);
}

void PaneSplitter::addPane(QWidget* pane, int stretch, int width, const QString& accessibleName)
{
    addWidget(pane);
    setStretchFactor(count() - 1, stretch);
    m_widths.append(width);
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
    const QSettings settings;
    const QByteArray state = settings.value(placeOf(*this)).toByteArray();
    if (!state.isEmpty() && restoreState(state)) {
        const int before = settings.value(textOf(*this)).toInt();
        if (before > 0 && before != textSize(*this))
            followText(*this, double(textSize(*this)) / before);
        return;
    }
    // Fixed panes get their width, the stretching ones what is left.
    QList<int> sizes;
    int rest = (orientation() == Qt::Horizontal ? width() : height()) - (count() - 1);
    int flexible = 0;
    for (int i = 0; i < count(); ++i) {
        sizes.append(scaled(this, m_widths.at(i)));
        flexible += stretchOf(*this, i);
        rest -= stretchOf(*this, i) > 0 ? 0 : sizes.at(i);
    }
    for (int i = 0; i < count() && flexible > 0; ++i) {
        if (stretchOf(*this, i) > 0)
            sizes[i] = std::max(1, rest * stretchOf(*this, i) / flexible);
    }
    setSizes(sizes);
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
