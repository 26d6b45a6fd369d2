// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done on the page: actions, keys, files that are chosen or dropped.
#include "ui/pages/labels/LabelsPage.h"
#include "ui/widgets/Buttons.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QKeyEvent>
#include <QMimeData>
#include <QUrl>

namespace casebench::ui {

void LabelsPage::key(const char* id,
                     const QString& text,
                     const QKeySequence& shortcut,
                     std::function<void()> handler)
{
    // A letter is a verdict only where a case stands: in the queue and in adjudication.
    addAction({ QString::fromLatin1(id), text, IconId::None, shortcut, {}, {} },
              [this, handler = std::move(handler)] {
                  if (currentView() == kQueue || currentView() == kAdjudication)
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
    if (plain && currentView() == kAdjudication && m_adjudication->takeKey(event->key()))
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

} // namespace casebench::ui
