// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/CommandPalette.h"

#include "ui/theme/StylePaint.h"
#include "ui/theme/Tokens.h"
#include "ui/widgets/Layouts.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace casebench::ui {

namespace {

enum Role
{
    GroupRole = Qt::UserRole + 1,
    NoteRole,
    IconRole,
    KeyRole,
    ActionRole,
    HitRole,
    LettersRole,
    CommandRole
};

constexpr int kRow = 34;
constexpr int kGroupRow = 28;
constexpr int kMostActions = 12;

/// A row of the palette: icon, text with hit letters semibold, note, key cap; or a group's name.
class PaletteDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        painter->save();
        const Scheme scheme = schemeOf(option.palette);
        QRect rect = option.rect.adjusted(space::kBetween, 0, -space::kBetween, 0);
        if (index.data(GroupRole).toBool()) {
            painter->setFont(font(TextRole::Caption));
            painter->setPen(color(ColorRole::Muted, scheme));
            painter->drawText(rect.adjusted(0, 4, 0, 0), Qt::AlignVCenter, index.data().toString());
            painter->restore();
            return;
        }
        if (option.state & QStyle::State_Selected) {
            painter->fillRect(option.rect, color(ColorRole::Selection, scheme));
            painter->fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()),
                              color(ColorRole::Accent, scheme));
        }
        paintIcon(*painter, QRectF(rect.left(), rect.center().y() - 8, 18, 18),
                  static_cast<IconId>(index.data(IconRole).toInt()), color(ColorRole::Muted, scheme));
        if (const QString key = index.data(KeyRole).toString(); !key.isEmpty())
            rect.setRight(rect.right()
                          - paint::keyCap(*painter, rect, key, color(ColorRole::Muted, scheme),
                                          color(ColorRole::Hairline, scheme))
                          - space::kGroup);
        int x = rect.left() + 18 + space::kInner;
        x = paintLetters(*painter, QRect(x, rect.top(), rect.right() - x, rect.height()), index,
                         color(ColorRole::Text, scheme));
        painter->setFont(option.font);
        painter->setPen(color(ColorRole::Muted, scheme));
        const QRect note(x + space::kInner, rect.top(), rect.right() - x - space::kInner, rect.height());
        painter->drawText(
            note, Qt::AlignVCenter,
            option.fontMetrics.elidedText(index.data(NoteRole).toString(), Qt::ElideRight, note.width()));
        painter->restore();
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        return { 100, scaled(option.widget, index.data(GroupRole).toBool() ? kGroupRow : kRow) };
    }

private:
    static int paintLetters(QPainter& painter, const QRect& rect, const QModelIndex& index, const QColor& ink)
    {
        const QString text = index.data().toString();
        const QVariantList hits = index.data(LettersRole).toList();
        painter.setPen(ink);
        int x = rect.left();
        for (qsizetype i = 0; i < text.size();) {
            const bool hit = hits.contains(static_cast<int>(i));
            qsizetype end = i;
            while (end < text.size() && hits.contains(static_cast<int>(end)) == hit)
                ++end;
            const QString run = text.mid(i, end - i);
            painter.setFont(font(hit ? TextRole::Strong : TextRole::Body));
            painter.drawText(QRect(x, rect.top(), rect.right() - x, rect.height()), Qt::AlignVCenter, run);
            x += painter.fontMetrics().horizontalAdvance(run);
            i = end;
        }
        return x;
    }
};

/// The keys at the foot of the card.
class KeyLine : public QWidget
{
public:
    using QWidget::QWidget;

    [[nodiscard]] QSize sizeHint() const override { return { 100, scaled(this, 32) }; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        const QColor ink = color(ColorRole::Muted, this);
        const QColor edge = color(ColorRole::Hairline, this);
        painter.fillRect(QRect(0, 0, width(), 1), edge);
        painter.setFont(ui::font(TextRole::Caption));
        int x = space::kBetween;
        const auto key = [&](const QString& cap, const QString& word) {
            const int wide = paint::keyCapWidth(cap);
            paint::keyCap(painter, QRect(x, 0, wide, height()), cap, ink, edge);
            x += wide + space::kTight;
            painter.setFont(ui::font(TextRole::Caption));
            painter.setPen(ink);
            painter.drawText(QRect(x, 0, 400, height()), Qt::AlignVCenter, word);
            x += word.isEmpty() ? 0 : painter.fontMetrics().horizontalAdvance(word) + space::kInner;
        };
        key(QStringLiteral("↑"), {});
        key(QStringLiteral("↓"), CommandPalette::tr("move"));
        key(QStringLiteral("Enter"), CommandPalette::tr("do"));
        key(QStringLiteral("Ctrl+C"), CommandPalette::tr("copy as command"));
        const QString close = CommandPalette::tr("close");
        x = width() - space::kBetween - painter.fontMetrics().horizontalAdvance(close)
            - paint::keyCapWidth(QStringLiteral("Esc")) - space::kTight;
        key(QStringLiteral("Esc"), close);
    }
};

