// SPDX-License-Identifier: GPL-3.0-or-later
#include "BundleFixture.h"

#include "core/bundling/SignatureFile.h"

#include <sys/stat.h>
#include <unistd.h>

using namespace casebench;
using namespace casebench::test;

namespace fs = std::filesystem;

class TestSignedDirectory : public QObject
{
    Q_OBJECT

private slots:

    void verifiesTheExampleBundle()
    {
        BundleFixture fixture;
        const auto key = PublicKey::load(kInterop / "example-bundle/outside/keys/test-signing-key.pub.pem");
        CB_VERIFY(key);
        const fs::path bundle = kInterop / "example-bundle/loan-risk";
        VerifyOptions options;
        options.policy = Policy::ReferenceVectors;
        const auto report = verifyDirectory(bundle, *key, options, fixture.progress());
        CB_VERIFY(report);
        QCOMPARE(problemsOf(*report), qs(""));
        QVERIFY(report->ok);
        QCOMPARE(report->files.size(), std::size_t { 10 });
        QCOMPARE(qs(report->payloadSha256),
                 qs("0948485487fe143cbfb23eb6ffae381788310af3f39333dd243b945619ffc5ca"));
        QCOMPARE(qs(report->rootDigest),
                 qs("df61264ae2a25f78827be7a6a4d4db59fa38349c5f63b7f3f7ad3ec5a61ecbb1"));
        QCOMPARE(qs(report->fingerprint),
                 qs("362a4caa2728a0ce96c921df43f37293d250392ee05eba8c5e0dde1d4a49c50d"));
        QCOMPARE(qs(report->subject), qs("loan-risk"));

        const auto own = verifyDirectory(bundle, *key, {}, fixture.progress());
        QCOMPARE(problemsOf(*own), qs("E_BUNDLE model.sig"));

        options.signatureFile = kInterop / "example-bundle/outside/model.certificate.sig";
        QCOMPARE(problemsOf(*verifyDirectory(bundle, *key, options, fixture.progress())),
                 qs("E_METHOD model.certificate.sig"));
    }

    void verifiesWhatTheReferenceSigned_data()
    {
        QTest::addColumn<QString>("model"); // a single file, or "" for the folder
        QTest::addColumn<QString>("ignored"); // given from outside, since older releases did not record it
        QTest::newRow("v0.3.1-elliptic-key") << "signme-1"
                                             << "";
        QTest::newRow("v1.0.0-elliptic-key") << "signme-1"
                                             << "";
        QTest::newRow("v1.0.1-elliptic-key") << ""
                                             << "ignore-me";
        QTest::newRow("v1.1.0-elliptic-key") << ""
                                             << "";
    }

    void verifiesWhatTheReferenceSigned()
    {
        QFETCH(const QString, model);
        QFETCH(const QString, ignored);
        BundleFixture fixture;
        const auto key = PublicKey::load(kInterop / "vectors/keys/signing-key-pub.pem");
        CB_VERIFY(key);
        const fs::path folder = kInterop / "vectors" / QTest::currentDataTag();
        VerifyOptions options;
        options.policy = Policy::ReferenceVectors;
        if (!ignored.isEmpty())
            options.ignorePaths.push_back(ignored.toStdString());
        if (!model.isEmpty())
            options.signatureFile = folder / "model.sig";
        const fs::path target = model.isEmpty() ? folder : folder / model.toStdString();
        const auto report = verifyDirectory(target, *key, options, fixture.progress());
        CB_VERIFY(report);
        QCOMPARE(problemsOf(*report), qs(""));
        QVERIFY(report->ok);

        const auto opened = openVerifiedDirectory(target, *key, options, fixture.progress());
        CB_VERIFY(opened);
        QVERIFY(!opened->read(opened->report().files.front().name)->empty());
        QVERIFY(!verifyDirectory(target, fixture.exporter().publicKey(), options, fixture.progress())->ok);
        if (!ignored.isEmpty()) {
            options.ignorePaths.clear();
            QCOMPARE(problemsOf(*verifyDirectory(target, *key, options, fixture.progress())),
                     qs("E_EXTRA_FILE ignore-me"));
        }
    }

