// SPDX-License-Identifier: GPL-3.0-or-later
#include "BundleFixture.h"

#include "core/base/Json.h"
#include "core/base/Text.h"
#include "core/bundling/SignatureFile.h"

using namespace casebench;
using namespace casebench::test;

namespace {

QString kindOf(const Result<SignatureFile>& result)
{
    return result ? QStringLiteral("ok") : qs(result.error().kind);
}

} // namespace

class TestSignatureFile : public QObject
{
    Q_OBJECT

private slots:

    void preAuthEncodingMatchesTheExampleBundle()
    {
        // interop vectors: payload length and digests of the example bundle.
        const auto bytes = readFile(kInterop / "example-bundle/loan-risk/model.sig");
        CB_VERIFY(bytes);
        const auto file = parseSignatureFile(*bytes, Policy::ReferenceVectors);
        CB_VERIFY(file);
        QCOMPARE(file->payload.size(), std::size_t { 1633 });
        QCOMPARE(qs(hex(sha256(file->payload))),
                 qs("0948485487fe143cbfb23eb6ffae381788310af3f39333dd243b945619ffc5ca"));
        QCOMPARE(qs(hex(sha256(preAuthEncoding(file->payloadType, file->payload)))),
                 qs("740a7e9ae17887f2825d13e98f3dcd27849fde131a480d1d2e509ee094cbdfb5"));
        QCOMPARE(qs(preAuthEncoding("t", "")), qs("DSSEv1 1 t 0 "));
    }

