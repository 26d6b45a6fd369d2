// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "core/labelling/Settle.h"
#include "core/labelling/UndoStack.h"

#include <algorithm>

using namespace casebench;

namespace {

/// A person's history, written the way the program writes it.
struct Desk
{
    std::vector<LabelEvent> events;
    Instant clock = 0;

    void give(std::initializer_list<CaseRow> rows)
    {
        ++clock;
        for (const CaseRow row : rows)
            add(row, 0);
    }

    bool undo() { return takeBack(nextUndo(events)); }

    bool redo() { return takeBack(nextRedo(events)); }

    /// Rows with a verdict that stands, as "1 2 5".
    [[nodiscard]] std::string standing() const
    {
        std::string text;
        for (const LabelEvent* event : standingEvents(events))
            text += (text.empty() ? "" : " ") + std::to_string(event->row);
        return text;
    }

private:
    bool takeBack(const std::vector<const LabelEvent*>& targets)
    {
        ++clock;
        std::vector<std::pair<CaseRow, std::int64_t>> which;
        for (const LabelEvent* target : targets)
            which.emplace_back(target->row, target->seq);
        for (const auto& [row, seq] : which)
            add(row, seq);
        return !which.empty();
    }

    void add(CaseRow row, std::int64_t retracts)
    {
        LabelEvent event;
        event.seq = static_cast<std::int64_t>(events.size()) + 1;
        event.row = row;
        event.retracts = retracts;
        event.recordedAt = clock;
        events.push_back(event);
    }
};

} // namespace

class TestUndoStack : public QObject
{
    Q_OBJECT

private slots:

    void undoGoesBackToTheBeginningAndRedoForwardAgain()
    {
        Desk desk;
        for (CaseRow row = 1; row <= 100; ++row)
            desk.give({ row });
        const std::string all = desk.standing();
        for (int i = 0; i < 100; ++i)
            QVERIFY(desk.undo());
        QCOMPARE(desk.standing(), std::string());
        QVERIFY(!desk.undo());
        for (int i = 0; i < 100; ++i)
            QVERIFY(desk.redo());
        QVERIFY(!desk.redo());
        QCOMPARE(desk.standing(), all);
        QVERIFY(desk.undo());
        QVERIFY(desk.undo());
        QVERIFY(desk.redo());
        QCOMPARE(std::ranges::count(desk.standing(), ' '), 98);
        QCOMPARE(desk.events.size(), std::size_t { 303 }); // nothing is ever deleted
    }

    void aNewVerdictEndsWhatCouldBeRestored()
    {
        Desk desk;
        desk.give({ 1 });
        desk.give({ 2 });
        QVERIFY(desk.undo());
        desk.give({ 3 });
        QVERIFY(!desk.redo());
        QCOMPARE(desk.standing(), std::string("1 3"));
        QVERIFY(desk.undo());
        QCOMPARE(desk.standing(), std::string("1"));
        QVERIFY(desk.redo());
        QCOMPARE(desk.standing(), std::string("1 3"));
    }

    void whatWasGivenTogetherGoesTogether()
    {
        Desk desk;
        desk.give({ 1 });
        desk.give({ 2, 3, 4 });
        QVERIFY(desk.undo());
        QCOMPARE(desk.standing(), std::string("1"));
        QVERIFY(desk.redo());
        QCOMPARE(desk.standing(), std::string("1 2 3 4"));
        QVERIFY(desk.undo());
        QVERIFY(desk.undo());
        QCOMPARE(desk.standing(), std::string());
    }

    void aVerdictThatReplacedAnotherGivesItBack()
    {
        Desk desk;
        desk.give({ 1 });
        desk.give({ 1 });
        QVERIFY(desk.undo());
        QCOMPARE(desk.standing(), std::string("1"));
        QCOMPARE(standingEvents(desk.events).front()->seq, std::int64_t { 1 });
    }

    void aFileOfVerdictsIsNotUndoneByAKey()
    {
        Desk desk;
        desk.give({ 1, 2 });
        for (LabelEvent& event : desk.events)
            event.origin = LabelOrigin::Imported;
        QVERIFY(!desk.undo());
    }
};

QTEST_APPLESS_MAIN(TestUndoStack)
#include "tst_UndoStack.moc"
