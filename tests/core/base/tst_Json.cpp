// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "core/base/Json.h"
#include "core/base/Random.h"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <limits>

using namespace casebench;
using namespace casebench::test;
using namespace std::string_literals;

namespace {

std::string kindOf(std::string_view text)
{
    const auto parsed = parseJson(text);
    return parsed ? "fine" : parsed.error().kind;
}

} // namespace

class tst_Json : public QObject
{
    Q_OBJECT

private slots:

    void readsEveryKindOfValueInOrder()
    {
        const auto parsed = parseJson(R"( {"z": [1, -2, 2.5, true, null, {}], "a": {"b": "ä\u00e4\n"}} )");
        CB_VERIFY(parsed);
        QCOMPARE(qs(parsed->dump()), QString::fromUtf8(R"({"z":[1,-2,2.5,true,null,{}],"a":{"b":"ää\n"}})"));
    }

    void refusesWhatIsNotJson()
    {
        for (const char* text :
             { "",       " ",       "{",           "[1,]",  "{\"a\":1,}", "{a:1}",    "'a'",
               "01",     "+1",      "1.",          ".5",    "NaN",        "Infinity", "1e999",
               "\"\t\"", "\"\\x\"", "\"\\ud800\"", "[1] 2", "nul",        "// no\n1", "\"open" })
            QVERIFY2(kindOf(text) == "json-syntax", text);
        QCOMPARE(kindOf("\"\xff\""), "invalid-utf8"s);
        QCOMPARE(parseJson("[1, x]").error().where, "byte 5"s);
    }

    void refusesAKeyThatStandsTwice()
    {
        QCOMPARE(kindOf(R"({"a": 1, "a": 1})"), "duplicate-key"s);
        QCOMPARE(kindOf(R"([{"a": {"b": 1, "\u0062": 2}}])"), "duplicate-key"s);
        QCOMPARE(kindOf(R"({"a": {"a": {"b": 1}}, "b": [{"a": 1}, {"a": 2}]})"), "fine"s);
    }

    void nestsAsDeepAsAllowedAndNotDeeper()
    {
        const auto nested = [](std::size_t depth) {
            return std::string(depth, '[') + std::string(depth, ']');
        };
        QCOMPARE(kindOf(nested(64)), "fine"s);
        QCOMPARE(kindOf(nested(65)), "too-deep"s);
        QCOMPARE(kindOf(nested(1'000'000)), "too-deep"s);
        QVERIFY(!parseJson(nested(4), 3));
    }

