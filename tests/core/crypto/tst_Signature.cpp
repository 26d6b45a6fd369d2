// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"
#include "tests/support/Where.h"

#include "core/base/AtomicFile.h"
#include "core/base/Random.h"
#include "core/crypto/DomainSignature.h"
#include "core/crypto/Signature.h"

#include <QProcess>
#include <QTemporaryDir>

#include <sys/stat.h>

using namespace casebench;
using casebench::test::qs;

namespace {

const std::filesystem::path kKeys = casebench::test::sourceDirectory() / "tests/data/interop";

std::string textOf(const std::filesystem::path& path)
{
    auto text = readFile(path);
    return text ? *text : std::string();
}

std::string opensslOutput(const QStringList& arguments)
{
    QProcess process;
    process.start(QStringLiteral("openssl"), arguments);
    if (!process.waitForFinished(30'000) || process.exitCode() != 0)
        return {};
    return process.readAllStandardOutput().toStdString();
}

} // namespace

class TestSignature : public QObject
{
    Q_OBJECT

private slots:

    void signsAndVerifies()
    {
        const auto key = PrivateKey::generate();
        CB_VERIFY(key);
        QVERIFY(key->publicKey().curve() == Curve::P256);
        const auto signature = key->sign("words");
        CB_VERIFY(signature);
        CB_VERIFY(key->publicKey().verify("words", *signature));
        QCOMPARE(qs(key->publicKey().verify("word", *signature).error().kind), qs("E_SIGNATURE"));
        QCOMPARE(qs(key->publicKey().verify("words", "").error().kind), qs("E_SIGNATURE"));
        const auto other = PrivateKey::generate();
        QVERIFY(other->publicKey().fingerprint() != key->publicKey().fingerprint());
        QCOMPARE(qs(other->publicKey().verify("words", *signature).error().kind), qs("E_SIGNATURE"));
    }

    void everyFlippedBitOfASignatureIsRefused()
    {
        const auto key = PrivateKey::generate();
        const std::string signature = *key->sign("words");
        for (std::size_t bit = 0; bit < signature.size() * 8; ++bit) {
            std::string bad = signature;
            bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << (bit % 8)));
            QVERIFY2(!key->publicKey().verify("words", bad), qPrintable(QString::number(bit)));
        }
        QVERIFY(!key->publicKey().verify("words", signature + std::string(1, '\0')));
    }

    void publicKeyTextIsTheSameHoweverItCameIn()
    {
        const auto key = PublicKey::load(kKeys / "example-bundle/outside/keys/test-signing-key.pub.pem");
        CB_VERIFY(key);
        // interop vectors: hint of the example bundle's key
        QCOMPARE(qs(key->fingerprint()),
                 qs("362a4caa2728a0ce96c921df43f37293d250392ee05eba8c5e0dde1d4a49c50d"));
        std::string crlf;
        for (const char c : key->pem()) {
            if (c == '\n')
                crlf += '\r';
            crlf += c;
        }
        const auto again = PublicKey::fromPem(crlf);
        CB_VERIFY(again);
        QCOMPARE(qs(again->pem()), qs(key->pem()));
    }

    void compressedPointsAreReadAndWrittenUncompressed()
    {
        const QString path = qs((kKeys / "example-bundle/outside/keys/test-signing-key.pub.pem").string());
        const std::string compressed =
            opensslOutput({ "ec", "-pubin", "-in", path, "-conv_form", "compressed", "-pubout" });
        if (compressed.empty())
            QSKIP("no openssl command to make a compressed key with");
        const auto plain = PublicKey::load(path.toStdString());
        const auto key = PublicKey::fromPem(compressed);
        CB_VERIFY(key);
        QVERIFY(compressed != plain->pem());
        QCOMPARE(qs(key->pem()), qs(plain->pem()));
    }

    void verifiesWithP384()
    {
        const auto key = PublicKey::load(kKeys / "vectors/keys/signing-key-pub.pem");
        CB_VERIFY(key);
        QVERIFY(key->curve() == Curve::P384);
        QCOMPARE(qs(key->fingerprint()),
                 qs("e8450dec4eb99dae995da9af1bc2cc9f76ed669ee2e744f57abba763df3e3f8e"));
    }

