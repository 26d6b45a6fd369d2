// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/WelcomeView.h"

#include "ui/theme/StylePaint.h"
#include "ui/widgets/FixedWidth.h"
#include "ui/widgets/Layouts.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QPainter>
#include <QShortcut>
#include <QStyledItemDelegate>

namespace casebench::ui {

namespace {

constexpr int kRow = 52;
constexpr int kShown = 5;

enum Role
{
    NoteRole = Qt::UserRole + 1,
    WhenRole,
    PathRole
};

class RecentDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        painter->save();
        const Scheme scheme = schemeOf(option.palette);
        const bool on = option.state & QStyle::State_Selected;
        if (on || (option.state & QStyle::State_MouseOver))
            painter->fillRect(option.rect, color(on ? ColorRole::Selection : ColorRole::Hover, scheme));
        painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                          color(ColorRole::RowLine, scheme));
        QRect rect = option.rect.adjusted(space::kInner, 0, -space::kInner, 0);
        paintIcon(*painter, QRectF(rect.left(), rect.center().y() - 10, 20, 20), IconId::Project,
                  color(ColorRole::Muted, scheme));
        const QString key = QString::number(index.row() + 1);
        rect.setRight(rect.right()
                      - paint::keyCap(*painter, rect, key, color(ColorRole::Muted, scheme),
                                      color(ColorRole::Hairline, scheme))
                      - space::kInner);
        const QFont small = font(TextRole::Caption);
        painter->setFont(small);
        painter->setPen(color(ColorRole::Muted, scheme));
        const QString when = index.data(WhenRole).toString();
        painter->drawText(rect, Qt::AlignVCenter | Qt::AlignRight, when);
        const QFontMetrics body(option.font);
        const QFontMetrics caption(small);
        const int left = rect.left() + 20 + space::kInner;
        const int room = rect.right() - left - caption.horizontalAdvance(when) - space::kGroup;
        const int top = rect.center().y() - (body.height() + caption.height()) / 2;
        painter->drawText(QRect(left, top + body.height(), room, caption.height()), Qt::AlignVCenter,
                          caption.elidedText(index.data(NoteRole).toString(), Qt::ElideRight, room));
        painter->setFont(option.font);
        painter->setPen(color(ColorRole::Text, scheme));
        painter->drawText(QRect(left, top, room, body.height()), Qt::AlignVCenter,
                          body.elidedText(index.data().toString(), Qt::ElideMiddle, room));
        painter->restore();
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override
    {
        return { 100, scaled(option.widget, kRow) };
    }
};

/// Dashed; an accent edge while files hang over it.
class DropField : public QWidget
{
public:
    explicit DropField(QWidget* parent)
        : QWidget(parent)
    {
        auto* words = column(space::kHair);
        words->addStretch();
        words->addWidget(new Label(WelcomeView::tr("Drop files of cases here")));
        words->addWidget((new Label(WelcomeView::tr("CSV, TSV, JSON lines, Excel or SQLite. A new project is "
                                                    "made around them; the files stay as they are."),
                                    TextRole::Caption, ColorRole::Muted))
                             ->wrapping());
        words->addStretch();
        setLayout(words);
        words->setContentsMargins(60, space::kBetween, space::kBetween, space::kBetween);
        setMinimumHeight(scaled(this, 88));
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const bool over = property("cbOver").toBool();
        QPen pen(color(over ? ColorRole::Accent : ColorRole::ControlEdge, this), over ? 2 : 1,
                 over ? Qt::SolidLine : Qt::CustomDashLine);
        if (!over)
            pen.setDashPattern({ 4, 3 });
        painter.setPen(pen);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), kRadius, kRadius);
        paintIcon(painter, QRectF(20, height() / 2.0 - 12, 24, 24), IconId::Export,
                  color(ColorRole::Muted, this));
    }
};

QStringList localFiles(const QMimeData& data)
{
    QStringList files;
    for (const QUrl& url : data.urls()) {
        if (url.isLocalFile())
            files.append(url.toLocalFile());
    }
    return files;
}

} // namespace

