// SPDX-License-Identifier: GPL-3.0-or-later
#include "BundleFixture.h"

#include <functional>
#include <sys/stat.h>
#include <unistd.h>

using namespace casebench;
using namespace casebench::test;

namespace fs = std::filesystem;

namespace {

/// One way to tamper with a finished bundle.
struct Tampering
{
    const char* name;
    std::function<void(const fs::path&)> apply;
    const char* problems;
};

void write(const fs::path& path, std::string_view bytes)
{
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

const std::vector<Tampering>& tamperings()
{
    static const std::vector<Tampering> all = {
        { "added file", [](const fs::path& b) { write(b / "more", "x"); }, "E_EXTRA_FILE more" },
        { "added hidden file", [](const fs::path& b) { write(b / ".more", ""); }, "E_EXTRA_FILE .more" },
        { "added .gitignore", [](const fs::path& b) { write(b / ".gitignore", "x"); },
          "E_EXTRA_FILE .gitignore" },
        { "added .git", [](const fs::path& b) { fs::create_directory(b / ".git"); }, "E_EXTRA_FILE .git" },
        { "added empty folder", [](const fs::path& b) { fs::create_directory(b / "void"); },
          "E_EXTRA_FILE void" },
        { "added fifo", [](const fs::path& b) { (void)!::mkfifo((b / "pipe").c_str(), 0600); },
          "E_SPECIAL_FILE pipe" },
        { "added link", [](const fs::path& b) { fs::create_symlink("/etc", b / "etc"); }, "E_SYMLINK etc" },
        { "removed file", [](const fs::path& b) { fs::remove(b / "README.md"); },
          "E_MISSING_FILE README.md" },
        { "removed empty file", [](const fs::path& b) { fs::remove(b / "empty.txt"); },
          "E_MISSING_FILE empty.txt" },
        { "renamed file", [](const fs::path& b) { fs::rename(b / "README.md", b / "readme.md"); },
          "E_EXTRA_FILE readme.md; E_MISSING_FILE README.md" },
        { "swapped files",
          [](const fs::path& b) {
              fs::rename(b / "README.md", b / "t");
              fs::rename(b / "model.json", b / "README.md");
              fs::rename(b / "t", b / "model.json");
          },
          "E_HASH README.md; E_HASH model.json" },
        { "emptied file", [](const fs::path& b) { fs::resize_file(b / "model.json", 0); },
          "E_HASH model.json" },
        { "grown file", [](const fs::path& b) { fs::resize_file(b / "empty.txt", 1); }, "E_HASH empty.txt" },
        { "file became a link to itself elsewhere",
          [](const fs::path& b) {
              fs::rename(b / "README.md", b.parent_path() / "elsewhere");
              fs::create_symlink("../elsewhere", b / "README.md");
          },
          "E_SYMLINK README.md" },
        { "file became a folder",
          [](const fs::path& b) {
              fs::remove(b / "README.md");
              fs::create_directory(b / "README.md");
          },
          "E_EXTRA_FILE README.md" },
        { "everything at once",
          [](const fs::path& b) {
              fs::remove(b / "README.md");
              write(b / "model.json", "x");
              write(b / "more", "x");
          },
          "E_EXTRA_FILE more; E_HASH model.json; E_MISSING_FILE README.md" },
        { "no signature", [](const fs::path& b) { fs::remove(b / "model.sig"); },
          "E_MISSING_FILE model.sig" },
        { "empty signature", [](const fs::path& b) { fs::resize_file(b / "model.sig", 0); },
          "E_JSON model.sig" },
        { "huge signature", [](const fs::path& b) { fs::resize_file(b / "model.sig", (16U << 20) + 1); },
          "E_BUNDLE model.sig" },
        { "signature is a link",
          [](const fs::path& b) {
              fs::rename(b / "model.sig", b.parent_path() / "sig");
              fs::create_symlink("../sig", b / "model.sig");
          },
          "E_SYMLINK model.sig" },
        { "signature is a fifo",
          [](const fs::path& b) {
              fs::remove(b / "model.sig");
              (void)!::mkfifo((b / "model.sig").c_str(), 0600);
          },
          "E_SPECIAL_FILE model.sig" },
        { "approver's signature removed", [](const fs::path& b) { fs::remove(b / "approval.sig"); },
          "E_MISSING_FILE approval.sig" },
        { "approver's signature is the exporter's",
          [](const fs::path& b) {
              fs::copy_file(b / "model.sig", b / "approval.sig", fs::copy_options::overwrite_existing);
          },
          "E_KEY_MISMATCH approval.sig" },
        { "approver's signature is a folder",
          [](const fs::path& b) {
              fs::remove(b / "approval.sig");
              fs::create_directory(b / "approval.sig");
          },
          "E_SPECIAL_FILE approval.sig" },
        { "signatures swapped",
          [](const fs::path& b) {
              fs::rename(b / "model.sig", b / "t");
              fs::rename(b / "approval.sig", b / "model.sig");
              fs::rename(b / "t", b / "approval.sig");
          },
          "E_KEY_MISMATCH model.sig" },
        { "approval removed", [](const fs::path& b) { fs::remove(b / "approval.json"); },
          "E_MISSING_FILE approval.json" },
    };
    return all;
}

} // namespace

class TestBundle : public QObject
{
    Q_OBJECT

private slots:

