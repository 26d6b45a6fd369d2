// SPDX-License-Identifier: GPL-3.0-or-later
#include "BundleFixture.h"

#include "core/base/Json.h"

using namespace casebench;
using namespace casebench::test;

namespace {

Statement small()
{
    Statement statement;
    statement.subject = "loan-risk";
    statement.ignorePaths.assign(kIgnorePaths.begin(), kIgnorePaths.end());
    statement.files = { { "a", sha256("a") }, { "b", sha256("b") } };
    statement.root = rootDigest(statement.files);
    return statement;
}

QString kindFor(const Json& payload, Policy policy)
{
    const auto parsed = parseStatement(payload.dump(), policy);
    return parsed ? QStringLiteral("ok") : qs(parsed.error().kind);
}

} // namespace

class TestStatement : public QObject
{
    Q_OBJECT

private slots:

    void comesBackAsItWasWritten()
    {
        const auto back = parseStatement(encodeStatement(small()), Policy::Casebench);
        CB_VERIFY(back);
        QVERIFY(*back == small());
    }

    void readsTheReferencesStatements_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::newRow("sample_model_folder") << "ok";
        QTest::newRow("deep_model_folder") << "ok";
        QTest::newRow("model_folder_with_empty_file") << "ok";
        QTest::newRow("sample_model_file") << "ok";
        QTest::newRow("empty_model_file") << "ok";
        QTest::newRow("empty_model_folder")
            << "E_PREDICATE"; // no file at all: the specification says to refuse it
        QTest::newRow("sample_model_folder_shard") << "E_UNSUPPORTED";
    }

    void readsTheReferencesStatements()
    {
        QFETCH(const QString, kind);
        const auto text = readFile(kInterop / "vectors/payload-goldens" / QTest::currentDataTag());
        CB_VERIFY(text);
        const auto golden = parseJson(*text);
        CB_VERIFY(golden);
        QCOMPARE(kindFor(*golden, Policy::ReferenceVectors), kind);
        if (kind != "ok")
            return;
        // Written again, it is the same JSON but for the ignore list, which the goldens were made without.
        Json again = *parseJson(encodeStatement(*parseStatement(*text, Policy::ReferenceVectors)));
        again["predicate"]["serialization"].erase("ignore_paths");
        QCOMPARE(qs(canonicalJson(again)), qs(canonicalJson(*golden)));
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
        row("nothing changed", "/_type", "\"https://in-toto.io/Statement/v1\"", "ok", "ok");
        row("type", "/_type", "\"https://in-toto.io/Statement/v0.1\"", "E_STATEMENT", "E_STATEMENT");
        row("type of type", "/_type", "1", "E_STATEMENT", "E_STATEMENT");
        row("predicate type", "/predicateType", "\"x\"", "E_PREDICATE", "E_PREDICATE");
        row("no subject", "/subject", "[]", "E_STATEMENT", "E_STATEMENT");
        row("unnamed subject", "/subject/0/name", "\"\"", "E_STATEMENT", "E_STATEMENT");
        row("two subjects", "/subject/1", "{}", "E_STATEMENT", "E_STATEMENT");
        row("root digest", "/subject/0/digest/sha256",
            "\"0000000000000000000000000000000000000000000000000000000000000000\"", "E_ROOT_DIGEST",
            "E_ROOT_DIGEST");
        row("root digest no hex", "/subject/0/digest/sha256", "\"xyz\"", "E_STATEMENT", "E_STATEMENT");
        row("shards", "/predicate/serialization/method", "\"shards\"", "E_UNSUPPORTED", "E_UNSUPPORTED");
        row("blake2b", "/predicate/serialization/hash_type", "\"blake2b\"", "E_UNSUPPORTED", "E_UNSUPPORTED");
        row("links allowed", "/predicate/serialization/allow_symlinks", "true", "E_PREDICATE", "ok");
        row("more ignored", "/predicate/serialization/ignore_paths/6", "\"hole\"", "E_PREDICATE", "ok");
        row("ignore list no list", "/predicate/serialization/ignore_paths", "{}", "E_PREDICATE",
            "E_PREDICATE");
        row("ignored number", "/predicate/serialization/ignore_paths/0", "7", "E_PREDICATE", "E_PREDICATE");
        row("no files", "/predicate/resources", "[]", "E_PREDICATE", "E_PREDICATE");
        row("file hashed otherwise", "/predicate/resources/0/algorithm", "\"md5\"", "E_UNSUPPORTED",
            "E_UNSUPPORTED");
        row("name climbs", "/predicate/resources/0/name", "\"../a\"", "E_PREDICATE", "E_PREDICATE");
        row("name absolute", "/predicate/resources/0/name", "\"/a\"", "E_PREDICATE", "E_PREDICATE");
        row("name twice", "/predicate/resources/0/name", "\"b\"", "E_PREDICATE", "E_PREDICATE");
        row("name is dot", "/predicate/resources/0/name", "\".\"", "E_PREDICATE", "E_PREDICATE");
        row("digest upper case", "/predicate/resources/0/digest", "\"ABCD\"", "E_PREDICATE", "E_PREDICATE");
        row("unknown member", "/more", "1", "E_STATEMENT", "ok");
        row("unknown member of a file", "/predicate/resources/0/size", "1", "E_STATEMENT", "ok");
    }

    void refusesEachDeviation()
    {
        QFETCH(const QString, pointer);
        QFETCH(const QString, value);
        Json payload = *parseJson(encodeStatement(small()));
        payload[Json::json_pointer(pointer.toStdString())] = *parseJson(value.toStdString());
        QTEST(kindFor(payload, Policy::Casebench), "own");
        QTEST(kindFor(payload, Policy::ReferenceVectors), "reference");
    }

    void refusesOtherSpellingsOfTheSame()
    {
        const std::string payload = encodeStatement(small());
        QCOMPARE(qs(parseStatement(payload + "\n", Policy::Casebench).error().kind), qs("E_STATEMENT"));
        CB_VERIFY(parseStatement(payload + "\n", Policy::ReferenceVectors));
        std::string twice = payload;
        twice.insert(1, "\"_type\":\"x\",");
        for (const Policy policy : { Policy::Casebench, Policy::ReferenceVectors }) {
            QCOMPARE(qs(parseStatement(twice, policy).error().kind), qs("E_JSON"));
            QCOMPARE(qs(parseStatement("[]", policy).error().kind), qs("E_STATEMENT"));
            QCOMPARE(qs(parseStatement("", policy).error().kind), qs("E_JSON"));
            QCOMPARE(qs(parseStatement(std::string(100, '['), policy).error().kind), qs("E_JSON"));
        }
    }
};

QTEST_APPLESS_MAIN(TestStatement)
#include "tst_Statement.moc"
