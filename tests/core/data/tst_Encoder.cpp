// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/models/Cases.h"
#include "tests/support/TestMain.h"

#include "core/data/Encoder.h"

using namespace casebench;
using namespace casebench::test;

namespace {

Encoder
fitted(const CaseTable& table, const EncoderOptions& options = {}, std::vector<std::string> fields = {})
{
    if (fields.empty())
        fields = modelFieldNames(table);
    return *Encoder::fit(table, allRows(table.rowCount()), fields, options);
}

std::string whyDropped(const CaseTable& table, const EncoderOptions& options = {})
{
    const Encoder encoder = fitted(table, options);
    return encoder.dropped().empty() ? "" : encoder.dropped().front().why;
}

/// A field that always carries something, so that others may be dropped.
TableBuilder withGood(std::size_t rows)
{
    TableBuilder builder(rows);
    std::vector<double> values(rows);
    std::iota(values.begin(), values.end(), 0.0);
    builder.number("good", values);
    return builder;
}

} // namespace

class TestEncoder : public QObject
{
    Q_OBJECT

private slots:

    void treesSeeNumbersAsTheyAreAndMissingAsNan()
    {
        const auto table = TableBuilder(3)
                               .number("x", { 0.1, kNan, 7 })
                               .yesNo("y", { kYesCode, kNoCode, kMissingCode })
                               .build();
        const Encoder encoder = fitted(*table);
        QVERIFY(encoder.columnNames() == (std::vector<std::string> { "x", "y" }));
        const Matrix matrix = encoder.encode(*table);
        QCOMPARE(matrix.at(0, 0), 0.1F);
        QVERIFY(std::isnan(matrix.at(1, 0)));
        QCOMPARE(matrix.at(0, 1), 1.0F);
        QCOMPARE(matrix.at(1, 1), 0.0F);
        QVERIFY(std::isnan(matrix.at(2, 1))); // not asked is not No
    }

    void linearModelsNeverSeeNan()
    {
        const auto table = TableBuilder(4)
                               .number("x", { 1, 3, kNan, 5 })
                               .yesNo("y", { kYesCode, kNoCode, kMissingCode, kNoCode })
                               .build();
        const Encoder encoder = fitted(*table, { EncodingStyle::Linear });
        QVERIFY(encoder.columnNames()
                == (std::vector<std::string> { "x", "x is missing", "y", "y is missing" }));
        const Matrix matrix = encoder.encode(*table);
        const double sd = std::sqrt(8.0 / 3); // population sd of 1, 3, 5
        QCOMPARE(matrix.at(0, 0), static_cast<float>(-2 / sd));
        QCOMPARE(matrix.at(2, 0), 0.0F);
        QCOMPARE(matrix.at(2, 1), 1.0F);
        QCOMPARE(matrix.at(0, 1), 0.0F);
        QCOMPARE(matrix.at(2, 2), 0.0F);
        QCOMPARE(matrix.at(2, 3), 1.0F);
        // A gap where training had none falls back to the mean.
        const auto full = TableBuilder(2).number("x", { 1, 3 }).build();
        const auto gap = TableBuilder(1).number("x", { kNan }).build();
        QCOMPARE(fitted(*full, { EncodingStyle::Linear }).encode(*gap).at(0, 0), 0.0F);
    }

    void rareLevelsShareAColumnAndUnseenOnesHaveNone()
    {
        const auto table =
            TableBuilder(9)
                .category("c", { 0, 0, 0, 1, 1, 1, 2, 3, kMissingCode }, { "b", "a", "r", "s" })
                .build();
        const Encoder encoder = fitted(*table, { EncodingStyle::Trees, 3, 64 });
        QVERIFY(encoder.columnNames()
                == (std::vector<std::string> { "c=a", "c=b", "c=(rare)", "c is missing" }));
        // Another file numbers its levels in another way, and has new ones.
        const auto other =
            TableBuilder(5).category("c", { 0, 1, 2, 3, kMissingCode }, { "new", "s", "b", "a" }).build();
        const Matrix matrix = encoder.encode(*other);
        const std::vector<float> expected { 0, 0, 0,      0, /**/ 0, 0, 1,      0, /**/ 0, 1,
                                            0, 0, /**/ 1, 0, 0,      0, /**/ 0, 0, 0,      1 };
        QVERIFY(matrix.values == expected);
        QCOMPARE(encoder.unseenLevels(*other), std::int64_t { 1 });
        QVERIFY(encoder.outsideTraining(*other) == (std::vector<std::uint8_t> { 1, 0, 0, 0, 0 }));
    }

    void keepsTheMostFrequentLevels()
    {
        std::vector<Code> codes;
        Dictionary names;
        for (int level = 0; level < 10; ++level) {
            names.push_back(std::string(1, static_cast<char>('a' + level)));
            codes.insert(codes.end(), static_cast<std::size_t>(10 + level), level);
        }
        const auto table = TableBuilder(codes.size()).category("c", codes, names).build();
        const Encoder encoder = fitted(*table, { EncodingStyle::Trees, 5, 3 });
        QVERIFY(encoder.columnNames() == (std::vector<std::string> { "c=h", "c=i", "c=j", "c=(rare)" }));
    }