    void refusesOtherAlgorithmsAndCurves_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("ed25519") << QStringList { "genpkey", "-algorithm", "ed25519" };
        QTest::newRow("rsa") << QStringList { "genpkey", "-algorithm", "rsa", "-pkeyopt",
                                              "rsa_keygen_bits:1024" };
        QTest::newRow("secp256k1") << QStringList { "genpkey", "-algorithm", "ec", "-pkeyopt",
                                                    "ec_paramgen_curve:secp256k1" };
        QTest::newRow("explicit parameters")
            << QStringList { "genpkey",  "-algorithm",           "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                             "-pkeyopt", "ec_param_enc:explicit" };
        QTest::newRow("encrypted ed25519")
            << QStringList { "genpkey", "-algorithm", "ed25519", "-aes256", "-pass", "pass:x" };
    }

    void refusesOtherAlgorithmsAndCurves()
    {
        QFETCH(const QStringList, arguments);
        const std::string pem = opensslOutput(arguments);
        if (pem.empty())
            QSKIP("no openssl command to make such a key with");
        const auto key = PrivateKey::fromPem(pem, "x");
        QVERIFY(!key);
        QCOMPARE(qs(key.error().kind), qs("E_KEY"));
        QVERIFY(!key.error().advice.empty());
    }

    void keepsAKeyUnderAPassphrase()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("key.pem").toStdString();
        const auto key = PrivateKey::generate();
        CB_VERIFY(key->save(path, "correct horse"));
        struct stat info = {};
        QCOMPARE(::stat(path.c_str(), &info), 0);
        QCOMPARE(info.st_mode & 0777U, 0600U);
        QVERIFY(textOf(path).starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));

        const auto back = PrivateKey::load(path, "correct horse");
        CB_VERIFY(back);
        QCOMPARE(qs(back->publicKey().pem()), qs(key->publicKey().pem()));
        QCOMPARE(qs(PrivateKey::load(path).error().kind), qs("passphrase-needed"));
        QCOMPARE(qs(PrivateKey::load(path, "Correct horse").error().kind), qs("wrong-passphrase"));
        QVERIFY(PrivateKey::load(path, "Correct horse").error().where.find("key.pem") != std::string::npos);
        QVERIFY2(key->save(path, "x").error().code == ErrorCode::Refused, "a key is never overwritten");
    }

    void writesScryptWithTheFixedCost()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath("key.pem");
        CB_VERIFY(PrivateKey::generate()->save(path.toStdString(), "words"));
        const std::string listing = opensslOutput({ "asn1parse", "-in", path });
        if (listing.empty())
            QSKIP("no openssl command to look with");
        QVERIFY(listing.find(":scrypt") != std::string::npos);
        QVERIFY(listing.find("INTEGER           :4000") != std::string::npos); // N = 16384
        QVERIFY(listing.find("INTEGER           :08") != std::string::npos);
        QVERIFY(listing.find("INTEGER           :05") != std::string::npos);
        QVERIFY(listing.find(":aes-256-cbc") != std::string::npos);
        QVERIFY(!opensslOutput({ "pkey", "-in", path, "-passin", "pass:words", "-pubout" }).empty());
    }

    void keepsAKeyPlainWhenAsked()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("key.pem").toStdString();
        const auto key = PrivateKey::generate();
        CB_VERIFY(key->save(path, ""));
        QVERIFY(textOf(path).starts_with("-----BEGIN PRIVATE KEY-----\n"));
        const auto back = PrivateKey::load(path, "not needed");
        CB_VERIFY(back);
        QCOMPARE(qs(back->publicKey().fingerprint()), qs(key->publicKey().fingerprint()));
    }

    void refusesAKeyThatAsksForHoursOfWork()
    {
        const auto pbkdf2 = PrivateKey::load(
            casebench::test::sourceDirectory() / "tests/data/crypto/pbkdf2-2147483647.pem", "x");
        QVERIFY(!pbkdf2);
        QCOMPARE(qs(pbkdf2.error().kind), qs("E_KEY"));

        QByteArray pem = QByteArray::fromStdString(*PrivateKey::generate()->toPem("x"));
        const QByteArray parameters = QByteArray::fromHex("02024000"
                                                          "020108"
                                                          "020105"); // N = 16384, r = 8, p = 5
        const qsizetype from = pem.indexOf('\n') + 1;
        QByteArray der = QByteArray::fromBase64(pem.mid(from, pem.indexOf("-----END") - from));
        const qsizetype at = der.indexOf(parameters);
        QVERIFY(at > 0);
        der[at + 9] = 0x7f; // p = 127
        const QByteArray hostile = "-----BEGIN ENCRYPTED PRIVATE KEY-----\n" + der.toBase64()
            + "\n-----END ENCRYPTED PRIVATE KEY-----\n";
        const auto scrypt = PrivateKey::fromPem(hostile.toStdString(), "x");
        QVERIFY(!scrypt);
        QCOMPARE(qs(scrypt.error().kind), qs("E_KEY"));
    }

    void damagedKeysNeverCrash()
    {
        const auto key = PrivateKey::generate();
        for (const std::string& pem : { *key->toPem(""), key->publicKey().pem() }) {
            for (std::size_t bit = 0; bit < pem.size() * 8; ++bit) {
                std::string bad = pem;
                bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << (bit % 8)));
                const auto damaged = PrivateKey::fromPem(bad);
                if (damaged) // the flip hit white space or an optional part: then it is the same key, never
                             // another one
                    QCOMPARE(qs(damaged->publicKey().pem()), qs(key->publicKey().pem()));
                (void)PublicKey::fromPem(bad);
            }
        }
    }

    void damagedEncryptedKeysNeverCrashNorTakeLong()
    {
        const auto key = PrivateKey::generate();
        const std::string pem = *key->toPem("words");
        Random random(7);
        for (int i = 0; i < 40; ++i) { // each costs a scrypt
            const auto bit = static_cast<std::size_t>(random.below(pem.size() * 8));
            std::string bad = pem;
            bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << (bit % 8)));
            const auto damaged = PrivateKey::fromPem(bad, "words");
            if (damaged)
                QCOMPARE(qs(damaged->publicKey().pem()), qs(key->publicKey().pem()));
            else
                QVERIFY(!damaged.error().kind.empty());
        }
        for (std::size_t cut = 0; cut < pem.size(); cut += 7)
            QVERIFY(!PrivateKey::fromPem(pem.substr(0, cut), "words"));
    }

    void domainsKeepPurposesApart()
    {
        const auto key = PrivateKey::generate();
        const Json statement = { { "seq", 7 }, { "hash", "ab" } };
        QCOMPARE(qs(domainBytes(kHeadDomain, statement)),
                 qs("casebench.head.v1\n{\"hash\":\"ab\",\"seq\":7}"));
        const auto signature = signStatement(*key, kHeadDomain, statement);
        CB_VERIFY(signature);
        CB_VERIFY(verifyStatement(key->publicKey(), kHeadDomain, statement, *signature));
        QVERIFY(!verifyStatement(key->publicKey(), kApprovalDomain, statement, *signature));
        QVERIFY(!verifyStatement(key->publicKey(), kHeadDomain, Json { { "seq", 8 }, { "hash", "ab" } },
                                 *signature));
        QVERIFY(!verifyStatement(key->publicKey(), kHeadDomain, statement, *signature + "\n"));
        QVERIFY_EXCEPTION_THROWN((void)domainBytes("DSSEv1 ", statement), ContractViolation);
    }

    void fingerprintReadsAsSixWords()
    {
        QCOMPARE(qs(fingerprintWords(std::string(64, '0'))), qs("able-able-able-able-able-able"));
        const std::string words =
            fingerprintWords("362a4caa2728a0ce96c921df43f37293d250392ee05eba8c5e0dde1d4a49c50d");
        QCOMPARE(std::count(words.begin(), words.end(), '-'), 5);
        QCOMPARE(qs(fingerprintWords("none")), qs(""));
    }
};

QTEST_GUILESS_MAIN(TestSignature)
#include "tst_Signature.moc"
