// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/labels/LabelContextPane.h"

#include "ui/pages/Page.h"
#include "ui/text/Format.h"
#include "ui/widgets/Delegates.h"

#include <QHeaderView>

namespace casebench::ui {

LabelContextPane::LabelContextPane(LabelsPresenter& presenter, QWidget* parent)
    : Pane(space::kBetween, parent)
    , m_presenter(presenter)
    , m_why(new Label({}, TextRole::Body, ColorRole::Muted))
    , m_lastBox(new QWidget)
    , m_lastTitle(new Label({}, TextRole::Strong))
    , m_lastModel(new Label)
    , m_lastReasons(new Label({}, TextRole::Caption, ColorRole::Muted))
    , m_lastWhy(new QLineEdit)
    , m_noLinks(new Label({}, TextRole::Caption, ColorRole::Muted))
    , m_links(new TableView(tr("Linked cases")))
    , m_noEvidence(new Label(tr("None yet. E attaches a file."), TextRole::Caption, ColorRole::Muted))
    , m_evidence(new TableView(tr("Evidence files")))
    , m_history(new TableView(tr("History of the case")))
    , m_editReasons(linkButton(tr("Change the reasons")))
    , m_reasonBox(new QWidget)
    , m_reasons(new QPlainTextEdit)
{
    addSection(tr("Why here"));
    content()->addWidget(m_why->wrapping());
    buildLast();
    buildLinks();
    buildEvidence();
    addHairline();
    addSection(tr("History"));
    m_history->horizontalHeader()->hide();
    m_history->setModel(presenter.history());
    m_history->setColumnWidths({ 0 });
    m_history->setRowPixels(42);
    m_history->setFitsRows(true);
    content()->addWidget(m_history);
    content()->addWidget((new Label(tr("Verdicts are added, never overwritten. Undo adds an event."),
                                    TextRole::Caption, ColorRole::Muted))
                             ->wrapping());
    buildReasons();
    content()->addStretch();
}

void LabelContextPane::buildLast()
{
    auto* layout = column(space::kGroup);
    m_lastBox->setLayout(layout);
    layout->addWidget(new Hairline);
    layout->addWidget(new Label(tr("Your verdict before"), TextRole::Section));
    layout->addWidget(m_lastTitle->wrapping());
    layout->addWidget(m_lastModel->wrapping());
    layout->addWidget(m_lastReasons->wrapping());
    layout->addWidget(m_lastWhy);
    nameWidget(m_lastWhy, tr("Why your last verdict is not the model’s"), tr("One line; Enter keeps it"));
    m_lastWhy->setPlaceholderText(tr("Why not, in one line; Enter keeps it"));
    connect(m_lastWhy, &QLineEdit::returnPressed, this, [this] {
        m_presenter.actions().explainDifference(m_presenter.state().last.caseId, m_lastWhy->text());
        m_lastWhy->clear();
    });
    content()->addWidget(m_lastBox);
    m_lastBox->hide();
}

void LabelContextPane::buildLinks()
{
    addHairline();
    addSection(tr("Linked cases"));
    m_links->setModel(&m_linkRows);
    m_links->setColumnWidths({ 90, 0, 90 });
    m_links->setFitsRows(true);
    content()->addWidget(m_noLinks->wrapping());
    content()->addWidget(m_links);
    connect(m_links, &TableView::activated, this, [this](const QModelIndex& index) {
        m_presenter.open(m_linkRows.rows()[index.row()].cells.front().text);
    });
}

void LabelContextPane::renderLinks(const LabelLinks& links)
{
    fillLinks(m_linkRows, links);
    const QString none = noLinksText(links);
    const qint64 more = links.total - links.links.size();
    m_noLinks->setText(
        !none.isEmpty() ? none
            : more > 0  ? tr("And %1 more; never split between training and test.").arg(format::count(more))
                        : tr("Never split between training and test."));
    m_links->setVisible(none.isEmpty());
}

void LabelContextPane::buildEvidence()
{
    addHairline();
    addSection(tr("Evidence"));
    m_evidence->setModel(&m_evidenceRows);
    m_evidence->setColumnWidths({ 0, 70, 90 });
    m_evidence->setFitsRows(true);
    content()->addWidget(m_noEvidence->wrapping());
    content()->addWidget(m_evidence);
    connect(m_evidence, &TableView::activated, this, [this](const QModelIndex& index) {
        m_presenter.actions().openEvidence(m_evidenceRows.idOf(index.row()));
    });
}

void LabelContextPane::buildReasons()
{
    auto* links = row(0);
    links->addWidget(m_editReasons);
    links->addStretch();
    content()->addLayout(links);
    auto* layout = column(space::kGroup);
    m_reasonBox->setLayout(layout);
    nameWidget(m_reasons, tr("Reasons, one a line"), tr("The first nine lines get the keys 1 to 9"));
    m_reasons->setTabChangesFocus(true);
    m_reasons->setFixedHeight(QFontMetrics(m_reasons->font()).lineSpacing() * 10 + space::kBetween);
    auto* buttons = row(space::kGroup);
    auto* save = textButton(tr("Save reasons"));
    auto* cancel = textButton(tr("Cancel"));
    buttons->addWidget(save);
    buttons->addWidget(cancel);
    buttons->addStretch();
    layout->addWidget((new Label(tr("One a line; the first nine get the keys 1 to 9."), TextRole::Caption,
                                 ColorRole::Muted))
                          ->wrapping());
    layout->addWidget(m_reasons);
    layout->addLayout(buttons);
    content()->addWidget(m_reasonBox);
    m_reasonBox->hide();
    connect(m_editReasons, &QToolButton::clicked, this, [this] {
        m_reasons->setPlainText(m_reasonTexts.join(u'\n'));
        m_reasonBox->setVisible(m_reasonBox->isHidden());
        if (m_reasonBox->isVisible())
            m_reasons->setFocus(Qt::OtherFocusReason);
    });
    connect(cancel, &QPushButton::clicked, m_reasonBox, &QWidget::hide);
    connect(save, &QPushButton::clicked, this, [this] {
        m_presenter.actions().setReasons(m_reasons->toPlainText().split(u'\n', Qt::SkipEmptyParts));
        m_reasonBox->hide();
    });
}

void LabelContextPane::renderFacts(const CaseFacts& facts)
{
    QList<CellRow> rows;
    for (const CaseExhibit& file : facts.evidence)
        rows.append({ file.id,
                      false,
                      { Cell { format::harmless(file.name) }.with(
                            Qt::ToolTipRole,
                            tr("%1, added by %2. Enter verifies and opens it.")
                                .arg(format::harmless(file.name), file.addedBy)),
                        Cell { format::bytes(file.bytes) },
                        Cell { file.sha256.left(4) + QStringLiteral("…") + file.sha256.right(2) }.with(
                            Qt::ToolTipRole, file.sha256) } });
    m_evidenceRows.setTable({ { tr("File") }, { tr("Size"), true }, { tr("SHA-256") } }, rows);
    m_evidence->setVisible(!rows.isEmpty());
    m_noEvidence->setVisible(rows.isEmpty());
    m_history->setAccessibleDescription(
        tr("%1 events of case %2").arg(format::count(facts.history.size()), facts.caseId));
}

void LabelContextPane::render(const LabelsState& state)
{
    m_reasonTexts = state.reasons;
    m_editReasons->setVisible(state.whyNot.isEmpty());
    const int at = m_presenter.queue()->rowOfCase(state.caseId);
    const QModelIndex index = m_presenter.queue()->index(at < 0 ? 0 : at);
    m_why->setText(at < 0 ? tr("Opened by you.") : tr("%1.").arg(index.data(NoteRole).toString()));
    m_lastBox->setVisible(!state.last.said.isEmpty());
    m_lastTitle->setText(tr("%1: %2").arg(format::isolate(state.last.caseId), state.last.said));
    m_lastModel->setText(state.last.differs ? tr("%1 You and the model differ.").arg(state.last.model)
                                            : state.last.model);
    m_lastReasons->setText(state.last.reasons.join(u'\n'));
    m_lastReasons->setVisible(!state.last.reasons.isEmpty());
    m_lastWhy->setVisible(state.last.differs && !state.last.answered);
    m_lastWhy->setEnabled(state.whyNot.isEmpty());
}

} // namespace casebench::ui
