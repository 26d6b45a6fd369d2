// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/ChartFrame.h"

#include "ui/widgets/Buttons.h"
#include "ui/widgets/Layouts.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QGraphicsOpacityEffect>
#include <QMenu>
#include <QPainter>
#include <QStandardItemModel>
#include <QSvgGenerator>

namespace casebench::ui {

ChartFrame::ChartFrame(const QString& name, PlotWidget* plot, QWidget* parent)
    : QWidget(parent)
    , m_finding(new Label({}, TextRole::Strong))
    , m_caption(new Label({}, TextRole::Caption, ColorRole::Muted))
    , m_stale(new Label({}, TextRole::Caption, ColorRole::Watch))
    , m_menu(iconButton(IconId::More, tr("More on %1").arg(name), this))
    , m_stack(new QStackedLayout)
    , m_plot(plot)
    , m_table(new TableView(tr("%1 as a table").arg(name), this))
    , m_model(new QStandardItemModel(this))
{
    setAccessibleName(name);
    plot->setAccessibleName(name);
    m_finding->wrapping();
    m_caption->wrapping();
    m_stale->hide();
    m_table->setModel(m_model);
    auto* words = column(0);
    words->addWidget(m_finding);
    words->addWidget(m_caption);
    words->addWidget(m_stale);
    auto* head = row(space::kGroup);
    head->addLayout(words, 1);
    head->addWidget(m_menu, 0, Qt::AlignTop);
    auto* layout = column(space::kTight);
    setLayout(layout);
    layout->addLayout(head);
    layout->addLayout(m_stack, 1);
    m_stack->addWidget(plot);
    m_stack->addWidget(m_table);
    auto* menu = new QMenu(this);
    menu->addAction(icon(IconId::Copy), tr("Copy picture"), this,
                    [this] { QApplication::clipboard()->setImage(picture()); });
    menu->addAction(icon(IconId::Save), tr("Save as SVG…"), this, &ChartFrame::saveSvgAs);
    auto* asTable = menu->addAction(tr("Show as table"), this, [this] { showTable(!showsTable()); });
    asTable->setCheckable(true);
    m_menu->setMenu(menu);
    m_menu->setPopupMode(QToolButton::InstantPopup);
    connect(menu, &QMenu::aboutToShow, asTable, [this, asTable] { asTable->setChecked(showsTable()); });
    connect(plot, &PlotWidget::dataChanged, this, [this] {
        if (showsTable())
            fillTable();
    });
}

void ChartFrame::setTexts(const QString& finding, const QString& caption)
{
    m_finding->setText(finding);
    m_caption->setText(caption);
    m_caption->setVisible(!caption.isEmpty());
    m_plot->setAccessibleDescription(finding + QStringLiteral(". ") + caption);
    setAccessibleDescription(finding);
}

void ChartFrame::setStale(const QString& why)
{
    m_stale->setText(why);
    m_stale->setVisible(!why.isEmpty());
    if (why.isEmpty()) {
        m_plot->setGraphicsEffect(nullptr);
    } else {
        auto* dim = new QGraphicsOpacityEffect(m_plot);
        dim->setOpacity(0.5);
        m_plot->setGraphicsEffect(dim);
    }
}

bool ChartFrame::showsTable() const
{
    return m_stack->currentWidget() == m_table;
}

void ChartFrame::showTable(bool on)
{
    if (on)
        fillTable();
    m_stack->setCurrentIndex(on ? 1 : 0);
}

void ChartFrame::fillTable()
{
    const ChartTable table = m_plot->table();
    m_model->clear();
    m_model->setHorizontalHeaderLabels(table.header);
    for (const QStringList& cells : table.rows) {
        QList<QStandardItem*> items;
        for (qsizetype i = 0; i < cells.size(); ++i) {
            auto* item = new QStandardItem(cells.at(i));
            item->setTextAlignment(Qt::AlignVCenter | (i == 0 ? Qt::AlignLeft : Qt::AlignRight));
            items.append(item);
        }
        m_model->appendRow(items);
    }
    for (int column = 1; column < table.header.size(); ++column)
        m_model->setHeaderData(column, Qt::Horizontal, static_cast<int>(Qt::AlignRight | Qt::AlignVCenter),
                               Qt::TextAlignmentRole);
    m_table->resizeColumnsToContents();
}

void ChartFrame::paintAll(QPainter& painter, const QSize& size) const
{
    const int margin = space::kBetween;
    painter.fillRect(QRect(QPoint(0, 0), size), color(ColorRole::Base, this));
    QRect text(margin, margin, size.width() - 2 * margin, size.height());
    QRect used;
    painter.setFont(m_finding->font());
    painter.setPen(color(ColorRole::Text, this));
    painter.drawText(text, Qt::TextWordWrap, m_finding->text(), &used);
    text.setTop(used.bottom() + 1);
    painter.setFont(m_caption->font());
    painter.setPen(color(ColorRole::Muted, this));
    painter.drawText(text, Qt::TextWordWrap, m_caption->text(), &used);
    const QRectF plot(margin, used.bottom() + space::kGroup, size.width() - 2 * margin,
                      size.height() - used.bottom() - space::kGroup - margin);
    painter.save();
    painter.translate(plot.topLeft());
    m_plot->paintPlot(painter, QRectF(QPointF(0, 0), plot.size()));
    painter.restore();
}

QImage ChartFrame::picture() const
{
    constexpr int kScale = 2;
    const QSize size(width() + 2 * space::kBetween, height() + 2 * space::kBetween);
    QImage image(size * kScale, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(kScale);
    QPainter painter(&image);
    paintAll(painter, size);
    return image;
}

bool ChartFrame::saveSvg(const QString& path) const
{
    const QSize size(width() + 2 * space::kBetween, height() + 2 * space::kBetween);
    QSvgGenerator generator;
    generator.setFileName(path);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(0, 0), size));
    generator.setTitle(m_finding->text());
    generator.setDescription(m_caption->text());
    QPainter painter;
    if (!painter.begin(&generator))
        return false;
    paintAll(painter, size);
    return painter.end();
}

void ChartFrame::saveSvgAs()
{
    auto* dialog = new QFileDialog(this, tr("Save chart as SVG"), {}, tr("SVG pictures (*.svg)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("svg"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        const bool saved = saveSvg(path);
        m_stale->setText(
            saved ? QString()
                  : tr("The picture was not saved: %1 cannot be written. Choose another folder.").arg(path));
        m_stale->setVisible(!saved);
    });
    dialog->open();
}

} // namespace casebench::ui
