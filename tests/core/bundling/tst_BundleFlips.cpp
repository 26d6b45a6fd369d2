// SPDX-License-Identifier: GPL-3.0-or-later
#include "BundleFixture.h"

using namespace casebench;
using namespace casebench::test;

namespace fs = std::filesystem;

/// Promise P5: every bit of a bundle counts, and every byte.
class TestBundleFlips : public QObject
{
    Q_OBJECT

private slots:

    void everyFlippedBitIsRefused()
    {
        BundleFixture fixture;
        const fs::path bundle = fixture.root() / "b";
        CB_VERIFY(writeBundle(fixture.approvedRequest("b"), fixture.progress()));
        const PublicKey& key = fixture.exporter().publicKey();
        int flips = 0;
        for (const auto& entry : fs::directory_iterator(bundle)) {
            const std::string bytes = *readFile(entry.path());
            std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
            for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit, ++flips) {
                const auto place = static_cast<std::streamoff>(bit / 8);
                file.seekp(place).put(static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)))).flush();
                const auto report = verifyBundle(bundle, key, nullptr, fixture.progress());
                file.seekp(place).put(bytes[bit / 8]).flush();
                QVERIFY2(report && !report->ok && !report->problems.empty(),
                         qPrintable(qs(entry.path().filename().string()) + " bit " + QString::number(bit)));
                QVERIFY2(report->problems.front().file == entry.path().filename().string(),
                         "the right file is named");
            }
        }
        QVERIFY(verifyBundle(bundle, key, nullptr, fixture.progress())->ok);
        qInfo("%d flips, all refused", flips);
        QVERIFY(flips > 26'000);
    }

    void everyLostOrDoubledByteIsRefused()
    {
        BundleFixture fixture;
        const fs::path bundle = fixture.root() / "b";
        CB_VERIFY(writeBundle(fixture.approvedRequest("b"), fixture.progress()));
        const PublicKey& key = fixture.exporter().publicKey();
        for (const auto& entry : fs::directory_iterator(bundle)) {
            const std::string bytes = *readFile(entry.path());
            for (std::size_t i = 0; i < bytes.size(); ++i) {
                for (const bool doubled : { false, true }) {
                    std::string bad = bytes;
                    if (doubled)
                        bad.insert(i, 1, bytes[i]);
                    else
                        bad.erase(i, 1);
                    std::ofstream(entry.path(), std::ios::binary | std::ios::trunc) << bad;
                    const auto report = verifyBundle(bundle, key, nullptr, fixture.progress());
                    QVERIFY2(
                        report && !report->ok,
                        qPrintable(qs(entry.path().filename().string()) + " byte " + QString::number(i)));
                }
            }
            std::ofstream(entry.path(), std::ios::binary | std::ios::trunc) << bytes;
        }
        QVERIFY(verifyBundle(bundle, key, nullptr, fixture.progress())->ok);
    }
};

QTEST_APPLESS_MAIN(TestBundleFlips)
#include "tst_BundleFlips.moc"
