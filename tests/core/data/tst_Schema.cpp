// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/TestMain.h"

#include "core/data/Recipe.h"
#include "core/data/Schema.h"

using namespace casebench;
using namespace casebench::test;

namespace {

Schema schema()
{
    using enum FieldRole;
    return Schema({ { "case_id", FieldKind::Text, Id, ValueType::Text, false },
                    { "received", FieldKind::Time, Time, ValueType::DateTime, false },
                    { "Money Asked", FieldKind::Number, Feature, ValueType::Decimal, true },
                    { "Notes", FieldKind::Text, Feature, ValueType::Text, false },
                    { "Age", FieldKind::Number, Sensitive, ValueType::Integer, false },
                    { "Opened", FieldKind::YesNo, Feature, ValueType::Boolean, false } });
}

} // namespace

class TestSchema : public QObject
{
    Q_OBJECT

private slots:

    void findsFieldsAsPeopleWriteThem()
    {
        const Schema s = schema();
        QVERIFY(s.indexOf("Opened") == 5U && !s.indexOf("opened"));
        QCOMPARE(*s.find(" money asked "), std::size_t { 2 });
        const auto wrong = s.find("Monney Asked");
        QVERIFY(!wrong && wrong.error().code == ErrorCode::NotFound);
        QVERIFY(wrong.error().advice.find("Money Asked") != std::string::npos);
        QVERIFY(!s.find("entirely different"));
    }

    void namesWhatAModelMayUse()
    {
        const Schema s = schema();
        QVERIFY(s.modelFields() == (std::vector<std::size_t> { 2, 5 }));
        QVERIFY(s.firstOf(FieldRole::Time) == 1U);
        QVERIFY(!s.firstOf(FieldRole::Group));
    }

    void jsonGivesTheSameSchema()
    {
        const auto again = Schema::fromJson(*parseJson(canonicalJson(schema().toJson())));
        CB_VERIFY(again);
        QVERIFY(*again == schema());
    }

    void refusesDamagedJson()
    {
        QVERIFY(!Schema::fromJson(Json(5)));
        Json json = schema().toJson();
        Json& fields = json.is_array() ? json : json["fields"];
        fields[0]["kind"] = "colour";
        QVERIFY(!Schema::fromJson(json));
    }

    void jsonGivesTheSameRecipe()
    {
        Recipe recipe { "boosted", { { "rounds", "50" } }, { "Opened" }, SplitKind::Group, 0.3, 7, 99,
                        2,         { "2026-02" } };
        const auto again = recipeFromJson(*parseJson(canonicalJson(toJson(recipe))));
        CB_VERIFY(again);
        QVERIFY(*again == recipe);
        QVERIFY(!recipeFromJson(Json::object()));
    }
};

QTEST_APPLESS_MAIN(TestSchema)
#include "tst_Schema.moc"
