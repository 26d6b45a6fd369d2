// SPDX-License-Identifier: GPL-3.0-or-later
#include "BundleFixture.h"

#include "core/bundling/FileManifest.h"

#include <sys/stat.h>
#include <unistd.h>

using namespace casebench;
using namespace casebench::test;

namespace {

QString namesOf(const FileManifest& manifest)
{
    QStringList names;
    for (const Resource& file : manifest.files)
        names.append(qs(file.name));
    return names.join(' ');
}

QString kindsOf(const FileManifest& manifest)
{
    VerifyReport report;
    report.problems = manifest.problems;
    return problemsOf(report);
}

} // namespace

class TestFileManifest : public QObject
{
    Q_OBJECT

private slots:

    void rootDigestMatchesTheReference()
    {
        // interop vectors: sample_model and a model with one empty file, run with the reference
        // implementation.
        BundleFixture fixture;
        for (const char* name : { "d0/f00", "d0/f01", "d0/f02", "d1/f10", "d1/f11", "d1/f12" })
            fixture.put(std::string("sample/") + name,
                        std::string("This is file ") + (name + 3) + " in d" + name[1] + ".");
        for (const char* name : { "f0", "f1", "f2", "f3" })
            fixture.put(std::string("sample/") + name, std::string("This is file ") + name + " in root.");
        const auto sample = readManifest(fixture.root() / "sample", {}, fixture.progress());
        CB_VERIFY(sample);
        QCOMPARE(qs(hex(rootDigest(sample->files))),
                 qs("143cc682e555951649f18e2761c3d526d2502996f5e32dc187ef7f8a614f8df7"));

        fixture.put("one/empty_file", "");
        const auto one = readManifest(fixture.root() / "one", {}, fixture.progress());
        CB_VERIFY(one);
        QCOMPARE(qs(hex(rootDigest(one->files))),
                 qs("5df6e0e2761359d30a8275058e299fcc0381534545f55cf43e41983f5d4c9456"));
    }

    void takesHiddenAndEmptyFilesInCodePointOrder()
    {
        BundleFixture fixture;
        for (const char* name : { "b", "a/z", "B", ".hidden", "a.txt", "\xc3\xa9" })
            fixture.put(std::string("m/") + name, "");
        const auto manifest = readManifest(fixture.root() / "m", {}, fixture.progress());
        CB_VERIFY(manifest);
        QCOMPARE(namesOf(*manifest), qs(".hidden B a.txt a/z b \xc3\xa9"));
        QVERIFY2(!orderIsUnambiguous(manifest->files),
                 "a.txt sorts before a/z by code point, behind it by parts");
    }

    void listsWhatMustNotBeThere()
    {
        BundleFixture fixture;
        const auto m = fixture.root() / "m";
        fixture.put("m/file", "x");
        fixture.put("m/.git/config", "x");
        fixture.put("m/.gitignore", "x");
        fixture.put("m/approval.sig/hole", "x");
        std::filesystem::create_directory(m / "void");
        QCOMPARE(::symlink("file", (m / "link").c_str()), 0);
        QCOMPARE(::symlink("/", (m / "out").c_str()), 0);
        QCOMPARE(::mkfifo((m / "fifo").c_str(), 0600), 0);
        std::ofstream(m / "bad\xff") << "x";
        const ManifestOptions own { Policy::Casebench, { "model.sig", "approval.sig" } };
        const auto manifest = readManifest(m, own, fixture.progress());
        CB_VERIFY(manifest);
        QCOMPARE(namesOf(*manifest), qs("file"));
        QCOMPARE(kindsOf(*manifest),
                 qs("E_EXTRA_FILE .git; E_EXTRA_FILE .gitignore; E_EXTRA_FILE 626164ff; E_EXTRA_FILE void; "
                    "E_SPECIAL_FILE approval.sig; E_SPECIAL_FILE fifo; E_SYMLINK link; E_SYMLINK out"));
    }

    void referencePolicyIgnoresWhatTheReferenceIgnores()
    {
        BundleFixture fixture;
        fixture.put("m/file", "x");
        fixture.put("m/.git/config", "x");
        fixture.put("m/sub/.git/config", "x");
        fixture.put("m/logs/today", "x");
        fixture.put("m/logs.txt", "x");
        std::filesystem::create_directory(fixture.root() / "m/void");
        const ManifestOptions lenient { Policy::ReferenceVectors, { ".git", "logs" } };
        const auto manifest = readManifest(fixture.root() / "m", lenient, fixture.progress());
        CB_VERIFY(manifest);
        QCOMPARE(namesOf(*manifest), qs("file logs.txt sub/.git/config"));
        QCOMPARE(kindsOf(*manifest), qs(""));
    }

    void aFolderThatIsALinkIsNotFollowed()
    {
        BundleFixture fixture;
        fixture.put("m/file", "x");
        QCOMPARE(::symlink("m", (fixture.root() / "l").c_str()), 0);
        for (const char* name : { "l", "l/", "l/." }) {
            const auto manifest = readManifest(fixture.root().string() + "/" + name, {}, fixture.progress());
            CB_VERIFY(manifest);
            QCOMPARE(kindsOf(*manifest), qs("E_SYMLINK"));
            QVERIFY(manifest->files.empty());
        }
        QVERIFY(readManifest(fixture.root() / "none", {}, fixture.progress()).error().code
                == ErrorCode::NotFound);
        QCOMPARE(kindsOf(*readManifest(fixture.root() / "m/file", {}, fixture.progress())),
                 qs("E_SPECIAL_FILE"));
    }

    void endlessDataIsRefusedUnread()
    {
        BundleFixture fixture;
        std::filesystem::resize_file(fixture.put("m/sparse", ""), kMaxBundleBytes + 1);
        const auto large = readManifest(fixture.root() / "m", {}, fixture.progress());
        QCOMPARE(kindsOf(*large), qs("E_BUNDLE sparse"));
        QVERIFY(large->files.empty());
        std::filesystem::create_directory(fixture.root() / "n");
        for (std::size_t i = 0; i <= kMaxBundleFiles; ++i)
            std::ofstream(fixture.root() / "n" / std::to_string(i));
        const auto many = readManifest(fixture.root() / "n", {}, fixture.progress());
        QCOMPARE(many->problems.size(), std::size_t { 1 });
        QCOMPARE(qs(many->problems.front().kind), qs("E_BUNDLE"));
        QVERIFY(many->files.empty());
    }

    void canonicalNames()
    {
        for (const char* good : { "a", "a/b", ".hidden", "a..b", "\xc3\xa9" })
            QVERIFY2(isCanonicalName(good), good);
        for (const char* bad : { "", "/a", "a/", "a//b", ".", "..", "./a", "a/../b", "a\\b", "a\nb", "\xff" })
            QVERIFY2(!isCanonicalName(bad), bad);
    }

    void stopsAtEveryCheckpoint()
    {
        BundleFixture fixture;
        fixture.put("m/a", "x");
        fixture.put("m/b", "x");
        int k = 0;
        for (;; ++k) {
            StopAt stop(k);
            const auto manifest = readManifest(fixture.root() / "m", {}, stop.progress());
            if (manifest)
                break;
            QVERIFY(manifest.error().code == ErrorCode::Cancelled);
        }
        QVERIFY(k >= 3);
    }
};

QTEST_APPLESS_MAIN(TestFileManifest)
#include "tst_FileManifest.moc"