    void comesBackAsItWasSigned()
    {
        BundleFixture fixture;
        fixture.put("m/model.json", "{}");
        fixture.put("m/parts/one.bin", std::string(300'000, '\0'));
        fixture.put("m/empty", "");
        const auto statement =
            signDirectory(fixture.root() / "m", fixture.exporter(), {}, fixture.progress());
        CB_VERIFY(statement);
        QCOMPARE(qs(statement->subject), qs("m"));
        const auto report =
            verifyDirectory(fixture.root() / "m/", fixture.exporter().publicKey(), {}, fixture.progress());
        CB_VERIFY(report);
        QCOMPARE(problemsOf(*report), qs(""));
        QVERIFY(report->ok && report->files == statement->files);
        QCOMPARE(qs(report->payloadSha256), qs(hex(sha256(encodeStatement(*statement)))));
        fs::rename(fixture.root() / "m", fixture.root() / "other");
        QVERIFY(
            verifyDirectory(fixture.root() / "other", fixture.exporter().publicKey(), {}, fixture.progress())
                ->ok);
        QCOMPARE(problemsOf(*verifyDirectory(fixture.root() / "other", fixture.approver().publicKey(), {},
                                             fixture.progress())),
                 qs("E_KEY_MISMATCH model.sig"));
    }

    void twoSignaturesStandSideBySide()
    {
        BundleFixture fixture;
        fixture.put("m/model.json", "{}");
        CB_VERIFY(signDirectory(fixture.root() / "m", fixture.exporter(), {}, fixture.progress()));
        SignOptions second;
        second.signatureName = "approval.sig";
        CB_VERIFY(signDirectory(fixture.root() / "m", fixture.approver(), second, fixture.progress()));
        VerifyOptions options;
        QVERIFY(
            verifyDirectory(fixture.root() / "m", fixture.exporter().publicKey(), options, fixture.progress())
                ->ok);
        options.signatureName = "approval.sig";
        QVERIFY(
            verifyDirectory(fixture.root() / "m", fixture.approver().publicKey(), options, fixture.progress())
                ->ok);
    }

    void refusesToSignWhatCannotBeProtected_data()
    {
        QTest::addColumn<QString>("trouble");
        QTest::addColumn<QString>("kind");
        QTest::newRow("link") << "link"
                              << "E_SYMLINK";
        QTest::newRow("fifo") << "fifo"
                              << "E_SPECIAL_FILE";
        QTest::newRow("git") << "git"
                             << "E_EXTRA_FILE";
        QTest::newRow("empty folder") << "void"
                                      << "E_EXTRA_FILE";
        QTest::newRow("order") << "order"
                               << "E_PREDICATE";
        QTest::newRow("signed already") << "twice"
                                        << "";
        QTest::newRow("no file") << "none"
                                 << "";
    }

    void refusesToSignWhatCannotBeProtected()
    {
        QFETCH(const QString, trouble);
        QFETCH(const QString, kind);
        BundleFixture fixture;
        const fs::path m = fixture.root() / "m";
        fs::create_directory(m);
        if (trouble != "none")
            fixture.put("m/model.onnx", "x");
        if (trouble == "link")
            QCOMPARE(::symlink("model.onnx", (m / "l").c_str()), 0);
        if (trouble == "fifo")
            QCOMPARE(::mkfifo((m / "f").c_str(), 0600), 0);
        if (trouble == "git")
            fixture.put("m/.gitignore", "");
        if (trouble == "void")
            fs::create_directory(m / "v");
        if (trouble == "order")
            fixture.put("m/model/part", "x");
        if (trouble == "twice")
            CB_VERIFY(signDirectory(m, fixture.exporter(), {}, fixture.progress()));
        const auto signedNow = signDirectory(m, fixture.exporter(), {}, fixture.progress());
        QVERIFY(!signedNow);
        QCOMPARE(qs(signedNow.error().kind), kind);
        QCOMPARE(fs::exists(m / "model.sig"), trouble == "twice");
    }

    void cancelLeavesNoSignature()
    {
        BundleFixture fixture;
        fixture.put("m/a", "x");
        int k = 0;
        for (;; ++k) {
            StopAt stop(k);
            const auto signedNow =
                signDirectory(fixture.root() / "m", fixture.exporter(), {}, stop.progress());
            if (signedNow)
                break;
            QVERIFY(signedNow.error().code == ErrorCode::Cancelled);
            QVERIFY(!fs::exists(fixture.root() / "m/model.sig"));
        }
        QVERIFY(k >= 3);
    }

    void nothingIsParsedBeforeTheSignatureHolds()
    {
        // A payload that would be refused by itself, under a wrong signature: the signature is what is told.
        BundleFixture fixture;
        fixture.put("m/a", "x");
        SignatureFile file = *signPayload("this is no JSON", fixture.exporter());
        fixture.put("m/model.sig", encodeSignatureFile(file));
        QCOMPARE(problemsOf(*verifyDirectory(fixture.root() / "m", fixture.exporter().publicKey(), {},
                                             fixture.progress())),
                 qs("E_JSON model.sig"));
        file.payload += "!";
        fixture.put("m/model.sig", encodeSignatureFile(file));
        QCOMPARE(problemsOf(*verifyDirectory(fixture.root() / "m", fixture.exporter().publicKey(), {},
                                             fixture.progress())),
                 qs("E_SIGNATURE model.sig"));
    }
};

QTEST_APPLESS_MAIN(TestSignedDirectory)
#include "tst_SignedDirectory.moc"
