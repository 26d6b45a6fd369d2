// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/labels/LabelsPage.h"

#include "ui/itemmodels/CaseWords.h"
#include "ui/text/Format.h"
#include "ui/widgets/Delegates.h"
#include "ui/widgets/ViewStack.h"

#include <QDesktopServices>
#include <QHeaderView>
#include <QUrl>

namespace casebench::ui {

LabelsPage::LabelsPage(Session& session, QWidget* parent)
    : Page(PageId::Labels, tr("Labels"), parent)
    , m_session(session)
    , m_presenter(session, this)
    , m_settling(session, this)
    , m_work(session, this)
    , m_views(new ViewStack)
    , m_adjudication(new AdjudicationPanel(m_settling))
    , m_personal(session)
    , m_progressText(new Label)
    , m_progress(new QProgressBar)
    , m_search(new SearchField(tr("Find a case")))
    , m_filters(new QueueFilters)
    , m_nothing(new QWidget)
    , m_list(new TableView(tr("Queue")))
    , m_case(new LabelCasePane(m_presenter))
    , m_context(new LabelContextPane(m_presenter))
    , m_agreement(new AgreementView(session))
    , m_noise(new NoiseView(session))
{
    setAcceptDrops(true);
    buildActions();
    buildFoot();
    auto* work = new MyWorkPanel(m_work);
    addPanel(kQueue, tr("Queue"), buildQueue());
    addPanel(kAdjudication, tr("Adjudication"), m_adjudication);
    addPanel(kAgreement, tr("Agreement"), m_agreement);
    addPanel(kNoise, tr("Label noise"), m_noise);
    addPanel(kMyWork, tr("My work"), work);
    setBody(m_views);
    connectMeasures();
    connect(&m_presenter, &LabelsPresenter::changed, this, &LabelsPage::render);
    connect(&m_presenter, &LabelsPresenter::looked, m_case, &LabelCasePane::renderFacts);
    connect(m_case, &LabelCasePane::revealAsked, &m_personal, &PersonalReveal::ask);
    connect(&m_personal, &PersonalReveal::revealed, m_case, &LabelCasePane::setRevealed);
    connect(&m_personal, &PersonalReveal::refused, m_case, &LabelCasePane::refuseReveal);
    connect(&m_presenter, &LabelsPresenter::looked, this, [this](const CaseFacts& facts) {
        if (m_personal.isRevealed(facts.caseId))
            m_case->setRevealed(facts.caseId);
    });
    connect(&m_presenter, &LabelsPresenter::looked, m_context, &LabelContextPane::renderFacts);
    connect(&m_presenter, &LabelsPresenter::linked, m_context, &LabelContextPane::renderLinks);
    connect(&m_presenter, &LabelsPresenter::queued, this, &LabelsPage::selectCurrent);
    connect(&m_presenter.actions(), &LabelActions::opened, this,
            [](const QString& path) { QDesktopServices::openUrl(QUrl::fromLocalFile(path)); });
    connect(&m_settling, &AdjudicationPresenter::changed, this, &LabelsPage::renderHeader);
    connect(&m_work, &MyWorkPresenter::changed, this, &LabelsPage::renderHeader);
    connect(work, &MyWorkPanel::opened, this, [this](const QString& caseId) {
        showView(kQueue);
        m_presenter.open(caseId);
    });
    connect(empty(), &EmptyState::acted, this,
            [this] { emit wants(PageId::Cases, Selection { .view = QStringLiteral("import") }); });
    render(m_presenter.state());
}

void LabelsPage::addPanel(const QString& id, const QString& title, QWidget* panel)
{
    panel->setObjectName(id);
    m_views->addWidget(panel);
    addView(id, title);
}

QWidget* LabelsPage::buildQueue()
{
    auto* split = new PaneSplitter(Qt::Horizontal, QStringLiteral("labels.queue"));
    split->addPane(buildList(), 0, 264, tr("Queue"));
    auto* middle = new QWidget;
    auto* layout = column(0);
    middle->setLayout(layout);
    m_case->setAccessibleName(tr("Case"));
    layout->addWidget(m_case, 1);
    layout->addWidget(new Hairline);
    layout->addWidget(m_case->foot());
    split->addPane(middle, 1, 780, tr("Case and what to do with it"));
    split->addPane(m_context, 0, 300, tr("Around the case"));
    return split;
}

void LabelsPage::connectMeasures()
{
    connect(m_agreement, &AgreementView::changed, this, [this] { render(m_presenter.state()); });
    connect(m_noise, &NoiseView::changed, this, [this] { render(m_presenter.state()); });
    connect(m_noise, &NoiseView::trainingAsked, this, [this] { emit wants(PageId::Training, {}); });
    connect(m_noise, &NoiseView::caseAsked, this, [this](const QString& caseId) {
        showView(kQueue);
        m_presenter.open(caseId);
    });
}

void LabelsPage::onView(const QString& view)
{
    if (auto* panel = m_views->findChild<QWidget*>(view, Qt::FindDirectChildrenOnly))
        m_views->setCurrentWidget(panel);
    m_presenter.setVisible(isVisible() && view == kQueue);
    m_settling.setVisible(isVisible() && view == kAdjudication);
    m_work.setVisible(isVisible() && view == kMyWork);
    m_agreement->setActive(isVisible() && view == kAgreement);
    m_noise->setActive(isVisible() && view == kNoise);
    const bool labelling = view == kQueue;
    for (QAction* action : { m_skip, m_flag, m_attach, m_saveAll })
        action->setVisible(labelling);
    render(m_presenter.state());
    if (view == kAdjudication)
        m_adjudication->list()->setFocus(Qt::OtherFocusReason);
    else if (labelling)
        m_list->setFocus(Qt::OtherFocusReason);
}

QWidget* LabelsPage::buildList()
{
    auto* pane = new QWidget;
    auto* layout = column(0);
    pane->setLayout(layout);
    auto* head = column(space::kGroup);
    head->setContentsMargins(space::kBetween, space::kInner, space::kBetween, space::kInner);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(space::kGroup);
    m_progress->setAccessibleName(tr("Verdicts of today"));
    nameWidget(m_search, tr("Find a case in the queue"));
    head->addWidget(m_progressText);
    head->addWidget(m_progress);
    head->addWidget(m_search);
    head->addWidget(m_filters);
    layout->addLayout(head);
    layout->addWidget(new Hairline);
    m_list->horizontalHeader()->hide();
    m_list->setItemDelegate(new TwoLineDelegate(m_list));
    m_list->setModel(m_presenter.queue());
    m_list->setColumnWidths({ 0 });
    m_list->setRowPixels(42);
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->installEventFilter(this);
    layout->addWidget(m_list, 1);
    layout->addWidget(buildNothing(), 1);
    connect(m_filters, &QueueFilters::chosen, &m_presenter, &LabelsPresenter::setFilter);
    connect(m_search, &SearchField::searched, &m_presenter, &LabelsPresenter::setFind);
    connect(m_list, &TableView::currentRowChanged, this, [this](int currentRow) {
        const QString id = m_presenter.queue()->caseId(currentRow);
        if (!m_selecting && !id.isEmpty() && id != m_presenter.state().caseId)
            m_presenter.open(id);
    });
    connect(m_list, &TableView::activated, this,
            [this] { m_case->firstChoice()->setFocus(Qt::OtherFocusReason); });
    return pane;
}

/// A list that search or chips left empty says so, and how to get out.
QWidget* LabelsPage::buildNothing()
{
    auto* layout = column(space::kGroup);
    layout->setContentsMargins(space::kBetween, space::kPage, space::kBetween, space::kInner);
    m_nothing->setLayout(layout);
    layout->addWidget(
        (new Label(tr("No case of the queue matches."), TextRole::Body, ColorRole::Muted))->wrapping());
    auto* clear = linkButton(tr("Show all that wait"));
    layout->addWidget(clear);
    layout->addStretch();
    connect(clear, &QToolButton::clicked, this, &LabelsPage::clearFilters);
    return m_nothing;
}

bool LabelsPage::clearFilters()
{
    if (m_search->text().isEmpty() && !m_presenter.state().filter.narrows())
        return false;
    m_search->clear();
    m_presenter.setFilter({});
    m_presenter.setFind({});
    return true;
}

void LabelsPage::activate(const Selection& selection)
{
    Page::activate(selection);
    if (!selection.caseId.isEmpty()) {
        showView(kQueue);
        m_presenter.open(selection.caseId);
    }
    onView(currentView());
}

void LabelsPage::deactivate()
{
    m_presenter.setVisible(false);
    m_settling.setVisible(false);
    m_work.setVisible(false);
    m_agreement->setActive(false);
    m_noise->setActive(false);
}

bool LabelsPage::escape()
{
    if (m_adjudication->why()->hasFocus()) {
        m_adjudication->list()->setFocus(Qt::OtherFocusReason);
        return true;
    }
    if (m_case->difference()->hasFocus() || m_case->note()->hasFocus()) {
        m_case->firstChoice()->setFocus(Qt::OtherFocusReason);
        return true;
    }
    return currentView() == kQueue && clearFilters();
}

void LabelsPage::selectCurrent()
{
    m_selecting = true;
    const int at = m_presenter.queue()->rowOfCase(m_presenter.state().caseId);
    if (at >= 0 && m_list->currentIndex().row() != at)
        m_list->selectRow(at);
    m_selecting = false;
}

void LabelsPage::render(const LabelsState& state)
{
    renderHeader();
    if (m_search->text().trimmed() != state.find && !m_search->hasFocus()) {
        const QSignalBlocker quiet(m_search);
        m_search->setText(state.find);
    }
    const qint64 all = state.today + state.waiting;
    m_progressText->setText(
        tr("%1 today, %2 waiting").arg(format::count(state.today), format::count(state.waiting)));
    m_progress->setRange(0, static_cast<int>(std::max<qint64>(1, all)));
    m_progress->setValue(static_cast<int>(state.today));
    m_progress->setAccessibleDescription(m_progressText->text());
    m_filters->render(state.filter, state.counts, state.waiting);
    const bool nothing = m_presenter.queue()->caseCount() == 0;
    m_list->setVisible(!nothing);
    m_nothing->setVisible(nothing);
    m_case->render(state);
    m_context->render(state);
    const bool ready = state.face == LabelsState::Face::Ready;
    m_save->setEnabled(m_presenter.maySave());
    m_save->setToolTip(state.whyNot.isEmpty() ? state.verdict
                               ? tr("Adds your verdict to the case and goes to the next")
                               : tr("Choose a verdict first: S, N, D or U.")
                                              : state.whyNot);
    m_skip->setEnabled(ready);
    m_undo->setEnabled(m_session.isOpen() && state.whyNot.isEmpty() && !state.saving);
    m_redo->setEnabled(m_undo->isEnabled());
    m_saveAll->setEnabled(m_presenter.maySave() && !state.find.isEmpty());
    m_flag->setEnabled(ready && state.whyNot.isEmpty());
    m_attach->setEnabled(m_flag->isEnabled());
    m_import->setEnabled(m_session.isOpen() && state.whyNot.isEmpty());
    m_export->setEnabled(m_session.isOpen());
    setBadge({ static_cast<int>(m_session.isOpen() ? state.waiting : 0), false, tr("cases to label") });
    renderFace(state);
    selectCurrent();
}

/// Sentence, primary button and banner belong to the view in front.
void LabelsPage::renderHeader()
{
    const LabelsState& queue = m_presenter.state();
    const AdjudicationState& settling = m_settling.state();
    Glyph glyph = queue.noticeGlyph;
    QString notice = queue.notice.isEmpty() ? queue.warning : queue.notice;
    if (queue.notice.isEmpty())
        glyph = Glyph::Watch;
    QAction* primary = m_save;
    QString sentence = queue.sentence;
    if (currentView() == kAdjudication) {
        sentence = settling.sentence;
        glyph = settling.noticeGlyph;
        notice = settling.notice;
        primary = settling.face == AdjudicationState::Face::Ready ? m_settle : nullptr;
        m_settle->setEnabled(m_settling.maySettle());
        m_settle->setText(settling.verdict
                              ? tr("Settle as %1").arg(words::verdict(*settling.verdict).toLower())
                              : tr("Settle"));
    } else if (currentView() != kQueue) {
        sentence = currentView() == kAgreement ? m_agreement->sentence()
            : currentView() == kNoise          ? m_noise->sentence()
                                               : m_work.state().sentence;
        notice.clear();
        primary = nullptr;
    } else if (queue.face == LabelsState::Face::Empty || queue.face == LabelsState::Face::Closed) {
        primary = nullptr;
    }
    header()->setSentence(sentence);
    header()->setPrimary(primary);
    // Where a case is judged the sentence needs the room; import stands in menu and palette there.
    const bool room = primary == nullptr;
    if (room != m_importShown) {
        m_importShown = room;
        header()->clearSecondary();
        if (room)
            header()->addSecondary(m_import);
    }
    if (notice.isEmpty())
        banner()->clear();
    else
        banner()->showMessage(glyph, notice);
}

void LabelsPage::renderFace(const LabelsState& state)
{
    using Face = LabelsState::Face;
    switch (state.face) {
    case Face::Empty:
        empty()->showNothingYet(IconId::Labels, tr("Nothing to label yet"),
                                tr("Cases that want a verdict will stand here, after the first import."),
                                tr("Import files…"));
        break;
    case Face::Done:
        empty()->showNothingMatches(
            tr("Nothing waits for you"),
            tr("Every case has a verdict, or yours is given. New imports and disputes will stand here."), {});
        break;
    case Face::Failed:
        empty()->showCannot(tr("The queue cannot be read"), state.failure);
        break;
    case Face::Loading:
        empty()->showNothingYet(IconId::Labels, tr("Reading the queue"), {});
        break;
    case Face::Closed:
        empty()->showNothingYet(IconId::Project, tr("No project is open"),
                                tr("Open or make a project first; its cases to label will stand here."));
        break;
    case Face::Ready:
        break;
    }
    const bool ready = state.face == Face::Ready;
    const bool noProject = !m_session.isOpen() || state.face == Face::Empty;
    showEmpty(noProject || (!ready && currentView() == kQueue));
    if (ready && !m_arrived && isVisible() && currentView() == kQueue)
        m_list->setFocus(Qt::OtherFocusReason);
    m_arrived = ready && isVisible();
}

} // namespace casebench::ui
