// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/explanation/ExplanationPage.h"

#include "ui/text/Format.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/SearchField.h"
#include "ui/widgets/TableView.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>

namespace casebench::ui {

ExplanationPage::ExplanationPage(Session& session, QWidget* parent)
    : Page(PageId::Explanation, tr("Explanation"), parent)
    , m_session(session)
    , m_presenter(session)
    , m_search(new SearchField(tr("Case")))
    , m_listTitle(new Label({}, TextRole::Section))
    , m_listNote(new Label({}, TextRole::Caption, ColorRole::Muted))
    , m_list(new TableView(tr("Cases")))
    , m_noMatch(new EmptyState)
    , m_middle(new QStackedWidget)
    , m_cannot(new EmptyState)
    , m_panel(new ExplanationPanel)
    , m_unseen(new UnseenPane)
{
    buildActions();
    m_middle->addWidget(m_cannot);
    m_middle->addWidget(m_panel);
    auto* split = new PaneSplitter(Qt::Horizontal, QStringLiteral("explanation.main"), this);
    split->addPane(buildList(), 0, 236, tr("Cases"));
    split->addPane(m_middle, 1, 700, tr("Explanation"));
    split->addPane(m_unseen, 0, 300, tr("Not seen by this run"));
    setBody(split);
    connect(&m_presenter, &ExplanationPresenter::changed, this, &ExplanationPage::render);
    connect(&m_presenter, &ExplanationPresenter::listChanged, this, &ExplanationPage::selectShown);
    connect(&m_presenter, &ExplanationPresenter::explanationChanged, this,
            &ExplanationPage::renderExplanation);
    connect(m_search, &SearchField::searched, &m_presenter, &ExplanationPresenter::setSearch);
    connect(m_list, &TableView::currentRowChanged, this, [this](int row) {
        if (!m_selecting)
            m_presenter.explainRow(row);
    });
    connect(m_panel, &ExplanationPanel::runChosen, &m_presenter, &ExplanationPresenter::showRun);
    connect(m_panel, &ExplanationPanel::copyAsked, this, &ExplanationPage::copyReasons);
    connect(m_noMatch, &EmptyState::acted, m_search, &QLineEdit::clear);
    connect(m_panel->chart(), &Waterfall::fieldActivated, this,
            [this](const QString& field) { emit wants(PageId::Drift, Selection { .field = field }); });
    connect(empty(), &EmptyState::acted, this, [this] {
        const auto face = m_presenter.state().face;
        if (face == ExplanationState::Face::NoCase)
            emit wants(PageId::Cases, Selection { .view = QStringLiteral("import") });
        else if (face == ExplanationState::Face::NothingEarned)
            emit wants(PageId::Labels, {});
        else
            emit wants(PageId::Training, Selection { .view = QStringLiteral("new") });
    });
    render();
}

void ExplanationPage::buildActions()
{
    m_copy = addAction({ QStringLiteral("explanation.copy"),
                         tr("Copy reasons"),
                         IconId::Copy,
                         {},
                         tr("Copies answer and reasons as text, for the case file"),
                         {} },
                       [this] { copyReasons(); });
    setCommand(m_copy, [this] {
        const CaseExplanationPtr shown = m_presenter.explanation();
        if (!shown || shown->runs.empty())
            return QString();
        return shellWords({ QStringLiteral("explain"), shown->runs[m_presenter.shownRun()].name,
                            QStringLiteral("--case"), m_presenter.state().caseId });
    });
    m_open =
        addAction({ QStringLiteral("explanation.openCase"),
                    tr("Open case"),
                    IconId::Cases,
                    {},
                    tr("Shows the case in the table, with its history"),
                    {} },
                  [this] { emit wants(PageId::Cases, Selection { .caseId = m_presenter.state().caseId }); });
}

QWidget* ExplanationPage::buildList()
{
    auto* pane = new QWidget;
    auto* layout = column(space::kGroup);
    pane->setLayout(layout);
    auto* head = column(space::kGroup);
    head->setContentsMargins(space::kBetween, space::kBetween, space::kBetween, 0);
    head->addWidget(m_listTitle);
    head->addWidget(m_listNote->wrapping());
    m_search->setAccessibleName(tr("Find a case"));
    head->addWidget(m_search);
    layout->addLayout(head);
    m_list->setModel(m_presenter.cases());
    m_list->setColumnWidths({ 0, 60 });
    m_list->setRowPixels(44);
    m_list->horizontalHeader()->hide();
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    auto* table = new QWidget;
    auto* inset = column(0);
    inset->setContentsMargins(space::kGroup, 0, 0, 0); // the cell's own margin makes 16
    inset->addWidget(m_list);
    table->setLayout(inset);
    m_listStack = new QStackedWidget;
    m_listStack->addWidget(table);
    // The list stays narrow: what stands there when nothing matches must not widen it.
    m_noMatch->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
    m_listStack->addWidget(m_noMatch);
    layout->addWidget(m_listStack, 1);
    pane->setBackgroundRole(QPalette::Base);
    pane->setAutoFillBackground(true);
    return pane;
}

void ExplanationPage::activate(const Selection& selection)
{
    if (!selection.runIds.isEmpty())
        m_presenter.showRun(selection.runIds.last());
    if (!selection.caseId.isEmpty())
        m_presenter.explain(selection.caseId);
    Page::activate(selection);
    m_presenter.setVisible(true);
    render();
    selectShown();
    m_list->setFocus(Qt::OtherFocusReason);
}

void ExplanationPage::deactivate()
{
    m_presenter.setVisible(false);
}

QWidget* ExplanationPage::searchField() const
{
    return m_search;
}

bool ExplanationPage::escape()
{
    if (m_search->text().isEmpty())
        return false;
    m_search->clear();
    return true;
}

bool ExplanationPage::isBusy() const
{
    return m_presenter.isBusy();
}

QList<QPair<QString, QString>> ExplanationPage::keys() const
{
    return { { tr("Up, Down"), tr("Next case, or next contribution in the chart") },
             { tr("Left, Right"), tr("Another run, when the switch has the focus") },
             { tr("Enter"), tr("Open the field's drift, in the chart") },
             { tr("Esc"), tr("Clear the search") } };
}

void ExplanationPage::copyReasons()
{
    const CaseExplanationPtr found = m_presenter.explanation();
    if (!found)
        return;
    const RunExplanation& run = found->runs[m_presenter.shownRun()];
    if (!run.explanation)
        return;
    QGuiApplication::clipboard()->setText(
        tr("Case %1. %2\n%3")
            .arg(m_presenter.state().caseId, answerSentence(run), format::text(run.explanation->text)));
    announce(this, tr("Reasons copied"));
}

void ExplanationPage::selectShown()
{
    const int row =
        m_presenter.state().caseId.isEmpty() ? -1 : m_presenter.rowOfCase(m_presenter.state().caseId);
    m_selecting = true;
    if (row >= 0 && row != m_list->currentIndex().row())
        m_list->setCurrentIndex(m_presenter.cases()->index(row, 0));
    else if (row < 0)
        m_list->clearSelection();
    m_selecting = false;
}

void ExplanationPage::renderEmpty(const ExplanationState& state)
{
    using Face = ExplanationState::Face;
    switch (state.face) {
    case Face::Closed:
        empty()->showNothingYet(IconId::Project, tr("No project is open"),
                                tr("Open or make a project first; its cases are explained here."));
        break;
    case Face::Loading:
        empty()->showNothingYet(IconId::Explanation, tr("Reading the cases"), {});
        break;
    case Face::NoRun:
        empty()->showNothingYet(IconId::Explanation, tr("No run that could explain yet"),
                                tr("For each case, the fields that moved a run's answer stand here, in one "
                                   "sentence and as bars."),
                                tr("Train a run"));
        break;
    case Face::NoCase:
        empty()->showNothingYet(IconId::Explanation, tr("No cases yet"),
                                tr("Import cases; what a run says of each, and why, stands here."),
                                tr("Import files"));
        break;
    case Face::NothingEarned:
        empty()->showNothingYet(IconId::Explanation, tr("No verdict of your own yet"),
                                tr("The model must not lead your verdict: its reasons stand here for cases "
                                   "that you have decided."),
                                tr("Decide cases"));
        break;
    case Face::Failed:
        empty()->showCannot(tr("The cases cannot be read"), state.failure, state.details);
        break;
    case Face::Ready:
        break;
    }
    showEmpty(state.face != Face::Ready);
}

void ExplanationPage::render()
{
    const ExplanationState& state = m_presenter.state();
    using Face = ExplanationState::Face;
    renderEmpty(state);
    m_listTitle->setText(state.listTitle);
    m_listNote->setText(state.listNote);
    const bool matches = m_presenter.cases()->rowCount() > 0;
    if (!matches)
        m_noMatch->showNothingMatches(tr("No such case"),
                                      tr("No id contains %1").arg(format::isolate(state.search)),
                                      tr("Clear search"));
    m_listStack->setCurrentIndex(matches ? 0 : 1);
    const CaseExplanationPtr found = m_presenter.explanation();
    if (!state.caseFailure.isEmpty())
        m_cannot->showCannot(tr("No reasons for this case"), state.caseFailure);
    else if (!found)
        m_cannot->showNothingYet(IconId::Explanation, tr("Explaining the case"), {});
    m_middle->setCurrentIndex(found && state.caseFailure.isEmpty() ? 1 : 0);
    const bool explained =
        found && state.caseFailure.isEmpty() && found->runs[m_presenter.shownRun()].explanation;
    m_copy->setEnabled(state.face == Face::Ready && explained);
    m_open->setEnabled(state.face == Face::Ready && !state.caseId.isEmpty());
    header()->setSentence(state.face == Face::Ready
                              ? tr("Case %1: what moved the run's answer.").arg(format::isolate(state.caseId))
                              : QString());
    header()->clearSecondary();
    if (state.face == Face::Ready)
        header()->addSecondary(m_open);
    header()->setPrimary(state.face == Face::Ready ? m_copy : nullptr);
}

void ExplanationPage::renderExplanation()
{
    const CaseExplanationPtr found = m_presenter.explanation();
    if (!found || found->runs.empty()) {
        m_unseen->renderNothing(m_presenter.state().caseFailure);
        return;
    }
    const std::size_t shown = m_presenter.shownRun();
    m_panel->render(*found, shown);
    m_unseen->render(*found, shown);
    selectShown();
}

} // namespace casebench::ui
