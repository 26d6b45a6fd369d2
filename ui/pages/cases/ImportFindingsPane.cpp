// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/ImportFindingsPane.h"

#include "ui/pages/Page.h"
#include "ui/pages/cases/WrapWords.h"
#include "ui/text/Format.h"
#include "ui/widgets/Banner.h"
#include "ui/widgets/Buttons.h"

#include <QApplication>
#include <QButtonGroup>
#include <QCheckBox>
#include <QRadioButton>

namespace casebench::ui {

namespace {

void clearLayout(QLayout* layout)
{
    while (QLayoutItem* item = layout->takeAt(0)) {
        if (item->layout() != nullptr)
            clearLayout(item->layout());
        if (item->widget() != nullptr) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
}

/// Rebuilt controls get the focus back that their forerunner of the same name had.
class KeptFocus
{
public:
    KeptFocus()
        : m_name(QApplication::focusWidget() != nullptr ? QApplication::focusWidget()->objectName()
                                                        : QString())
    {
    }

    void giveTo(QWidget* control) const
    {
        if (!m_name.isEmpty() && control->objectName() == m_name)
            control->setFocus(Qt::OtherFocusReason);
    }

private:
    QString m_name;
};

QHBoxLayout* countedLine(QWidget* text, const QString& count)
{
    auto* line = row(space::kGroup);
    line->addWidget(text, 1);
    line->addWidget(new Label(count), 0, Qt::AlignTop);
    return line;
}

} // namespace

ImportFindingsPane::ImportFindingsPane(QWidget* parent)
    : Pane(space::kBetween, parent)
    , m_comparedWith(new Label({}, TextRole::Body, ColorRole::Muted))
    , m_mapping(new QComboBox)
    , m_findings(column(space::kGroup))
    , m_renames(column(space::kGroup))
    , m_positive(new QComboBox)
    , m_name(new QLineEdit)
{
    m_asks = addGroup(tr("To decide"), false);
    buildComparison();
    buildLabel();
    m_missing = addGroup(tr("Hidden missing values"));
    m_changes = addGroup(tr("Changed cells"));
    m_refused = addGroup(tr("Quarantine"));
    m_save = addGroup(tr("Mapping"));
    m_name->setPlaceholderText(tr("Monthly calls"));
    nameWidget(m_name, tr("Name of the mapping"),
               tr("What was decided is kept under it, for next month's file"));
    m_save.body->addWidget(m_name);
    m_save.body->addWidget(
        (new Label(tr("Kinds, roles, dates and missing values are kept under this name; the next "
                      "file must match them or say how it differs."),
                   TextRole::Caption, ColorRole::Muted))
            ->wrapping());
    m_notes = addGroup(tr("What was noticed"));
    content()->addStretch();
    connect(m_name, &QLineEdit::textEdited, this, &ImportFindingsPane::nameChanged);
}

ImportFindingsPane::Group ImportFindingsPane::addGroup(const QString& title, bool hairline)
{
    Group group;
    group.box = new QWidget;
    auto* all = column(space::kGroup);
    group.box->setLayout(all);
    group.line = new QWidget;
    auto* edge = column(0);
    edge->setContentsMargins(0, 0, 0, space::kGroup);
    edge->addWidget(new Hairline);
    group.line->setLayout(edge);
    all->addWidget(group.line);
    group.line->setVisible(hairline); // not before it has a parent: it would come up as a window
    auto* head = row(space::kGroup);
    group.title = new Label(title, TextRole::Section);
    group.aside = new Label({}, TextRole::Body, ColorRole::Muted);
    head->addWidget(group.title, 1);
    head->addWidget(group.aside);
    all->addLayout(head);
    group.body = column(space::kGroup);
    all->addLayout(group.body);
    content()->addWidget(group.box);
    return group;
}

void ImportFindingsPane::buildComparison()
{
    m_comparison = addGroup(tr("Compared with the project"), false);
    m_comparedWith->wrapping();
    m_comparison.body->addWidget(m_comparedWith);
    m_mapping->setAccessibleName(tr("Compare with"));
    m_comparison.body->addWidget(m_mapping);
    m_comparison.body->addLayout(m_findings);
    m_comparison.body->addLayout(m_renames);
    connect(m_mapping, &QComboBox::activated, this,
            [this](int index) { emit mappingChosen(m_mapping->itemData(index).toString()); });
}

void ImportFindingsPane::buildLabel()
{
    m_label = addGroup(tr("Label value that means scam"));
    m_positive->setAccessibleName(tr("Label value that means scam"));
    m_label.body->addWidget(m_positive);
    m_label.body->addWidget((new Label(tr("Every other value counts as not scam; blank as undecided."),
                                       TextRole::Caption, ColorRole::Muted))
                                ->wrapping());
    connect(m_positive, &QComboBox::textActivated, this, &ImportFindingsPane::positiveChosen);
}

void ImportFindingsPane::renderAsks(const ImportState& state)
{
    const KeptFocus focus;
    clearLayout(m_asks.body);
    m_asks.box->setVisible(!state.asks.isEmpty());
    m_comparison.line->setVisible(!state.asks.isEmpty()); // else it is the first
    for (const ImportAsk& ask : state.asks) {
        auto* question = new QWidget;
        auto* lines = column(space::kTight);
        question->setLayout(lines);
        lines->addWidget(wrapWords(new GlyphLabel(Glyph::Watch, ask.text)));
        auto* group = new QButtonGroup(question);
        for (const ImportAsk::Answer& answer : ask.answers) {
            auto* choice = new QRadioButton(answer.text);
            choice->setObjectName(QStringLiteral("ask:%1:%2").arg(ask.column, answer.word));
            nameWidget(choice, tr("%1: %2").arg(ask.column, answer.text));
            group->addButton(choice);
            connect(choice, &QRadioButton::clicked, this,
                    [this, column = ask.column, word = answer.word] { emit answered(column, word); });
            lines->addWidget(choice);
            focus.giveTo(choice);
        }
        m_asks.body->addWidget(question);
    }
}

void ImportFindingsPane::renderComparison(const ImportState& state)
{
    m_comparison.title->setText(state.comparison);
    m_comparedWith->setText(state.comparedWith);
    m_comparedWith->setVisible(!state.comparedWith.isEmpty());
    m_mapping->setVisible(!state.mappings.isEmpty());
    if (m_shown.mappings != state.mappings) {
        m_mapping->clear();
        for (const QString& name : state.mappings)
            m_mapping->addItem(tr("Mapping %1").arg(format::harmless(name)), name);
        m_mapping->addItem(tr("The project itself"), QString());
    }
    m_mapping->setCurrentIndex(m_mapping->findData(state.mapping));
    clearLayout(m_findings);
    for (const ImportFinding& finding : state.findings)
        m_findings->addLayout(
            countedLine(wrapWords(new GlyphLabel(finding.glyph, finding.text)), finding.count));
    for (const ImportCard& card : state.cards) {
        auto* frame = new Banner(true, this);
        frame->showMessage(Glyph::Alarm, card.title);
        frame->setDetail(card.text);
        m_findings->addWidget(frame);
    }
}

void ImportFindingsPane::renderRenames(const ImportState& state)
{
    const KeptFocus focus;
    clearLayout(m_renames);
    for (const ImportRename& rename : state.renames) {
        auto* frame = new Banner(true, this);
        frame->showMessage(
            rename.accepted ? Glyph::Good : Glyph::Watch,
            rename.accepted
                ? tr("%1 is taken as %2").arg(format::isolate(rename.column), format::isolate(rename.field))
                : tr("%1 may be %2").arg(format::isolate(rename.column), format::isolate(rename.field)));
        frame->setDetail(rename.accepted ? tr("Its values go on in the known field.")
                                         : tr("Since %1.").arg(rename.why));
        auto* button = linkButton(rename.accepted ? tr("Take it as a new field")
                                                  : tr("Take it as %1").arg(format::harmless(rename.field)));
        button->setObjectName(QStringLiteral("rename:%1").arg(rename.column));
        connect(button, &QToolButton::clicked, this,
                [this, rename] { emit renameChosen(rename.column, rename.field, !rename.accepted); });
        m_renames->addWidget(frame);
        m_renames->addWidget(button, 0, Qt::AlignLeft);
        focus.giveTo(button);
    }
}

void ImportFindingsPane::renderMissing(const ImportState& state)
{
    const KeptFocus focus;
    clearLayout(m_missing.body);
    m_missing.box->setVisible(!state.missing.isEmpty());
    for (const ImportMissing& entry : state.missing) {
        auto* line = row(space::kGroup);
        auto* box = new QCheckBox;
        box->setChecked(entry.accepted);
        box->setObjectName(QStringLiteral("missing:%1:%2").arg(entry.column, entry.value));
        nameWidget(box, tr("Take as missing: %1").arg(entry.text));
        connect(box, &QCheckBox::clicked, this,
                [this, entry](bool checked) { emit missingChosen(entry.column, entry.value, checked); });
        line->addWidget(box, 0, Qt::AlignTop);
        auto* text = (new Label(entry.text))->wrapping();
        text->setBuddy(box);
        line->addWidget(text, 1);
        m_missing.body->addLayout(line);
        focus.giveTo(box);
    }
    m_missing.body->addWidget((new Label(tr("Ticked texts count as missing; the text itself is kept."),
                                         TextRole::Caption, ColorRole::Muted))
                                  ->wrapping());
}

void ImportFindingsPane::renderChanges(const ImportState& state)
{
    clearLayout(m_changes.body);
    m_changes.aside->setText(
        tr("%1 of %2").arg(format::count(state.changedCells), format::count(state.allCells)));
    for (const ImportChange& change : state.changes) {
        auto* words = column(0);
        words->addWidget(new ElidedLabel(change.field, Qt::ElideMiddle));
        words->addWidget(new ElidedLabel(change.text, Qt::ElideRight, TextRole::Caption, ColorRole::Muted));
        auto* line = row(space::kGroup);
        line->addLayout(words, 1);
        line->addWidget(new Label(format::count(change.cells)), 0, Qt::AlignTop);
        m_changes.body->addLayout(line);
    }
    if (state.changes.isEmpty()) {
        m_changes.body->addWidget(new GlyphLabel(Glyph::Good, tr("Every value is what its text says.")));
        return;
    }
    auto* list = linkButton(state.listedChanges < state.changedCells
                                ? tr("List the first %1").arg(format::count(state.listedChanges))
                                : tr("List all %1").arg(format::count(state.changedCells)));
    list->setObjectName(QStringLiteral("list-changes"));
    connect(list, &QToolButton::clicked, this, &ImportFindingsPane::listAsked);
    m_changes.body->addWidget(list, 0, Qt::AlignLeft);
}

void ImportFindingsPane::renderRefused(const ImportState& state)
{
    clearLayout(m_refused.body);
    m_refused.aside->setText(
        tr("%1 of %2 rows").arg(format::count(state.quarantined), format::count(state.rowsRead)));
    m_refused.box->setVisible(state.quarantined > 0);
    for (const ImportFinding& line : state.refused) {
        auto* cells = row(space::kGroup);
        auto* number = new Label(line.count, TextRole::Body, ColorRole::Muted);
        number->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("00,000")));
        number->setAlignment(Qt::AlignRight | Qt::AlignTop);
        cells->addWidget(number, 0, Qt::AlignTop);
        cells->addWidget((new Label(line.text))->wrapping(), 1);
        m_refused.body->addLayout(cells);
    }
    m_refused.body->addWidget(
        (new Label(tr("These rows are kept with their text and reason; the others are taken."),
                   TextRole::Caption, ColorRole::Muted))
            ->wrapping());
    if (state.quarantined > static_cast<qint64>(state.refused.size())) {
        auto* all = linkButton(tr("Show all %1").arg(format::count(state.quarantined)));
        all->setObjectName(QStringLiteral("list-refused"));
        connect(all, &QToolButton::clicked, this, &ImportFindingsPane::quarantineAsked);
        m_refused.body->addWidget(all, 0, Qt::AlignLeft);
    }
}

