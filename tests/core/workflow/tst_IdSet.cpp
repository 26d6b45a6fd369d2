// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "core/workflow/IdSet.h"

#include <random>
#include <unordered_set>

using namespace casebench;

namespace {

bool add(IdSet& set, const std::string& id)
{
    return set.add(set.look(std::span(&id, 1)).front());
}

} // namespace

class tst_IdSet : public QObject
{
    Q_OBJECT

private slots:

    void knowsWhatItWasGiven_data()
    {
        QTest::addColumn<int>("room");
        QTest::newRow("room for all") << 400'000;
        QTest::newRow("far too little room") << 0;
        QTest::newRow("half the room") << 150'000;
    }

    void knowsWhatItWasGiven()
    {
        QFETCH(const int, room);
        IdSet set;
        set.reserve(static_cast<std::size_t>(room));
        std::unordered_set<std::string> truth;
        std::mt19937 random(7);
        for (int i = 0; i < 500'000; ++i) {
            const std::string id = "case-" + std::to_string(random() % 300'000);
            QCOMPARE(add(set, id), truth.insert(id).second);
        }
    }

    void textsOfAnyLengthDiffer()
    {
        IdSet set;
        std::string text;
        QVERIFY(add(set, text));
        for (int i = 0; i < 300; ++i) {
            text += '\0';
            QVERIFY(add(set, text)); // nothing but zeros: the length tells them apart
        }
        QVERIFY(!add(set, std::string(17, '\0')));
        for (std::size_t length = 1; length < 40; ++length) {
            for (std::size_t at = 0; at < length; ++at) {
                std::string id(length, 'a');
                id[at] = 'b';
                QVERIFY(add(set, id));
            }
        }
    }

    void aBatchIsLookedAtTogether()
    {
        IdSet set;
        const std::vector<std::string> ids { "a", "b", "a", "c" };
        const auto hashes = set.look(ids);
        QVERIFY(set.add(hashes[0]));
        QVERIFY(set.add(hashes[1]));
        QVERIFY(!set.add(hashes[2]));
        QVERIFY(set.add(hashes[3]));
    }

    void takesFewBytesAnId()
    {
        constexpr std::size_t kIds = 1'000'000;
        IdSet set;
        set.reserve(kIds);
        for (std::size_t i = 0; i < kIds; ++i)
            QVERIFY(add(set, std::to_string(i)));
        QVERIFY2(set.bytes() < 8 * kIds, std::to_string(set.bytes()).c_str());
    }
};

QTEST_APPLESS_MAIN(tst_IdSet)
#include "tst_IdSet.moc"
