// SPDX-License-Identifier: GPL-3.0-or-later
// A change in one view is measured in that view alone, however many stand behind it.
#include "ui/widgets/Layouts.h"
#include "ui/widgets/ViewStack.h"

#include <QTest>

using namespace casebench::ui;

namespace {

/// A view that counts how often it is asked for its size.
class View : public QWidget
{
public:
    explicit View(const QSize& least)
        : m_least(least)
    {
    }

    [[nodiscard]] QSize minimumSizeHint() const override
    {
        ++m_asked;
        return m_least;
    }

    [[nodiscard]] QSize sizeHint() const override
    {
        ++m_asked;
        return m_least * 2;
    }

    [[nodiscard]] bool hasHeightForWidth() const override { return true; }

    [[nodiscard]] int heightForWidth(int) const override
    {
        ++m_asked;
        return m_least.height();
    }

    [[nodiscard]] int asked() const { return m_asked; }

private:
    QSize m_least;
    mutable int m_asked = 0;
};

} // namespace

class tst_ViewStack : public QObject
{
    Q_OBJECT

private slots:
    void asksOnlyTheViewInFront();
    void layoutAsksOnlyTheViewInFront();
    void givesTheViewAllTheRoom();
};

void tst_ViewStack::asksOnlyTheViewInFront()
{
    ViewStack stack;
    auto* small = new View({ 100, 50 });
    auto* large = new View({ 1000, 800 });
    stack.addWidget(small);
    stack.addWidget(large);
    QCOMPARE(stack.minimumSizeHint(), QSize(100, 50));
    QCOMPARE(stack.sizeHint(), QSize(200, 100));
    QVERIFY(!stack.hasHeightForWidth());
    QCOMPARE(large->asked(), 0);
    stack.setCurrentWidget(large);
    QCOMPARE(stack.minimumSizeHint(), QSize(1000, 800));
    QCOMPARE(stack.sizeHint(), QSize(2000, 1600));
    QCOMPARE(ViewStack().minimumSizeHint(), QSize(0, 0));
}

void tst_ViewStack::layoutAsksOnlyTheViewInFront()
{
    QWidget page;
    auto* around = column(0);
    page.setLayout(around);
    auto* stack = new ViewLayout;
    around->addLayout(stack, 1);
    auto* small = new View({ 100, 50 });
    auto* large = new View({ 1000, 800 });
    stack->addWidget(small);
    stack->addWidget(large);
    page.show();
    QCOMPARE(page.minimumSizeHint(), QSize(100, 50));
    small->updateGeometry();
    QTest::qWait(1);
    QVERIFY(!page.hasHeightForWidth());
    QCOMPARE(large->asked(), 0);
    QVERIFY(!small->isWindow() && !large->isWindow()); // neither ever came up by itself
}

void tst_ViewStack::givesTheViewAllTheRoom()
{
    QWidget page;
    auto* around = column(0);
    page.setLayout(around);
    auto* stack = new ViewStack;
    around->addWidget(stack, 1);
    auto* first = new View({ 100, 50 });
    auto* second = new View({ 100, 50 });
    stack->addWidget(first);
    stack->addWidget(second);
    page.resize(640, 480);
    page.show();
    QCOMPARE(first->size(), QSize(640, 480));
    stack->setCurrentIndex(1);
    QCOMPARE(second->size(), QSize(640, 480));
}

QTEST_MAIN(tst_ViewStack)
#include "tst_ViewStack.moc"
