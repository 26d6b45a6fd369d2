// SPDX-License-Identifier: GPL-3.0-or-later
#include "BundleFixture.h"

#include <QFileInfo>
#include <QProcess>

using namespace casebench;
using namespace casebench::test;

namespace fs = std::filesystem;

namespace {

QString judge()
{
    const QString venv =
        qEnvironmentVariable("CASEBENCH_INTEROP_VENV", QStringLiteral(CASEBENCH_INTEROP_VENV));
    return venv + QStringLiteral("/bin/model_signing");
}

struct Verdict
{
    int exitCode = -1;
    QString text;
};

/// The public command, spelled as our README spells it.
Verdict verifyKey(const fs::path& bundle, const fs::path& signature, const fs::path& publicKey)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(judge(),
                  { "verify", "key", qs(bundle.string()), "--signature", qs(signature.string()),
                    "--public_key", qs(publicKey.string()) });
    if (!process.waitForFinished(120'000))
        return { -1, process.errorString() };
    return { process.exitCode(), QString::fromUtf8(process.readAll()) };
}

} // namespace

/// The reference implementation of OpenSSF Model Signing judges bundles that Casebench signed.
class TestModelSigning : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase()
    {
        if (!QFileInfo(judge()).isExecutable())
            QSKIP(qPrintable("No model_signing at " + judge()
                             + ": run packaging/interop-venv.sh (needs PyPI) to let the reference judge."));
    }

    void theReferenceAcceptsBothSignatures()
    {
        BundleFixture fixture;
        BundleRequest request = fixture.approvedRequest("loan-risk");
        CB_VERIFY(request.contents.add("parts/notes.txt", "in a folder\n"));
        CB_VERIFY(writeBundle(request, fixture.progress()));
        const fs::path bundle = fixture.root() / "loan-risk";
        const fs::path exporter = fixture.put("exporter.pub.pem", fixture.exporter().publicKey().pem());
        const fs::path approver = fixture.put("approver.pub.pem", fixture.approver().publicKey().pem());

        const Verdict model = verifyKey(bundle, bundle / "model.sig", exporter);
        QVERIFY2(model.exitCode == 0 && model.text.contains("Verification succeeded"),
                 qPrintable(model.text));
        const Verdict approval = verifyKey(bundle, bundle / "approval.sig", approver);
        QVERIFY2(approval.exitCode == 0 && approval.text.contains("Verification succeeded"),
                 qPrintable(approval.text));
        const Verdict wrongKey = verifyKey(bundle, bundle / "model.sig", approver);
        QVERIFY2(wrongKey.exitCode == 1 && wrongKey.text.contains("Key mismatch"), qPrintable(wrongKey.text));
    }

    void theReferenceRefusesWhatWeRefuse()
    {
        BundleFixture fixture;
        CB_VERIFY(writeBundle(fixture.request("b"), fixture.progress()));
        const fs::path bundle = fixture.root() / "b";
        const fs::path key = fixture.put("exporter.pub.pem", fixture.exporter().publicKey().pem());
        fixture.put("b/model.json", "{\"trees\":2}\n");
        fixture.put("b/more", "");
        const Verdict verdict = verifyKey(bundle, bundle / "model.sig", key);
        QCOMPARE(verdict.exitCode, 1);
        QVERIFY2(verdict.text.contains("Hash mismatch") && verdict.text.contains("Extra files"),
                 qPrintable(verdict.text));
    }
};

QTEST_GUILESS_MAIN(TestModelSigning)
#include "tst_ModelSigning.moc"