    void dropsWhatTellsNothing()
    {
        QCOMPARE(qs(whyDropped(*withGood(4).number("x", { 2, 2, 2, 2 }).build())), QString("constant"));
        QCOMPARE(qs(whyDropped(*withGood(4).number("x", std::vector<double>(4, kNan)).build())),
                 QString("all missing"));
        QCOMPARE(qs(whyDropped(*withGood(4).yesNo("x", std::vector<Code>(4, kNoCode)).build())),
                 QString("constant"));
        QCOMPARE(qs(whyDropped(*withGood(4).category("x", { 0, 1, 2, 3 }, { "a", "b", "c", "d" }).build())),
                 QString("every level is rare"));
        // One value and gaps: that there is a value tells something.
        QCOMPARE(qs(whyDropped(*withGood(4).number("x", { 2, 2, kNan, 2 }).build())), QString(""));
        QCOMPARE(
            qs(whyDropped(*withGood(4).yesNo("x", { kYesCode, kMissingCode, kYesCode, kYesCode }).build())),
            QString(""));
    }

    void looksAtTheTrainingRowsOnly()
    {
        const auto table =
            TableBuilder(4).number("x", { 1, 2, 1000, kNan }).number("late", { 5, 5, 6, 7 }).build();
        const std::vector<std::uint32_t> train { 0, 1 };
        const std::vector<std::string> fields { "x", "late" };
        const auto encoder = Encoder::fit(*table, train, fields, { EncodingStyle::Linear });
        CB_VERIFY(encoder);
        QCOMPARE(encoder->columnCount(),
                 std::size_t { 1 }); // no gap in training: no indicator; "late" was constant there
        QCOMPARE(encoder->fields().front().mean, 1.5);
        QCOMPARE(encoder->fields().front().high, 2.0);
        QVERIFY(encoder->outsideTraining(*table) == (std::vector<std::uint8_t> { 0, 0, 1, 0 }));
    }

    void numbersBeyondFloatBecomeItsLargest()
    {
        const auto table =
            TableBuilder(3).number("x", { 1e308, -std::numeric_limits<double>::infinity(), 1 }).build();
        for (const EncodingStyle style : { EncodingStyle::Trees, EncodingStyle::Linear }) {
            for (const float value : fitted(*table, { style }).encode(*table).values)
                QVERIFY(std::isfinite(value));
        }
        const auto usual = TableBuilder(3).number("x", { 0.001, 0.002, 0.003 }).build();
        QVERIFY(std::isfinite(fitted(*usual, { EncodingStyle::Linear }).encode(*table).at(0, 0)));
    }

    void refusesNothingToLearnFrom()
    {
        const auto table = withGood(4).build();
        const std::vector<std::string> good { "good" };
        QVERIFY(!Encoder::fit(*table, {}, good, {}));
        QVERIFY(!Encoder::fit(*table, allRows(4), {}, {}));
        const std::vector<std::string> absent { "bad" };
        QVERIFY(Encoder::fit(*table, allRows(4), absent, {}).error().code == ErrorCode::NotFound);
    }

    void jsonGivesTheSameEncoder()
    {
        const Calls cases = calls(200);
        for (const EncodingStyle style : { EncodingStyle::Trees, EncodingStyle::Linear }) {
            const Encoder encoder = fitted(*cases.table, { style });
            const auto text = canonicalJson(encoder.toJson());
            const auto again = Encoder::fromJson(*parseJson(text));
            CB_VERIFY(again);
            QVERIFY(*again == encoder);
            QVERIFY(canonicalJson(again->toJson()) == text);
            const auto a = again->encode(*cases.table).values;
            const auto b = encoder.encode(*cases.table).values;
            for (std::size_t i = 0; i < a.size(); ++i)
                QVERIFY(a[i] == b[i] || (std::isnan(a[i]) && std::isnan(b[i])));
        }
    }

    void refusesDamagedJson()
    {
        const Json sound = fitted(*calls(100).table).toJson();
        const auto refuses = [&](auto damage) {
            Json json = sound;
            damage(json);
            return !Encoder::fromJson(json);
        };
        QVERIFY(!refuses([](Json&) {}));
        QVERIFY(refuses([](Json& json) { json["style"] = "curved"; }));
        QVERIFY(refuses([](Json& json) { json["fields"][0]["count"] = 1000000; }));
        QVERIFY(refuses([](Json& json) { json["fields"][0]["count"] = -1; }));
        QVERIFY(refuses([](Json& json) { json["fields"][0]["sd"] = 0; }));
        QVERIFY(refuses([](Json& json) { json["fields"][0]["kind"] = "text"; }));
        QVERIFY(refuses([](Json& json) { json["fields"][2]["levels"] = { "z", "a" }; }));
        QVERIFY(refuses([](Json& json) { json["fields"][2]["levels"][0] = 5; }));
        QVERIFY(refuses([](Json& json) { json["fields"][3].erase("mean"); }));
        QVERIFY(refuses([](Json& json) { json.erase("fields"); }));
    }

    void columnsKnowTheirField()
    {
        const Calls cases = calls(300);
        const Encoder encoder = fitted(*cases.table, { EncodingStyle::Linear });
        const auto owner = encoder.fieldOfColumn();
        const auto names = encoder.columnNames();
        QCOMPARE(owner.size(), encoder.columnCount());
        QCOMPARE(names.size(), encoder.columnCount());
        for (std::size_t c = 0; c < owner.size(); ++c) {
            const EncodedField& field = encoder.fields()[owner[c]];
            QVERIFY(c >= field.first && c < field.first + field.count);
            QVERIFY(names[c].starts_with(field.name));
        }
        QVERIFY(encoder.knows("Asked_OTP") && !encoder.knows("asked_otp"));
    }
};

QTEST_APPLESS_MAIN(TestEncoder)
#include "tst_Encoder.moc"