    /// Looking for each key among those before it would take minutes.
    void manyMembersCostTheirNumberOnly()
    {
        // Processor time, so that other programs on the machine do not count.
        const auto costOf = [](int members) {
            std::string text = "{";
            for (int i = 0; i < members; ++i)
                text += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":" + std::to_string(i);
            text += '}';
            const std::clock_t begin = std::clock();
            const auto parsed = parseJson(text);
            const std::clock_t cost = std::clock() - begin;
            return parsed && parsed->size() == static_cast<std::size_t>(members) ? cost : std::clock_t { -1 };
        };
        const std::clock_t few = costOf(25'000);
        const std::clock_t many = costOf(200'000);
        QVERIFY(few >= 0 && many >= 0);
        qInfo("25,000 members: %.3f s, 200,000: %.3f s", static_cast<double>(few) / CLOCKS_PER_SEC,
              static_cast<double>(many) / CLOCKS_PER_SEC);
        // Eight times as many cost about eight times as much, not 64 times.
        QVERIFY(many < 32 * std::max(few, std::clock_t { CLOCKS_PER_SEC / 100 }));
    }

    void canonicalBytesDoNotDependOnOrder()
    {
        const auto one = parseJson(R"({"b": 1, "a": [{"y": 2.50, "x": "ä/\u0007"}], "B": null})");
        const auto two = parseJson(R"( {"a":[{"x":"ä\/\u0007","y":2.5}],"B":null,"b":1} )");
        CB_VERIFY(one);
        CB_VERIFY(two);
        QCOMPARE(canonicalJson(*one), "{\"B\":null,\"a\":[{\"x\":\"ä/\\u0007\",\"y\":2.5}],\"b\":1}"s);
        QCOMPARE(canonicalJson(*one), canonicalJson(*two));
        QCOMPARE(canonicalJson(*parseJson(canonicalJson(*one))), canonicalJson(*one));
        QCOMPARE(prettyJson(*parseJson(R"({"b":[1],"a":{}})")),
                 "{\n  \"b\": [\n    1\n  ],\n  \"a\": {}\n}\n"s);
    }

    void doublesSurviveTheRoundTrip()
    {
        Random random(6);
        for (int i = 0; i < 20'000; ++i) {
            const double value = random.normal() * std::pow(10.0, static_cast<double>(random.below(40)) - 20);
            const auto back = parseJson(canonicalJson(Json(value)));
            CB_VERIFY(back);
            QCOMPARE(back->get<double>(), value);
        }
        QVERIFY(jsonNumber(std::nan("")).is_null()
                && jsonNumber(std::numeric_limits<double>::infinity()).is_null());
        QVERIFY(std::isnan(numberOrNan(Json(nullptr))) && std::isnan(numberOrNan(Json("1"))));
        QCOMPARE(numberOrNan(Json(3)), 3.0);
    }

    void membersAreAskedForWithWords()
    {
        const auto object = parseJson(
            R"({"text": "a", "number": 1.5, "null": null, "whole": -3, "large": 18446744073709551615, "list": []})");
        CB_VERIFY(object);
        QCOMPARE(*jsonText(*object, "text"), "a"s);
        QVERIFY(!jsonText(*object, "number") && !jsonText(*object, "absent")
                && !jsonText(Json::array(), "text"));
        QCOMPARE(*jsonDouble(*object, "number"), 1.5);
        QVERIFY(std::isnan(*jsonDouble(*object, "null")));
        QVERIFY(!jsonDouble(*object, "text"));
        QCOMPARE(*jsonInteger(*object, "whole"), -3LL);
        QVERIFY(!jsonInteger(*object, "number"));
        QVERIFY(!jsonInteger(*object, "large")); // it does not fit, so it must not turn into -1
        QCOMPARE(*jsonUnsigned(*object, "large"), ~std::uint64_t { 0 });
        QVERIFY(!jsonUnsigned(*object, "whole"));
        CB_VERIFY(jsonMember(*object, "list", Json::value_t::array));
        QVERIFY(!jsonMember(*object, "list", Json::value_t::object));
        QCOMPARE(jsonText(*object, "absent").error().code, ErrorCode::Corrupt);
    }

    /// Whatever stands in a file: an answer, never an exception.
    void anyBytesAreAnswered()
    {
        const std::string sound = R"({"a": [1, 2.5e-3, "x\u00e4", null, true, {"b": []}], "c": -0})";
        Random random(8);
        for (int i = 0; i < 50'000; ++i) {
            std::string text = sound;
            for (std::uint64_t k = 1 + random.below(4); k > 0; --k) {
                const std::size_t at = random.below(text.size());
                if (random.chance(0.5))
                    text[at] = static_cast<char>(random.below(256));
                else if (random.chance(0.5))
                    text.erase(at, 1 + random.below(5));
                else
                    text.insert(at, 1, "{}[]\",:\\0e"[random.below(10)]);
                if (text.empty())
                    break;
            }
            const auto parsed = parseJson(text);
            QVERIFY(parsed || parsed.error().code == ErrorCode::Corrupt);
            if (parsed)
                QCOMPARE(canonicalJson(*parseJson(canonicalJson(*parsed))), canonicalJson(*parsed));
        }
    }
};

QTEST_APPLESS_MAIN(tst_Json)
#include "tst_Json.moc"