    void judgesTheSpecificationsBundles_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::newRow("valid/key.bundle.json") << "ok";
        QTest::newRow("valid/certificate.bundle.json") << "E_METHOD";
        QTest::newRow("valid/sigstore.bundle.json") << "E_METHOD";
        QTest::newRow("invalid/empty.bundle.json") << "E_JSON";
        QTest::newRow("invalid/missing-envelope.bundle.json") << "E_BUNDLE";
        QTest::newRow("invalid/missing-tlog-entries.bundle.json") << "E_METHOD";
        QTest::newRow("invalid/missing-verification-material.bundle.json") << "E_BUNDLE";
        QTest::newRow("invalid-payload/wrong-predicate.bundle.json")
            << "ok"; // its payload is another file's matter
    }

    void judgesTheSpecificationsBundles()
    {
        const auto bytes = readFile(kInterop / "vectors/oms-spec" / QTest::currentDataTag());
        CB_VERIFY(bytes);
        QTEST(kindOf(parseSignatureFile(*bytes, Policy::ReferenceVectors)), "kind");
    }

    void comesBackAsItWasWritten()
    {
        BundleFixture fixture;
        const auto file = signPayload("{}", fixture.exporter());
        CB_VERIFY(file);
        const auto back = parseSignatureFile(encodeSignatureFile(*file), Policy::Casebench);
        CB_VERIFY(back);
        QVERIFY(*back == *file);
        CB_VERIFY(checkSignatureFile(*back, fixture.exporter().publicKey(), Policy::Casebench));
        QCOMPARE(
            qs(checkSignatureFile(*back, fixture.approver().publicKey(), Policy::Casebench).error().kind),
            qs("E_KEY_MISMATCH"));
    }

    void refusesEachDeviation_data()
    {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("own");
        QTest::addColumn<QString>("reference");
        const auto row = [](const char* name, const char* pointer, const char* value, const char* own,
                            const char* reference) {
            QTest::newRow(name) << QString(pointer) << QString(value) << QString(own) << QString(reference);
        };
        row("media type", "/mediaType", "\"application/vnd.dev.sigstore.bundle+json;version=0.2\"",
            "E_MEDIA_TYPE", "E_MEDIA_TYPE");
        row("unknown at top", "/more", "1", "E_BUNDLE", "E_BUNDLE");
        row("unknown in material", "/verificationMaterial/more", "1", "E_BUNDLE", "E_BUNDLE");
        row("unknown in key", "/verificationMaterial/publicKey/more", "1", "E_BUNDLE", "E_BUNDLE");
        row("unknown in envelope", "/dsseEnvelope/more", "1", "E_BUNDLE", "E_BUNDLE");
        row("unknown in signature", "/dsseEnvelope/signatures/0/more", "1", "E_BUNDLE", "E_BUNDLE");
        row("key and certificate", "/verificationMaterial/certificate", "{}", "E_METHOD", "E_METHOD");
        row("no signature", "/dsseEnvelope/signatures", "[]", "E_BUNDLE", "E_BUNDLE");
        row("second signature", "/dsseEnvelope/signatures/1", "{\"sig\":\"\"}", "E_BUNDLE", "ok");
        row("keyid text", "/dsseEnvelope/signatures/0/keyid", "\"x\"", "E_BUNDLE", "ok");
        row("keyid null", "/dsseEnvelope/signatures/0/keyid", "null", "E_BUNDLE", "ok");
        row("hint left out", "/verificationMaterial/publicKey", "{}", "E_BUNDLE", "ok");
        row("log entry", "/verificationMaterial/tlogEntries/0", "{}", "E_BUNDLE", "ok");
        row("base64 with loose bits", "/dsseEnvelope/payload", "\"TWF=\"", "E_BUNDLE", "E_BUNDLE");
        row("base64 with white space", "/dsseEnvelope/payload", "\"TW Fu\"", "E_BUNDLE", "E_BUNDLE");
        row("payload no text", "/dsseEnvelope/payload", "7", "E_BUNDLE", "E_BUNDLE");
    }

    void refusesEachDeviation()
    {
        QFETCH(const QString, pointer);
        QFETCH(const QString, value);
        BundleFixture fixture;
        Json root = *parseJson(encodeSignatureFile(*signPayload("{}", fixture.exporter())));
        root[Json::json_pointer(pointer.toStdString())] = *parseJson(value.toStdString());
        QTEST(kindOf(parseSignatureFile(root.dump() + "\n", Policy::Casebench)), "own");
        QTEST(kindOf(parseSignatureFile(root.dump(), Policy::ReferenceVectors)), "reference");
    }

    void whiteSpaceAndDuplicateKeysAreRefused()
    {
        BundleFixture fixture;
        const std::string bytes = encodeSignatureFile(*signPayload("{}", fixture.exporter()));
        QCOMPARE(kindOf(parseSignatureFile(bytes.substr(0, bytes.size() - 1), Policy::Casebench)),
                 qs("E_BUNDLE"));
        QCOMPARE(kindOf(parseSignatureFile(bytes + " ", Policy::Casebench)), qs("E_BUNDLE"));
        std::string twice = bytes;
        twice.insert(1, "\"mediaType\":\"x\",");
        QCOMPARE(kindOf(parseSignatureFile(twice, Policy::ReferenceVectors)), qs("E_JSON"));
        QCOMPARE(kindOf(parseSignatureFile(std::string(kMaxSignatureFileBytes + 1, ' '),
                                           Policy::ReferenceVectors)),
                 qs("E_BUNDLE"));
    }

    void payloadTypeIsCheckedBehindTheSignature()
    {
        BundleFixture fixture;
        SignatureFile file = *signPayload("{}", fixture.exporter());
        const PublicKey& key = fixture.exporter().publicKey();
        file.payloadType = "text/plain";
        QCOMPARE(qs(checkSignatureFile(file, key, Policy::Casebench).error().kind), qs("E_SIGNATURE"));
        file.signature = *fixture.exporter().sign(preAuthEncoding(file.payloadType, file.payload));
        QCOMPARE(qs(checkSignatureFile(file, key, Policy::Casebench).error().kind), qs("E_PAYLOAD_TYPE"));
    }

    void ownBundlesTakeOneCurveOnly()
    {
        BundleFixture fixture;
        const auto key = PublicKey::load(kInterop / "vectors/keys/signing-key-pub.pem");
        CB_VERIFY(key);
        const SignatureFile file = *signPayload("{}", fixture.exporter());
        QCOMPARE(qs(checkSignatureFile(file, *key, Policy::Casebench).error().kind), qs("E_KEY"));
        QCOMPARE(qs(checkSignatureFile(file, *key, Policy::ReferenceVectors).error().kind),
                 qs("E_KEY_MISMATCH"));
    }
};

QTEST_APPLESS_MAIN(TestSignatureFile)
#include "tst_SignatureFile.moc"
