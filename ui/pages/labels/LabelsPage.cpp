// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/labels/LabelsPage.h"

#include "ui/itemmodels/CaseWords.h"
#include "ui/text/Format.h"
#include "ui/widgets/Delegates.h"
#include "ui/widgets/ViewStack.h"

#include <QDesktopServices>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMimeData>
#include <QUrl>

namespace casebench::ui {

namespace {

const QString kQueue = QStringLiteral("queue");
const QString kAgreement = QStringLiteral("agreement");
const QString kNoise = QStringLiteral("noise");

} // namespace

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
    addPanel(QStringLiteral("adjudication"), tr("Adjudication"), m_adjudication);
    addPanel(kAgreement, tr("Agreement"), m_agreement);
    addPanel(kNoise, tr("Label noise"), m_noise);
    addPanel(QStringLiteral("mywork"), tr("My work"), work);
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
    m_settling.setVisible(isVisible() && view == QLatin1String("adjudication"));
    m_work.setVisible(isVisible() && view == QLatin1String("mywork"));
    m_agreement->setActive(isVisible() && view == kAgreement);
    m_noise->setActive(isVisible() && view == kNoise);
    const bool labelling = view == kQueue;
    for (QAction* action : { m_skip, m_flag, m_attach, m_saveAll })
        action->setVisible(labelling);
    render(m_presenter.state());
    if (view == QLatin1String("adjudication"))
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

void LabelsPage::key(const char* id,
                     const QString& text,
                     const QKeySequence& shortcut,
                     std::function<void()> handler)
{
    // A letter is a verdict only where a case stands: in the queue and in adjudication.
    addAction({ QString::fromLatin1(id), text, IconId::None, shortcut, {}, {} },
              [this, handler = std::move(handler)] {
                  if (currentView() == kQueue || currentView() == QLatin1String("adjudication"))
                      handler();
              });
}

void LabelsPage::buildActions()
{
    m_save = addAction({ QStringLiteral("labels.save"),
                         tr("Save and next"),
                         IconId::None,
                         {},
                         tr("Adds your verdict to the case and goes to the next"),
                         QStringLiteral("label CASE VERDICT") },
                       [this] { m_presenter.save(); });
    header()->setPrimary(m_save);
    m_import = addAction({ QStringLiteral("labels.import"), tr("Import verdicts…"), IconId::Import,
                           QKeySequence(QStringLiteral("Ctrl+Shift+I")),
                           tr("Reads a CSV or JSON-lines file with case, verdict and person"),
                           QStringLiteral("label import FILE") },
                         [this] { chooseFile(); });
    m_export =
        addAction({ QStringLiteral("labels.export"),
                    tr("Export verdicts…"),
                    IconId::None,
                    {},
                    tr("Writes every verdict you may see, with who gave it and when, as CSV or JSON lines"),
                    QStringLiteral("label export FILE") },
                  [this] { chooseTarget(); });
    m_undo = addAction(
        { QStringLiteral("labels.undo"), tr("Undo"), IconId::Undo, QKeySequence(QStringLiteral("Ctrl+Z")),
          tr("Takes back your last verdict by an event of its own"), QStringLiteral("label undo") },
        [this] { m_presenter.undo(); });
    m_redo = addAction({ QStringLiteral("labels.redo"), tr("Redo"), IconId::None,
                         QKeySequence(QStringLiteral("Ctrl+Shift+Z")),
                         tr("Restores the verdict you took back last"), QStringLiteral("label redo") },
                       [this] { m_presenter.redo(); });
    m_saveAll = addAction({ QStringLiteral("labels.saveAll"), tr("Give to all listed"), IconId::None,
                            QKeySequence(QStringLiteral("Ctrl+Shift+Return")),
                            tr("The verdict for every case the search leaves in the list, as one deed"),
                            QStringLiteral("label bulk VERDICT --where EXPR") },
                          [this] { m_presenter.saveAll(); });
    m_settle = addAction({ QStringLiteral("labels.settle"),
                           tr("Settle"),
                           IconId::None,
                           {},
                           tr("Settles the conflict as a third person"),
                           QStringLiteral("adjudicate CASE VERDICT --reason TEXT") },
                         [this] { m_settling.settle(); });
    m_flag = addAction({ QStringLiteral("labels.flag"), tr("Flag"), IconId::None, QKeySequence(Qt::Key_F),
                         tr("Asks everybody who opens the case to look again"),
                         QStringLiteral("note CASE --text TEXT") },
                       [this] { m_presenter.actions().flag(m_presenter.state().caseId); });
    m_attach = addAction({ QStringLiteral("labels.attach"), tr("Attach…"), IconId::None,
                           QKeySequence(Qt::Key_E), tr("Keeps a file with the case, under its SHA-256"),
                           QStringLiteral("evidence add CASE FILE") },
                         [this] { chooseEvidence(); });
    // Space is handled in keyPressEvent: as a shortcut it would take the key from the buttons of the page.
    m_skip = addAction(
        { QStringLiteral("labels.skip"), tr("Skip"), IconId::None, {}, tr("Leaves the case for later"), {} },
        [this] { m_presenter.skip(); });
    buildFilterActions();
    const auto inQueue = [this] { return currentView() == kQueue; };
    const auto move = [this, inQueue](int step) {
        if (inQueue())
            m_presenter.step(step);
        else
            m_settling.step(step);
    };
    const auto say = [this, inQueue](Verdict verdict) {
        if (inQueue())
            m_presenter.choose(verdict);
        else
            m_settling.choose(verdict);
    };
    key("labels.next", tr("Next case"), QKeySequence(Qt::Key_J), [move] { move(1); });
    key("labels.previous", tr("Previous case"), QKeySequence(Qt::Key_K), [move] { move(-1); });
    key("labels.scam", tr("Verdict: scam"), QKeySequence(Qt::Key_S), [say] { say(Verdict::Scam); });
    key("labels.notScam", tr("Verdict: not scam"), QKeySequence(Qt::Key_N), [say] { say(Verdict::NotScam); });
    key("labels.disputed", tr("Verdict: disputed"), QKeySequence(Qt::Key_D),
        [say] { say(Verdict::Disputed); });
    key("labels.unresolvable", tr("Verdict: unresolvable"), QKeySequence(Qt::Key_U),
        [say] { say(Verdict::Unresolvable); });
}

/// The chips by name, for the palette; each is a question the command line answers too.
void LabelsPage::buildFilterActions()
{
    const auto narrow = [this](const char* id, const QString& text, const char* command, QueueFilter filter) {
        addAction({ QString::fromLatin1(id),
                    text,
                    IconId::None,
                    {},
                    tr("Narrows the list of the queue"),
                    QString::fromLatin1(command) },
                  [this, filter] {
                      showView(kQueue);
                      m_presenter.setFilter(filter);
                  });
    };
    narrow("labels.mine", tr("Queue: my share only"), "queue --mine", { {}, true });
    narrow("labels.returned", tr("Queue: returned to me only"), "queue --kind returned",
           { LabelGroup::Returned, false });
    narrow("labels.newAnswers", tr("Queue: new answers only"), "queue --kind drifted",
           { LabelGroup::NewAnswer, false });
    narrow("labels.second", tr("Queue: second verdicts only"), "queue --kind second",
           { LabelGroup::Second, false });
    narrow("labels.all", tr("Queue: all that waits"), "queue", {});
}

void LabelsPage::buildFoot()
{
    auto* skip = new ActionButton(m_skip);
    skip->setKeyCap(tr("Space"));
    m_case->addFoot(skip);
    m_case->addFoot(new ActionButton(m_flag));
    m_case->addFoot(new ActionButton(m_attach));
    m_case->addFoot(new ActionButton(m_undo));
    auto* hint = new Label(tr("? all keys"), TextRole::Caption, ColorRole::Muted);
    m_case->addFoot(hint);
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

QList<QPair<QString, QString>> LabelsPage::keys() const
{
    return { { tr("S"), tr("Scam") },
             { tr("N"), tr("Not scam") },
             { tr("D"), tr("Disputed") },
             { tr("U"), tr("Unresolvable") },
             { tr("1–9"), tr("Reason; the same key takes it back") },
             { tr("Ctrl+Enter"), tr("Save and go to the next case") },
             { tr("Space"), tr("Skip: the case waits at the end") },
             { tr("J, K"), tr("Next and previous case") },
             { tr("F"), tr("Flag: everybody who opens the case reads so") },
             { tr("E"), tr("Attach a file to the case") },
             { tr("Ctrl+Shift+Enter"), tr("Give the verdict to all that the search leaves in the list") },
             { tr("Ctrl+Z"), tr("Take back your last verdict, as far back as you like") },
             { tr("Ctrl+Shift+Z"), tr("Restore what you took back") },
             { tr("Esc"), tr("Leave the note; its letters are letters") } };
}

void LabelsPage::keyPressEvent(QKeyEvent* event)
{
    const bool plain = event->modifiers() == Qt::NoModifier || event->modifiers() == Qt::KeypadModifier;
    if (plain && currentView() == QLatin1String("adjudication") && m_adjudication->takeKey(event->key()))
        return;
    if (plain && event->key() == Qt::Key_Space) {
        m_presenter.skip();
        return;
    }
    if (plain && event->key() >= Qt::Key_1 && event->key() <= Qt::Key_9) {
        m_presenter.chooseReason(event->key() - Qt::Key_1);
        return;
    }
    if (plain && event->key() == Qt::Key_Escape && escape())
        return;
    Page::keyPressEvent(event);
}

bool LabelsPage::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_list && event->type() == QEvent::KeyPress) {
        auto* press = static_cast<QKeyEvent*>(event);
        // A list takes letters and digits for its own search; here they are verdicts and reasons.
        const bool typed =
            press->key() == Qt::Key_Space || (press->key() >= Qt::Key_0 && press->key() <= Qt::Key_9);
        if (typed && (press->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier) {
            keyPressEvent(press);
            return true;
        }
    }
    return Page::eventFilter(watched, event);
}

void LabelsPage::dragEnterEvent(QDragEnterEvent* event)
{
    if (m_session.isOpen() && m_presenter.state().whyNot.isEmpty() && event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void LabelsPage::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    for (const QUrl& url : event->mimeData()->urls()) {
        if (url.isLocalFile())
            m_presenter.actions().importFile(url.toLocalFile());
    }
}

void LabelsPage::chooseFile()
{
    auto* dialog = new QFileDialog(this, tr("Import verdicts"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters(
        { tr("Label files (*.csv *.tsv *.jsonl *.csv.gz *.tsv.gz *.jsonl.gz)"), tr("All files (*)") });
    connect(dialog, &QFileDialog::fileSelected, &m_presenter.actions(), &LabelActions::importFile);
    dialog->open();
}

void LabelsPage::chooseTarget()
{
    auto* dialog = new QFileDialog(this, tr("Export verdicts"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({ tr("Comma-separated text (*.csv)"), tr("JSON, one object a line (*.jsonl)") });
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.contains(QLatin1String("*.jsonl")) ? QStringLiteral("jsonl")
                                                                           : QStringLiteral("csv"));
    });
    connect(dialog, &QFileDialog::fileSelected, &m_presenter.actions(), &LabelActions::exportFile);
    dialog->open();
}

void LabelsPage::chooseEvidence()
{
    const QString caseId = m_presenter.state().caseId;
    if (caseId.isEmpty() || !m_presenter.state().whyNot.isEmpty())
        return;
    auto* dialog = new QFileDialog(this, tr("Attach a file to %1").arg(caseId));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, caseId](const QString& path) { m_presenter.actions().attach(caseId, path); });
    dialog->open();
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
    if (currentView() == QLatin1String("adjudication")) {
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