    void comesBackAsItWasWritten()
    {
        BundleFixture fixture;
        const auto written = writeBundle(fixture.approvedRequest("loan-risk"), fixture.progress());
        CB_VERIFY(written);
        QVERIFY(written->ok);
        QCOMPARE(qs(written->subject), qs("loan-risk"));
        QCOMPARE(qs(written->approver), qs("Ada"));
        const PublicKey& approver = fixture.approver().publicKey();
        const auto bundle = openVerifiedBundle(fixture.root() / "loan-risk", fixture.exporter().publicKey(),
                                               &approver, fixture.progress());
        CB_VERIFY(bundle);
        QCOMPARE(qs(bundle->report().payloadSha256), qs(written->payloadSha256));
        QCOMPARE(qs(bundle->report().approverFingerprint), qs(approver.fingerprint()));
        QCOMPARE(qs(*bundle->read("model.json")), qs("{\"trees\":1}\n"));
        QCOMPARE(qs(*bundle->read("empty.txt")), qs(""));
        QVERIFY(bundle->contains("README.md") && !bundle->contains("model.sig"));
        QVERIFY(bundle->read("../model.json").error().code == ErrorCode::NotFound);
        // Without the approver's key the approval still has to hold by itself.
        QVERIFY(verifyBundle(fixture.root() / "loan-risk", fixture.exporter().publicKey(), nullptr,
                             fixture.progress())
                    ->ok);
    }

    void anApprovalFromTheDayOfTheDecisionIsEnough()
    {
        BundleFixture fixture;
        BundleRequest request = fixture.approvedRequest("b");
        request.approverKey = nullptr;
        CB_VERIFY(writeBundle(request, fixture.progress()));
        QVERIFY(!fs::exists(fixture.root() / "b/approval.sig"));
        const PublicKey& approver = fixture.approver().publicKey();
        QVERIFY(
            verifyBundle(fixture.root() / "b", fixture.exporter().publicKey(), &approver, fixture.progress())
                ->ok);
        const PublicKey& stranger = fixture.exporter().publicKey();
        QCOMPARE(problemsOf(*verifyBundle(fixture.root() / "b", fixture.exporter().publicKey(), &stranger,
                                          fixture.progress())),
                 qs("E_KEY_MISMATCH approval.json"));
        fixture.put("b/approval.sig", "{}");
        QCOMPARE(problemsOf(*verifyBundle(fixture.root() / "b", fixture.exporter().publicKey(), nullptr,
                                          fixture.progress())),
                 qs("E_EXTRA_FILE approval.sig"));
    }

    void anUnapprovedBundleSaysSo()
    {
        BundleFixture fixture;
        CB_VERIFY(writeBundle(fixture.request("b"), fixture.progress()));
        const auto report =
            verifyBundle(fixture.root() / "b", fixture.exporter().publicKey(), nullptr, fixture.progress());
        QVERIFY(report->ok);
        QCOMPARE(qs(report->approver), qs(""));
        const PublicKey& approver = fixture.approver().publicKey();
        QCOMPARE(problemsOf(*verifyBundle(fixture.root() / "b", fixture.exporter().publicKey(), &approver,
                                          fixture.progress())),
                 qs("E_MISSING_FILE approval.json"));
    }

    void tamperingIsRefusedAndNamed_data()
    {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const Tampering& tampering : tamperings())
            QTest::newRow(tampering.name) << index++;
    }

    void tamperingIsRefusedAndNamed()
    {
        QFETCH(const int, index);
        const Tampering& tampering = tamperings()[static_cast<std::size_t>(index)];
        BundleFixture fixture;
        CB_VERIFY(writeBundle(fixture.approvedRequest("b"), fixture.progress()));
        tampering.apply(fixture.root() / "b");
        const auto report =
            verifyBundle(fixture.root() / "b", fixture.exporter().publicKey(), nullptr, fixture.progress());
        CB_VERIFY(report);
        QVERIFY(!report->ok);
        QCOMPARE(problemsOf(*report), qs(tampering.problems));
        const auto opened = openVerifiedBundle(fixture.root() / "b", fixture.exporter().publicKey(), nullptr,
                                               fixture.progress());
        QVERIFY(!opened);
        QVERIFY(opened.error().code == ErrorCode::Corrupt);
        QVERIFY(!opened.error().kind.empty() && !opened.error().advice.empty());
    }

    void wrongKeyAndMissingFolderAreProblemsNotCrashes()
    {
        BundleFixture fixture;
        CB_VERIFY(writeBundle(fixture.request("b"), fixture.progress()));
        QCOMPARE(problemsOf(*verifyBundle(fixture.root() / "b", fixture.approver().publicKey(), nullptr,
                                          fixture.progress())),
                 qs("E_KEY_MISMATCH model.sig"));
        QCOMPARE(problemsOf(*verifyBundle(fixture.root() / "c", fixture.exporter().publicKey(), nullptr,
                                          fixture.progress())),
                 qs("E_MISSING_FILE model.sig"));
    }