void ImportFindingsPane::renderNotes(const ImportState& state)
{
    clearLayout(m_notes.body);
    for (const QString& note : state.notes)
        m_notes.body->addWidget(wrapWords(new GlyphLabel(Glyph::Ring, note)));
    if (state.notes.isEmpty())
        m_notes.body->addWidget(
            (new Label(tr("Nothing out of the ordinary."), TextRole::Body, ColorRole::Muted))->wrapping());
}

void ImportFindingsPane::renderLabel(const ImportState& state)
{
    m_label.box->setVisible(!state.levels.isEmpty());
    if (m_shown.levels != state.levels) {
        m_positive->clear();
        m_positive->addItems(state.levels);
    }
    m_positive->setCurrentIndex(static_cast<int>(state.levels.indexOf(state.positive)));
}

void ImportFindingsPane::render(const ImportState& state)
{
    renderLabel(state);
    if (m_shown.asks != state.asks || m_asks.body->isEmpty())
        renderAsks(state);
    renderComparison(state);
    if (m_shown.renames != state.renames)
        renderRenames(state);
    if (m_shown.missing != state.missing || m_missing.body->isEmpty())
        renderMissing(state);
    renderChanges(state);
    renderRefused(state);
    if (m_shown.notes != state.notes || m_notes.body->isEmpty())
        renderNotes(state);
    if (m_name->text() != state.saveName)
        m_name->setText(state.saveName);
    m_shown = state;
}

} // namespace casebench::ui
