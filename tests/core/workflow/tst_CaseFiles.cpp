// SPDX-License-Identifier: GPL-3.0-or-later
#include "WorkflowFixture.h"

#include "core/base/AtomicFile.h"
#include "core/workflow/CaseEvidence.h"
#include "core/workflow/CaseNotes.h"

#include <sys/stat.h>

using namespace casebench;
using namespace casebench::test;

namespace {

void importTwo(WorkflowFixture& f)
{
    CB_VERIFY(f.import("c.csv", "case_id,a\nc1,1\nc2,2\n"));
}

unsigned modeOf(const std::filesystem::path& path)
{
    struct stat facts
    {
    };

    return ::stat(path.c_str(), &facts) == 0 ? static_cast<unsigned>(facts.st_mode) & 0777U : 0U;
}

} // namespace

class TestCaseFiles : public QObject
{
    Q_OBJECT

private slots:

    void aFileIsKeptUnderItsDigestForItsOwnerOnly()
    {
        WorkflowFixture f;
        importTwo(f);
        const auto file = f.folder().write("receipt \xE2\x80\xAEgnp.png", std::string("\x89PNG\0bytes", 10));
        const auto added =
            addEvidence(f.project(), f.actor("ina"), "c1", file, " from the bank ", f.silent());
        CB_VERIFY(added);
        QCOMPARE(added->bytes, std::int64_t { 10 });
        QCOMPARE(added->note, std::string("from the bank"));
        QCOMPARE(added->addedBy, std::string("ina"));
        const EvidenceStore store(f.project());
        QCOMPARE(modeOf(store.folder()), 0700U);
        QCOMPARE(modeOf(store.pathOf(added->sha256)), 0600U);
        QCOMPARE(*readFile(store.pathOf(added->sha256)), std::string("\x89PNG\0bytes", 10));
        std::filesystem::remove(file); // the copy is the project's own
        const auto path = verifiedEvidence(f.project(), added->id, f.silent());
        CB_VERIFY(path);
        QCOMPARE(caseEvidence(f.project(), "c1")->size(), std::size_t { 1 });
        QCOMPARE(caseEvidence(f.project(), "c2")->size(), std::size_t { 0 });
        QCOMPARE(f.problems(), std::string());
    }

    void theSameBytesAreKeptOnceAndNotTwiceForACase()
    {
        WorkflowFixture f;
        importTwo(f);
        const auto one = f.folder().write("a.txt", "same");
        const auto two = f.folder().write("b.txt", "same");
        CB_VERIFY(addEvidence(f.project(), f.actor("ina"), "c1", one, {}, f.silent()));
        const auto again = addEvidence(f.project(), f.actor("ina"), "c1", two, {}, f.silent());
        QVERIFY(!again && again.error().kind == "evidence-known");
        CB_VERIFY(addEvidence(f.project(), f.actor("ina"), "c2", two, {}, f.silent()));
        const EvidenceStore store(f.project());
        QCOMPARE(std::distance(std::filesystem::directory_iterator(store.folder()), {}), 1L);
    }

    void aChangedOrLostFileIsNamed()
    {
        WorkflowFixture f;
        importTwo(f);
        const auto file = f.folder().write("a.txt", "as it was");
        const auto added = addEvidence(f.project(), f.actor("ina"), "c1", file, {}, f.silent());
        CB_VERIFY(added);
        QVERIFY(checkEvidence(f.project(), f.silent())->empty());
        const auto kept = EvidenceStore(f.project()).pathOf(added->sha256);
        CB_VERIFY(writeFileAtomically(kept, "as it is "));
        const auto changed = verifiedEvidence(f.project(), added->id, f.silent());
        QVERIFY(!changed && changed.error().kind == "E_EVIDENCE");
        QCOMPARE(checkEvidence(f.project(), f.silent())->size(), std::size_t { 1 });
        std::filesystem::remove(kept);
        QCOMPARE(verifiedEvidence(f.project(), added->id, f.silent()).error().kind,
                 std::string("E_EVIDENCE"));
        // Adding it again to another case brings the bytes back.
        CB_VERIFY(addEvidence(f.project(), f.actor("ina"), "c2", file, {}, f.silent()));
        QVERIFY(checkEvidence(f.project(), f.silent())->empty());
    }

    void linksFoldersAndOpenProjectsAreRefused()
    {
        WorkflowFixture f;
        importTwo(f);
        const auto file = f.folder().write("a.txt", "x");
        std::filesystem::create_symlink(file, f.folder() / "link.txt");
        const std::string before = f.state();
        for (const auto& bad : { f.folder() / "link.txt", f.folder().path(), f.project().path(),
                                 std::filesystem::path("/dev/zero") }) {
            const auto refused = addEvidence(f.project(), f.actor("ina"), "c1", bad, {}, f.silent());
            QVERIFY2(!refused && refused.error().code == ErrorCode::Refused, bad.c_str());
        }
        QVERIFY(
            addEvidence(f.project(), f.actor("ina"), "c1", f.folder() / "gone", {}, f.silent()).error().code
            == ErrorCode::NotFound);
        QVERIFY(addEvidence(f.project(), f.actor("omar"), "c1", file, {}, f.silent()).error().kind == "role");
        QVERIFY(addEvidence(f.project(), f.actor("ina"), "c9", file, {}, f.silent()).error().kind
                == "unknown-case");
        QCOMPARE(f.state(), before);
    }

    void notesAreForEverybodyAndNeverOverwritten()
    {
        WorkflowFixture f;
        importTwo(f);
        CB_VERIFY(addCaseNote(f.project(), f.actor("ina"), "c1", " the caller rang again "));
        const auto notes = addCaseNote(f.project(), f.actor("ana"), "c1", "checked");
        CB_VERIFY(notes);
        QCOMPARE(notes->size(), std::size_t { 2 });
        QCOMPARE((*notes)[0].text, std::string("the caller rang again"));
        QVERIFY(addCaseNote(f.project(), f.actor("ina"), "c1", "  ").error().kind == "no-text");
        QVERIFY(explainDifference(f.project(), f.actor("ina"), "c1", "because").error().kind == "no-verdict");
        QCOMPARE(f.problems(), std::string());
    }
};

QTEST_APPLESS_MAIN(TestCaseFiles)
#include "tst_CaseFiles.moc"