    void bytesThatChangeAfterTheCheckAreNeverHandedOut()
    {
        BundleFixture fixture;
        CB_VERIFY(writeBundle(fixture.request("b"), fixture.progress()));
        const auto bundle = openVerifiedBundle(fixture.root() / "b", fixture.exporter().publicKey(), nullptr,
                                               fixture.progress());
        CB_VERIFY(bundle);
        fixture.put("b/model.json", "{\"trees\":2}\n");
        QCOMPARE(qs(bundle->read("model.json").error().kind), qs("E_HASH"));
        fs::remove(fixture.root() / "b/README.md");
        QVERIFY(bundle->read("README.md").error().code == ErrorCode::NotFound);
    }

    void approvalMustBeForTheModelInTheBundle()
    {
        BundleFixture fixture;
        BundleRequest request = fixture.request("b");
        request.approval = fixture.approvalOf("another model");
        QVERIFY(writeBundle(request, fixture.progress()).error().code == ErrorCode::InvalidInput);
        request.approval = fixture.approvalOf("{\"trees\":1}\n", ApprovalDecision::Rejected);
        QVERIFY(writeBundle(request, fixture.progress()).error().code == ErrorCode::Refused);
        request.approval = fixture.approvalOf("{\"trees\":1}\n");
        request.approverKey = &fixture.exporter();
        QVERIFY(writeBundle(request, fixture.progress()).error().code == ErrorCode::InvalidInput);
        QVERIFY(!fs::exists(fixture.root() / "b"));

        // An exporter who assembles by hand what writeBundle refuses is caught by the reader.
        fixture.put("c/model.json", "evil");
        fixture.put("c/approval.json", encodeApproval(fixture.approvalOf("good")));
        CB_VERIFY(signDirectory(fixture.root() / "c", fixture.exporter(), {}, fixture.progress()));
        QCOMPARE(problemsOf(*verifyBundle(fixture.root() / "c", fixture.exporter().publicKey(), nullptr,
                                          fixture.progress())),
                 qs("E_APPROVAL approval.json; E_MISSING_FILE signers.json"));
    }

    void contentThatCouldRunIsRefusedEvenWhenSigned()
    {
        BundleContents contents;
        for (const char* name : { "model.pkl", "MODEL.PKL", "model.pkl.gz", "a/b.joblib", "run.py" })
            QCOMPARE(qs(contents.add(name, "x").error().kind), qs("E_UNSUPPORTED"));
        QCOMPARE(qs(contents.add("model.json", "\x80\x04rest").error().kind), qs("E_UNSUPPORTED"));

        BundleFixture fixture;
        fixture.put("b/model.pickle", "x");
        fixture.put("b/weights.bin", "\x80\x04rest");
        CB_VERIFY(signDirectory(fixture.root() / "b", fixture.exporter(), {}, fixture.progress()));
        const auto report =
            verifyBundle(fixture.root() / "b", fixture.exporter().publicKey(), nullptr, fixture.progress());
        QVERIFY(problemsOf(*report).contains("E_UNSUPPORTED model.pickle"));
        const auto opened = openVerifiedDirectory(fixture.root() / "b", fixture.exporter().publicKey(), {},
                                                  fixture.progress());
        CB_VERIFY(opened);
        QCOMPARE(qs(opened->read("weights.bin").error().kind), qs("E_UNSUPPORTED"));
    }

    void namesAreHeldToAPlainAlphabet()
    {
        BundleContents contents;
        CB_VERIFY(contents.add("parts/model-1.json", ""));
        for (const char* bad :
             { "", "../x", "/x", "x/", "a b", "\xc3\xa9", ".hidden", "a/.b", "a\\b", "model.sig",
               "Approval.SIG", "approval.json", "signers.json", "PARTS/model-1.json" })
            QVERIFY2(!contents.add(bad, ""), bad);
        QCOMPARE(contents.files().size(), std::size_t { 1 });
    }

    void aWrittenBundleIsNeverHalf()
    {
        BundleFixture fixture;
        int k = 0;
        for (;; ++k) {
            StopAt stop(k);
            const auto written = writeBundle(fixture.approvedRequest("b"), stop.progress());
            if (written)
                break;
            QVERIFY(written.error().code == ErrorCode::Cancelled);
            QVERIFY2(fs::is_empty(fixture.root()), "neither the bundle nor its staging folder is left");
        }
        QVERIFY(k > 10);
        QVERIFY2(writeBundle(fixture.approvedRequest("b"), fixture.progress()).error().code
                     == ErrorCode::Refused,
                 "never overwritten");
        BundleRequest empty;
        empty.exporterKey = &fixture.exporter();
        empty.target = fixture.root() / "e";
        QVERIFY(writeBundle(empty, fixture.progress()).error().code == ErrorCode::InvalidInput);
    }
};

QTEST_APPLESS_MAIN(TestBundle)
#include "tst_Bundle.moc"