WelcomeView::WelcomeView(Actions& actions, ShellHost& host, QWidget* parent)
    : QWidget(parent)
    , m_host(host)
    , m_banner(new Banner(true, this))
    , m_recent(new QListView(this))
    , m_model(new QStandardItemModel(this))
    , m_none(new Label(tr("Projects that you open will stand here."), TextRole::Body, ColorRole::Muted))
    , m_drop(new DropField(this))
{
    setAccessibleName(tr("Welcome"));
    setAcceptDrops(true);
    auto* block = new QWidget(this);
    limitWidth(block, 920);
    auto* inner = column(space::kGroup);
    block->setLayout(inner);
    inner->addWidget(m_banner);
    inner->addSpacing(space::kBetween);
    inner->addWidget(new Label(tr("Casebench"), TextRole::Display));
    inner->addWidget(new Label(tr("Cases in, decisions you can explain, models you can sign."),
                               TextRole::Body, ColorRole::Muted));
    inner->addSpacing(space::kPage);
    auto* halves = row(2 * space::kPage);
    halves->addWidget(buildRecent(actions), 500);
    halves->addWidget(buildSample(actions), 372);
    inner->addLayout(halves);
    auto* across = row(0);
    across->addStretch(1);
    across->addWidget(block, 100);
    across->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::kWide, space::kPage, space::kWide, space::kPage);
    layout->addStretch(4);
    layout->addLayout(across);
    layout->addStretch(5);
    for (int i = 0; i < kShown; ++i) {
        auto* key = new QShortcut(QKeySequence(Qt::Key_1 + i), this);
        key->setContext(Qt::WidgetWithChildrenShortcut);
        connect(key, &QShortcut::activated, this, [this, i] { openRecent(i); });
    }
    connect(m_banner, &Banner::acted, this, [this] {
        if (m_offer)
            m_offer();
    });
    refresh();
}

QWidget* WelcomeView::buildRecent(Actions& actions)
{
    auto* side = new QWidget(this);
    auto* layout = column(space::kGroup);
    side->setLayout(layout);
    layout->addWidget(new Label(tr("Recent projects"), TextRole::Section));
    layout->addWidget(new Hairline);
    layout->addSpacing(-space::kGroup);
    m_recent->setModel(m_model);
    m_recent->setItemDelegate(new RecentDelegate(m_recent));
    m_recent->setFrameShape(QFrame::NoFrame);
    m_recent->setMouseTracking(true);
    m_recent->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_recent->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_recent->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_recent->setAccessibleName(tr("Recent projects"));
    connect(m_recent, &QListView::activated, this,
            [this](const QModelIndex& index) { openRecent(index.row()); });
    connect(m_recent, &QListView::clicked, this,
            [this](const QModelIndex& index) { openRecent(index.row()); });
    layout->addWidget(m_recent);
    layout->addWidget(m_none);
    auto* buttons = row(space::kGroup);
    for (const auto* id : { "project.new", "project.open" }) {
        if (QAction* action = actions.find(QLatin1String(id)))
            buttons->addWidget(new ActionButton(action, side));
    }
    buttons->addStretch();
    layout->addSpacing(space::kGroup);
    layout->addLayout(buttons);
    layout->addSpacing(space::kInner);
    layout->addWidget(m_drop);
    layout->addStretch();
    return side;
}

