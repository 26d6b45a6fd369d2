// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/ExpectationsPanel.h"

#include "ui/pages/cases/MappingDelegate.h"
#include "ui/pages/cases/WrapWords.h"
#include "ui/text/CellRoles.h"
#include "ui/text/Format.h"
#include "ui/theme/Tokens.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/ViewStack.h"

#include <QKeyEvent>
#include <QShortcut>

namespace casebench::ui {

namespace {

QString helpOf(CheckKind check)
{
    using enum CheckKind;
    switch (check) {
    case ColumnExists:
        return ExpectationsPanel::tr("The file must have this column.");
    case Kind:
        return ExpectationsPanel::tr("The field must be of this kind.");
    case NotMissing:
        return ExpectationsPanel::tr("At least this share of all cases must have a value.");
    case InSet:
        return ExpectationsPanel::tr("Values must be among these, written with bars between them.");
    case NoNewLevels:
        return ExpectationsPanel::tr("Values must be levels the reference had.");
    case Between:
        return ExpectationsPanel::tr(
            "Values must lie within these bounds, both included: “0 to 100”, “to 100”.");
    case Unique:
        return ExpectationsPanel::tr("No value may come twice.");
    case Matches:
        return ExpectationsPanel::tr("The regular expression must be found in the text.");
    case MeanBetween:
        return ExpectationsPanel::tr("The mean of the values must lie within these bounds.");
    case QuantileBetween:
        return ExpectationsPanel::tr(
            "The quantile must lie within these bounds: “0.5: 10 to 20” is the median.");
    case PositiveRateBetween:
        return ExpectationsPanel::tr(
            "The share of scams among the decided cases must lie within these bounds.");
    case RowCountBetween:
        return ExpectationsPanel::tr("The number of cases must lie within these bounds.");
    case NoUnknownColumns:
        return ExpectationsPanel::tr("The file may have no other columns than these. One that is wanted is "
                                     "added to them under Asked.");
    }
    return {};
}

} // namespace

ExpectationsPanel::ExpectationsPanel(ExpectationsPresenter& presenter, QWidget* parent)
    : QWidget(parent)
    , m_presenter(presenter)
    , m_scope(new QComboBox)
    , m_field(new QComboBox)
    , m_check(new QComboBox)
    , m_add(textButton(tr("Add expectation")))
    , m_remove(textButton(tr("Remove")))
    , m_table(new TableView(tr("Expectations")))
    , m_title((new Label({}, TextRole::Section))->wrapping())
    , m_result(new GlyphLabel)
    , m_help((new Label({}, TextRole::Caption, ColorRole::Muted))->wrapping())
    , m_cases((new Label({}, TextRole::Body))->wrapping()->selectable())
    , m_open(linkButton({}))
    , m_empty(new EmptyState)
    , m_stack(new ViewLayout(this))
{
    m_table->setModel(presenter.model());
    m_table->setColumnWidths({ 170, 164, 0, 70, 96, 124, 70 });
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed
                             | QAbstractItemView::AnyKeyPressed);
    m_table->setItemDelegateForColumn(ExpectationsModel::Severity,
                                      new MappingDelegate({ tr("warning"), tr("critical") }, m_table));
    auto* left = new QWidget;
    auto* layout = column(0);
    left->setLayout(layout);
    layout->addWidget(buildTools());
    auto* rows = row(0);
    rows->setContentsMargins(space::kBetween, 0, 0, 0); // its text begins where the title does
    rows->addWidget(m_table);
    layout->addLayout(rows, 1);
    auto* split = new PaneSplitter(Qt::Horizontal, QStringLiteral("cases.expectations"), this);
    split->addPane(left, 1, 900, tr("Expectations"));
    split->addPane(buildDetail(), 0, 300, tr("One expectation"));
    m_stack->addWidget(split);
    m_stack->addWidget(m_empty);
    connect(m_table, &TableView::currentRowChanged, &m_presenter, &ExpectationsPresenter::select);
    connect(m_open, &QToolButton::clicked, this, [this] { emit casesAsked(m_presenter.state().filter); });
    connect(m_empty, &EmptyState::acted, this, &ExpectationsPanel::suggestAsked);
    const auto drop = [this] { m_presenter.remove(m_table->currentIndex().row()); };
    connect(m_remove, &QPushButton::clicked, this, drop);
    auto* removeKey = new QShortcut(QKeySequence(QKeySequence::Delete), m_table);
    removeKey->setContext(Qt::WidgetShortcut);
    connect(removeKey, &QShortcut::activated, this, drop);
}