/// The card: base colour, control edge, radius.
class Card : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        paint::roundRect(painter, rect(), kRadius, color(ColorRole::Base, this),
                         color(ColorRole::ControlEdge, this));
        if (const auto* field = findChild<QLineEdit*>())
            paintIcon(painter, QRectF(space::kBetween, field->geometry().center().y() - 9, 18, 18),
                      IconId::Search, color(ColorRole::Muted, this));
    }
};

} // namespace

FuzzyMatch fuzzyMatch(const QString& typed, const QString& text)
{
    FuzzyMatch match;
    const QString needle = typed.simplified().remove(u' ').toCaseFolded();
    const QString hay = text.toCaseFolded();
    if (needle.isEmpty())
        return { 0, {} };
    // A run found whole is worth most; else letters in order, each better at a word's start.
    const QString whole = typed.simplified().toCaseFolded();
    if (const qsizetype at = hay.indexOf(whole); at >= 0) {
        match.score = 1000 - static_cast<int>(std::min<qsizetype>(at, 400))
            + (at == 0 || !hay.at(at - 1).isLetterOrNumber() ? 400 : 0);
        for (qsizetype i = 0; i < whole.size(); ++i)
            match.hits.append(static_cast<int>(at + i));
        return match;
    }
    qsizetype from = 0;
    int score = 0;
    for (const QChar letter : needle) {
        qsizetype at = hay.indexOf(letter, from);
        if (at < 0)
            return {};
        // Prefer the next word that starts with the letter to a letter inside this word.
        for (qsizetype i = at; i >= 0 && i < hay.size(); i = hay.indexOf(letter, i + 1)) {
            if (i == from || i == 0 || !hay.at(i - 1).isLetterOrNumber()) {
                at = i;
                break;
            }
        }
        score += at == 0 || !hay.at(at - 1).isLetterOrNumber() ? 20 : at == from ? 10 : 1;
        match.hits.append(static_cast<int>(at));
        from = at + 1;
    }
    // Scattered letters of a long text match anything; ask for some order.
    match.score = score >= static_cast<int>(needle.size()) * 6 ? score : -1;
    if (match.score < 0)
        match.hits.clear();
    return match;
}

CommandPalette::CommandPalette(Actions& actions, ShellHost& host, QWidget* window)
    : QWidget(window)
    , m_actions(actions)
    , m_host(host)
    , m_card(new Card(this))
    , m_field(new QLineEdit(m_card))
    , m_list(new QListView(m_card))
    , m_model(new QStandardItemModel(this))
    , m_count(new Label({}, TextRole::Caption, ColorRole::Muted, m_card))
{
    hide();
    setAccessibleName(tr("Palette"));
    m_field->setFrame(false);
    m_field->setPlaceholderText(tr("Find any action, field or case"));
    m_field->setAccessibleName(tr("Find any action, field or case"));
    m_field->setTextMargins(0, 0, 0, 0);
    m_field->installEventFilter(this);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PaletteDelegate(m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setAccessibleName(tr("Results"));
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* head = row(space::kInner);
    head->setContentsMargins(space::kBetween + 18 + space::kInner - space::kGroup, space::kGroup,
                             space::kBetween, space::kGroup);
    head->addWidget(m_field, 1);
    head->addWidget(m_count);
    auto* layout = new QVBoxLayout(m_card);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(new Hairline(ColorRole::Hairline, m_card));
    layout->addWidget(m_list, 1);
    layout->addWidget(new KeyLine(m_card));
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::search);
    connect(m_list, &QListView::clicked, this, &CommandPalette::act);
    window->installEventFilter(this);
}

void CommandPalette::open()
{
    m_before = QApplication::focusWidget();
    m_field->clear();
    search({});
    place();
    show();
    raise();
    m_field->setFocus(Qt::ShortcutFocusReason);
}

void CommandPalette::close()
{
    hide();
    if (m_before && m_before->isVisible())
        m_before->setFocus(Qt::OtherFocusReason);
}

void CommandPalette::place()
{
    setGeometry(parentWidget()->rect());
    const int wide = std::min(scaled(this, 680), width() - 2 * space::kPage);
    const int top = std::min(scaled(this, 96), height() / 8);
    int rows = 0;
    for (int i = 0; i < m_model->rowCount(); ++i)
        rows += scaled(this, m_model->index(i, 0).data(GroupRole).toBool() ? kGroupRow : kRow);
    const int chrome = m_card->layout()->sizeHint().height() - m_list->sizeHint().height();
    const int high = std::min(rows + chrome + 2, height() - top - space::kWide);
    m_card->setGeometry((width() - wide) / 2, top, wide, std::max(high, chrome + scaled(this, kRow)));
}

void CommandPalette::addGroup(const QString& title)
{
    auto* item = new QStandardItem(title);
    item->setData(true, GroupRole);
    item->setFlags(Qt::NoItemFlags);
    m_model->appendRow(item);
}