QWidget* WelcomeView::buildSample(Actions& actions)
{
    auto* side = new QWidget(this);
    auto* layout = column(space::kGroup);
    side->setLayout(layout);
    layout->addWidget(new Label(tr("See the whole story first"), TextRole::Section));
    layout->addWidget((new Label(tr("The sample holds eight months of scam calls. In May callers change "
                                    "tactics, and the model quietly fails.")))
                          ->wrapping());
    layout->addSpacing(space::kTight);
    int number = 0;
    for (const QString& step :
         { tr("Label ten cases"), tr("See recall fall from 94 % to 60 %"),
           tr("Find the field the model cannot see"), tr("Train, compare and explain a challenger"),
           tr("Approve as a second person, sign, verify") }) {
        auto* line = row(space::kBetween);
        auto* figure = new Label(QString::number(++number));
        figure->setMinimumWidth(scaled(this, 14)); // figures are not equally wide
        line->addWidget(figure);
        line->addWidget(new Label(step), 1);
        layout->addLayout(line);
        layout->addWidget(new Hairline(number < 5 ? ColorRole::RowLine : ColorRole::Hairline));
    }
    if (QAction* action = actions.find(QStringLiteral("project.sample"))) {
        auto* button = new ActionButton(action, side);
        setPrimary(button);
        button->setKeyCap(QStringLiteral("Ctrl+Enter"));
        auto* line = row(0);
        line->addWidget(button);
        line->addStretch();
        layout->addSpacing(space::kTight);
        layout->addLayout(line);
    }
    layout->addWidget(new Label(tr("About ten minutes. Opens a copy; nothing of yours is touched."),
                                TextRole::Caption, ColorRole::Muted));
    layout->addStretch();
    return side;
}

void WelcomeView::refresh()
{
    m_model->clear();
    const QList<RecentProject> projects = m_host.recentProjects().mid(0, kShown);
    for (const RecentProject& project : projects) {
        auto* item = new QStandardItem(project.name);
        item->setData(project.note, NoteRole);
        item->setData(project.when, WhenRole);
        item->setData(project.path, PathRole);
        item->setToolTip(project.path.toHtmlEscaped());
        m_model->appendRow(item);
    }
    m_recent->setVisible(!projects.isEmpty());
    m_none->setVisible(projects.isEmpty());
    m_recent->setFixedHeight(static_cast<int>(projects.size()) * scaled(this, kRow));
    if (!projects.isEmpty())
        m_recent->setCurrentIndex(m_model->index(0, 0));
    m_banner->clear();
}

void WelcomeView::showFailure(const QString& sentence)
{
    m_banner->showMessage(Glyph::Alarm, sentence);
    m_banner->setDetail({});
    m_offer = {};
}

void WelcomeView::showDamaged(const QString& sentence, const QString& path)
{
    // Under the first line stands what the database itself said: the last thing to read.
    m_banner->showMessage(Glyph::Alarm, sentence.section(u'\n', 0, 0), tr("Save what can be read…"));
    QStringList details { tr("That makes a new project beside it; the damaged file is never touched.") };
    details += sentence.split(u'\n').mid(1);
    m_banner->setDetail(details.join(u'\n'));
    m_offer = [this, path] { m_host.salvageProject(path); };
}

void WelcomeView::showSalvaged(const QString& sentence,
                               const QString& details,
                               bool whole,
                               const QString& path)
{
    m_banner->showMessage(whole ? Glyph::Good : Glyph::Watch, sentence, tr("Open it"));
    m_banner->setDetail(details);
    m_offer = [this, path] { m_host.openProject(path); };
}

void WelcomeView::openRecent(int row)
{
    if (row >= 0 && row < m_model->rowCount())
        m_host.openProject(m_model->index(row, 0).data(PathRole).toString());
}

void WelcomeView::paintEvent(QPaintEvent*)
{
    QPainter(this).fillRect(rect(), color(ColorRole::Base, this));
}

void WelcomeView::dragEnterEvent(QDragEnterEvent* event)
{
    if (localFiles(*event->mimeData()).isEmpty())
        return;
    event->acceptProposedAction();
    m_drop->setProperty("cbOver", true);
    m_drop->update();
}

void WelcomeView::dragLeaveEvent(QDragLeaveEvent*)
{
    m_drop->setProperty("cbOver", false);
    m_drop->update();
}

void WelcomeView::dropEvent(QDropEvent* event)
{
    dragLeaveEvent(nullptr);
    const QStringList files = localFiles(*event->mimeData());
    if (files.size() == 1 && files.first().endsWith(QStringLiteral(".casebench")))
        m_host.openProject(files.first());
    else
        m_host.importFiles(files);
}

} // namespace casebench::ui
