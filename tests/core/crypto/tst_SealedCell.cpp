// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "core/crypto/SealedCell.h"

#include <set>

using namespace casebench;

namespace {

constexpr CellPlace kPlace { "3f0c", "label", "sealed", "7/anna/12" };

} // namespace

class TestSealedCell : public QObject
{
    Q_OBJECT

private slots:

    void whatIsSealedOpensAgain()
    {
        const CellKey key = CellKey::generate(3);
        for (const std::string& plain : { std::string(), std::string("scam"), std::string(100'000, 'x') }) {
            const std::string cell = sealCell(key, plain, kPlace);
            QCOMPARE(*keyVersionOfCell(cell), std::uint32_t { 3 });
            QCOMPARE(cell.size(), plain.size() + 33);
            const auto opened = openCell(key, cell, kPlace);
            CB_VERIFY(opened);
            QCOMPARE(*opened, plain);
        }
    }

    /// Made with AESGCM of the Python package cryptography 48: key 00..1f, nonce 12 times 0a, additional data
    /// "cb1", the four parts of kPlace with their lengths as u32be, version 1 as u32be.
    void agreesWithAnotherImplementation()
    {
        std::string keyBytes;
        for (int i = 0; i < 32; ++i)
            keyBytes.push_back(static_cast<char>(i));
        const auto key = CellKey::fromBytes(1, keyBytes);
        CB_VERIFY(key);
        const QByteArray cell =
            QByteArray::fromHex("01000000010a0a0a0a0a0a0a0a0a0a0a0a"
                                "d20029f5b84a1e9144a4e2871ed8d84cb26fafb1f8ed00b1a88c0c106b3c9b1d0ffb");
        const auto opened =
            openCell(*key, std::string_view(cell.constData(), static_cast<std::size_t>(cell.size())), kPlace);
        CB_VERIFY(opened);
        QCOMPARE(*opened, std::string("{\"verdict\":\"scam\"}"));
    }

    void theSameVerdictNeverLooksTheSame()
    {
        const CellKey key = CellKey::generate(1);
        std::set<std::string> cells;
        for (int i = 0; i < 1000; ++i)
            cells.insert(sealCell(key, "scam", kPlace));
        QCOMPARE(cells.size(), std::size_t { 1000 });
    }

    void everyFlippedBitIsRefused()
    {
        const CellKey key = CellKey::generate(1);
        const std::string cell = sealCell(key, "not-scam", kPlace);
        for (std::size_t bit = 0; bit < cell.size() * 8; ++bit) {
            std::string flipped = cell;
            flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
            const auto opened = openCell(key, flipped, kPlace);
            QVERIFY2(!opened, std::to_string(bit).c_str());
            QCOMPARE(opened.error().kind, std::string("E_SEAL"));
        }
        for (std::size_t bytes = 0; bytes < cell.size(); ++bytes)
            QVERIFY(!openCell(key, std::string_view(cell).substr(0, bytes), kPlace));
        QVERIFY(!openCell(key, cell + '\0', kPlace));
    }

    void aCellOpensInItsPlaceOnly()
    {
        const CellKey key = CellKey::generate(1);
        const std::string cell = sealCell(key, "scam", kPlace);
        for (const CellPlace& other : { CellPlace { "3f0d", "label", "sealed", "7/anna/12" },
                                        CellPlace { "3f0c", "case_note", "sealed", "7/anna/12" },
                                        CellPlace { "3f0c", "label", "note", "7/anna/12" },
                                        CellPlace { "3f0c", "label", "sealed", "8/anna/12" },
                                        CellPlace { "3f0c", "labels", "ealed", "7/anna/12" } })
            QVERIFY(!openCell(key, cell, other));
    }

    void anotherKeyDoesNotOpenIt()
    {
        const std::string cell = sealCell(CellKey::generate(1), "scam", kPlace);
        QVERIFY(!openCell(CellKey::generate(1), cell, kPlace));
        QVERIFY(!openCell(CellKey::generate(2), cell, kPlace));
        QVERIFY(!CellKey::fromBytes(1, "short"));
        QVERIFY(!CellKey::fromBytes(0, std::string(32, 'k')));
    }
};

QTEST_APPLESS_MAIN(TestSealedCell)
#include "tst_SealedCell.moc"