void CommandPalette::search(const QString& text)
{
    m_model->clear();
    const auto lettersOf = [](const FuzzyMatch& match) {
        QVariantList letters;
        for (const int hit : match.hits)
            letters.append(hit);
        return letters;
    };

    struct Found
    {
        FuzzyMatch match;
        Actions::Entry entry;
    };

    QList<Found> found;
    for (const Actions::Entry& entry : m_actions.all()) {
        if (!entry.action->isEnabled() || !entry.action->isVisible()
            || entry.action->property("cbNoPalette").toBool())
            continue;
        const FuzzyMatch match = fuzzyMatch(text, entry.action->text());
        if (match.score >= 0)
            found.append({ match, entry });
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Found& a, const Found& b) { return a.match.score > b.match.score; });
    if (!found.isEmpty())
        addGroup(tr("Actions"));
    for (qsizetype i = 0; i < std::min<qsizetype>(found.size(), text.isEmpty() ? 40 : kMostActions); ++i) {
        const Actions::Entry& entry = found.at(i).entry;
        auto* item = new QStandardItem(entry.action->text());
        item->setData(entry.group, NoteRole);
        item->setData(entry.action->property("cbIcon"), IconRole);
        item->setData(entry.action->shortcut().toString(QKeySequence::NativeText), KeyRole);
        item->setData(entry.action->objectName(), ActionRole);
        item->setData(lettersOf(found.at(i).match), LettersRole);
        if (const QString command = commandOf(entry.action); !command.isEmpty())
            item->setData(m_host.commandLine(command), CommandRole);
        item->setData(entry.action->text() + QStringLiteral(", ") + entry.group, Qt::AccessibleTextRole);
        m_model->appendRow(item);
    }
    m_hits = text.simplified().isEmpty() ? QList<PaletteHit>() : m_host.search(text.simplified());
    QString group;
    for (qsizetype i = 0; i < m_hits.size(); ++i) {
        const PaletteHit& hit = m_hits.at(i);
        if (hit.group != group)
            addGroup(group = hit.group);
        auto* item = new QStandardItem(hit.text);
        item->setData(hit.note, NoteRole);
        item->setData(static_cast<int>(hit.icon), IconRole);
        item->setData(i, HitRole);
        item->setData(lettersOf(fuzzyMatch(text, hit.text)), LettersRole);
        if (!hit.command.isEmpty())
            item->setData(m_host.commandLine(hit.command), CommandRole);
        m_model->appendRow(item);
    }
    const auto results =
        std::min<qsizetype>(found.size(), text.isEmpty() ? 40 : kMostActions) + m_hits.size();
    m_count->setText(results == 1 ? tr("1 result") : tr("%1 results").arg(results));
    m_list->setCurrentIndex({});
    move(1);
    if (isVisible())
        place();
}

void CommandPalette::move(int by)
{
    int row = m_list->currentIndex().isValid() ? m_list->currentIndex().row() : -1;
    const int rows = m_model->rowCount();
    for (int i = 0; i < rows; ++i) {
        row += by;
        if (row < 0 || row >= rows)
            return;
        if (!m_model->index(row, 0).data(GroupRole).toBool()) {
            m_list->setCurrentIndex(m_model->index(row, 0));
            if (row <= 1)
                m_list->scrollToTop();
            return;
        }
    }
}

void CommandPalette::act(const QModelIndex& index)
{
    if (!index.isValid() || index.data(GroupRole).toBool())
        return;
    const QString action = index.data(ActionRole).toString();
    const QVariant hit = index.data(HitRole);
    close();
    if (!action.isEmpty()) {
        if (QAction* found = m_actions.find(action))
            found->trigger();
    } else if (hit.isValid()) {
        const PaletteHit& chosen = m_hits.at(hit.toInt());
        emit wants(chosen.page, chosen.selection);
    }
}

void CommandPalette::copyCommand()
{
    const QString command = m_list->currentIndex().data(CommandRole).toString();
    if (!command.isEmpty())
        QApplication::clipboard()->setText(command);
}

void CommandPalette::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    QColor veil = color(ColorRole::Base, this);
    veil.setAlphaF(0.5F);
    painter.fillRect(rect(), veil);
}

void CommandPalette::mousePressEvent(QMouseEvent* event)
{
    if (!m_card->geometry().contains(event->pos()))
        close();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    if (watched != m_field)
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::FocusOut && isVisible()
        && static_cast<QFocusEvent*>(event)->reason() == Qt::TabFocusReason) {
        m_field->setFocus(); // the palette has one place to be
        return true;
    }
    if (event->type() == QEvent::ShortcutOverride) {
        // While the palette is open its keys are its own.
        event->accept();
        return true;
    }
    if (event->type() != QEvent::KeyPress)
        return false;
    auto* key = static_cast<QKeyEvent*>(event);
    switch (key->key()) {
    case Qt::Key_Escape:
        close();
        return true;
    case Qt::Key_Down:
        move(1);
        return true;
    case Qt::Key_Up:
        move(-1);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        act(m_list->currentIndex());
        return true;
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
        return true;
    default:
        break;
    }
    if (key->matches(QKeySequence::Copy) && !m_field->hasSelectedText()) {
        copyCommand();
        return true;
    }
    if (key->key() == Qt::Key_K && (key->modifiers() & Qt::ControlModifier)) {
        close();
        return true;
    }
    return false;
}

} // namespace casebench::ui