QWidget* ExpectationsPanel::buildTools()
{
    auto* strip = new QWidget;
    auto* tools = row(space::kGroup);
    tools->setContentsMargins(space::kPage, space::kInner, space::kBetween, space::kInner);
    strip->setLayout(tools);
    auto* caption = new Label(tr("Check"));
    caption->setBuddy(m_scope);
    m_scope->setAccessibleName(tr("Cases that are checked"));
    m_field->setAccessibleName(tr("Field of a new expectation"));
    m_check->setAccessibleName(tr("Check of a new expectation"));
    for (const auto& [check, word] : kCheckKindNames)
        m_check->addItem(format::text(word), static_cast<int>(check));
    tools->addWidget(caption);
    tools->addWidget(m_scope);
    tools->addStretch();
    tools->addWidget(m_field);
    tools->addWidget(m_check);
    tools->addWidget(m_add);
    tools->addWidget(m_remove);
    connect(m_scope, &QComboBox::activated, this, [this](int index) {
        if (index >= 0 && index < m_scopes.size())
            m_presenter.setScope(m_scopes[index].source);
    });
    connect(m_check, &QComboBox::currentIndexChanged, this, [this] {
        m_field->setEnabled(m_add->isEnabled()
                            && speaksOfField(static_cast<CheckKind>(m_check->currentData().toInt())));
    });
    connect(m_add, &QPushButton::clicked, this, [this] {
        m_presenter.add(m_field->currentText(), static_cast<CheckKind>(m_check->currentData().toInt()));
        const auto at = m_presenter.model()->index(m_presenter.state().selected, ExpectationsModel::Asked);
        m_table->setCurrentIndex(at);
        m_table->setFocus(Qt::OtherFocusReason);
        if (at.flags().testFlag(Qt::ItemIsEditable))
            m_table->edit(at);
    });
    return strip;
}

QWidget* ExpectationsPanel::buildDetail()
{
    auto* pane = new Pane(space::kBetween);
    wrapWords(m_result);
    pane->content()->addWidget(m_title);
    pane->content()->addWidget(m_help);
    pane->content()->addWidget(m_result);
    pane->content()->addWidget(m_cases);
    auto* links = row(space::kGroup);
    links->addWidget(m_open);
    links->addStretch();
    pane->content()->addLayout(links);
    pane->content()->addStretch();
    return pane;
}

void ExpectationsPanel::renderDetail(const ExpectationsState& state)
{
    const bool chosen = state.selected >= 0 && state.selected < m_presenter.model()->rowCount();
    m_help->setVisible(chosen);
    m_result->setVisible(chosen);
    m_cases->setVisible(!state.failingCases.isEmpty());
    m_open->setVisible(!state.openText.isEmpty());
    if (!chosen) {
        m_title->setText(tr("No expectation chosen"));
        return;
    }
    const auto& line = m_presenter.model()->lines()[state.selected];
    m_title->setText(format::text(line.expectation.name));
    m_help->setText(helpOf(line.expectation.check));
    const QVariant glyph = m_presenter.model()->data(
        m_presenter.model()->index(state.selected, ExpectationsModel::ResultColumn), GlyphRole);
    m_result->setGlyph(glyph.isValid() ? static_cast<Glyph>(glyph.toInt()) : Glyph::None);
    m_result->setText(state.resultText);
    m_cases->setText(state.failingCases.join(QStringLiteral(", ")));
    m_open->setText(state.openText);
}

void ExpectationsPanel::render(const ExpectationsState& state)
{
    using Face = ExpectationsState::Face;
    if (m_scopes != state.scopes) {
        m_scopes = state.scopes;
        m_scope->clear();
        for (const auto& choice : m_scopes)
            m_scope->addItem(choice.text);
    }
    for (int i = 0; i < m_scopes.size(); ++i) {
        if (m_scopes[i].source == state.scope)
            m_scope->setCurrentIndex(i);
    }
    if (m_fields != state.fields) {
        m_fields = state.fields;
        m_field->clear();
        m_field->addItems(m_fields);
    }
    const bool can = state.mayEdit && !state.working;
    m_scope->setEnabled(!state.working);
    m_add->setEnabled(can && !m_fields.isEmpty());
    m_add->setToolTip(state.whyNotEdit);
    m_check->setEnabled(can);
    m_field->setEnabled(can && speaksOfField(static_cast<CheckKind>(m_check->currentData().toInt())));
    m_remove->setEnabled(can && state.selected >= 0);
    if (state.selected >= 0 && m_table->currentIndex().row() != state.selected)
        m_table->setCurrentIndex(m_presenter.model()->index(state.selected, 0));
    renderDetail(state);
    if (state.face == Face::Failed)
        m_empty->showCannot(tr("The expectations cannot be read"), state.failure, state.details);
    else if (state.face == Face::Loading)
        m_empty->showNothingYet(IconId::Check, tr("Reading the expectations"), {});
    else if (state.face == Face::Closed)
        m_empty->showNothingYet(IconId::Project, tr("No project is open"),
                                tr("Open or make a project first; its expectations will stand here."));
    else
        m_empty->showNothingYet(
            IconId::Check, tr("No expectations yet"),
            tr("What the next file must hold will stand here: columns, ranges, levels, rates. "
               "Suggestions are read from the reference; you edit them before they count. The page's "
               "menu reads a file of them."),
            state.mayEdit ? tr("Suggest expectations") : QString());
    m_stack->setCurrentIndex(state.face == Face::Ready ? 0 : 1);
}

} // namespace casebench::ui
