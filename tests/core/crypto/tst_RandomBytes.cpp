// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "core/crypto/RandomBytes.h"

#include <set>

using namespace casebench;

class TestRandomBytes : public QObject
{
    Q_OBJECT

private slots:

    void givesWhatIsAskedForAndNeverTwice()
    {
        QCOMPARE(randomBytes(0).size(), std::size_t { 0 });
        std::set<std::string> seen;
        for (int i = 0; i < 1000; ++i)
            seen.insert(randomBytes(16));
        QCOMPARE(seen.size(), std::size_t { 1000 });
    }

    void uuidsAreVersionFourAndDiffer()
    {
        std::set<std::string> seen;
        for (int i = 0; i < 1000; ++i) {
            const std::string uuid = uuid4();
            QVERIFY2(isUuid4(uuid), uuid.c_str());
            seen.insert(uuid);
        }
        QCOMPARE(seen.size(), std::size_t { 1000 });
    }

    void otherTextIsNoUuid()
    {
        QVERIFY(isUuid4("3f0c2b1a-0000-4000-8000-000000000000"));
        QVERIFY(!isUuid4("3F0C2B1A-0000-4000-8000-000000000000"));
        QVERIFY(!isUuid4("3f0c2b1a-0000-1000-8000-000000000000"));
        QVERIFY(!isUuid4("3f0c2b1a-0000-4000-c000-000000000000"));
        QVERIFY(!isUuid4("3f0c2b1a00004000800000000000000000000"));
        QVERIFY(!isUuid4(""));
    }
};

QTEST_APPLESS_MAIN(TestRandomBytes)
#include "tst_RandomBytes.moc"
