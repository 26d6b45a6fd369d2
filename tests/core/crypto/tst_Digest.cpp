// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "core/base/AtomicFile.h"
#include "core/crypto/Digest.h"

#include <QTemporaryDir>

#include <sys/stat.h>
#include <unistd.h>
#include <vector>

using namespace casebench;
using casebench::test::qs;

class TestDigest : public QObject
{
    Q_OBJECT

private slots:

    void matchesPublishedVectors()
    {
        // FIPS 180-4 examples, as printed in NIST's example values document.
        QCOMPARE(qs(hex(sha256(""))), qs("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        QCOMPARE(qs(hex(sha256("abc"))),
                 qs("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        QCOMPARE(qs(hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))),
                 qs("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"));
    }

    void piecesGiveTheSameAsTheWhole()
    {
        Sha256 hash;
        hash.update("ab");
        hash.update("");
        hash.update("c");
        QVERIFY(hash.finish() == sha256("abc"));
        hash.update("abc");
        QVERIFY2(hash.finish() == sha256("abc"), "finish() starts anew");
    }

    void lengthPrefixKeepsPartsApart()
    {
        Sha256 one;
        one.updateLengthPrefixed("ab");
        one.updateLengthPrefixed("c");
        Sha256 other;
        other.updateLengthPrefixed("a");
        other.updateLengthPrefixed("bc");
        const Digest first = one.finish();
        QVERIFY(first != other.finish());
        QVERIFY(first
                == sha256(std::string_view("\0\0\0\0\0\0\0\x02"
                                           "ab"
                                           "\0\0\0\0\0\0\0\x01"
                                           "c",
                                           19)));
    }

    void readsOnlyItsOwnHex()
    {
        const Digest digest = sha256("abc");
        QVERIFY(parseDigest(hex(digest)) == digest);
        QVERIFY(digestFromBytes(bytesOf(digest)) == digest);
        std::string upper = hex(digest);
        upper[0] = 'B';
        QVERIFY(!parseDigest(upper));
        QVERIFY(!parseDigest(hex(digest) + "0"));
        QVERIFY(!parseDigest(""));
        QVERIFY(!digestFromBytes("short"));
    }

    void merkleRootFollowsRfc6962()
    {
        // Worked out by hand from the definition for 1, 2, 3 and 5 rows, where an odd node is promoted at two
        // levels.
        const auto leaf = [](const Digest& d) {
            return sha256(std::string(1, '\0') + std::string(bytesOf(d)));
        };
        const auto node = [](const Digest& l, const Digest& r) {
            return sha256(std::string(1, '\1') + std::string(bytesOf(l)) + std::string(bytesOf(r)));
        };
        std::vector<Digest> rows;
        for (const char* text : { "a", "b", "c", "d", "e" })
            rows.push_back(sha256(text));
        const auto first = [&](std::size_t n) { return std::span<const Digest>(rows).first(n); };
        const Digest ab = node(leaf(rows[0]), leaf(rows[1]));
        const Digest cd = node(leaf(rows[2]), leaf(rows[3]));
        QVERIFY(merkleRoot({}) == sha256(""));
        QVERIFY(merkleRoot(first(1)) == leaf(rows[0]));
        QVERIFY(merkleRoot(first(2)) == ab);
        QVERIFY(merkleRoot(first(3)) == node(ab, leaf(rows[2])));
        QVERIFY(merkleRoot(first(5)) == node(node(ab, cd), leaf(rows[4])));
        std::swap(rows[1], rows[2]);
        QVERIFY2(merkleRoot(first(5)) != node(node(ab, cd), leaf(rows[4])), "order counts");
    }

    void hashesFilesAndRefusesWhatIsNone()
    {
        QTemporaryDir folder;
        const std::filesystem::path root = folder.path().toStdString();
        const std::string large(3'000'000, 'x');
        CB_VERIFY(writeFileAtomically(root / "large", large));
        CB_VERIFY(writeFileAtomically(root / "empty", ""));
        Progress progress;
        QVERIFY(*sha256OfFile(root / "large", progress) == sha256(large));
        QVERIFY(*sha256OfFile(root / "empty", progress) == sha256(""));
        QVERIFY(sha256OfFile(root / "none", progress).error().code == ErrorCode::NotFound);

        QCOMPARE(::symlink("large", (root / "link").c_str()), 0);
        QCOMPARE(qs(sha256OfFile(root / "link", progress).error().kind), qs("E_SYMLINK"));
        QCOMPARE(::mkfifo((root / "fifo").c_str(), 0600), 0);
        QCOMPARE(qs(sha256OfFile(root / "fifo", progress).error().kind), qs("E_SPECIAL_FILE"));
        QCOMPARE(qs(sha256OfFile(root, progress).error().kind), qs("E_SPECIAL_FILE"));
    }

    void stopsAtEveryCheckpoint()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("large").toStdString();
        CB_VERIFY(writeFileAtomically(path, std::string(3'000'000, 'x')));
        for (int k = 0; k < 3; ++k) {
            StopAt stop(k);
            QVERIFY(sha256OfFile(path, stop.progress()).error().code == ErrorCode::Cancelled);
        }
    }
};

QTEST_APPLESS_MAIN(TestDigest)
#include "tst_Digest.moc"
