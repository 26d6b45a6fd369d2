// SPDX-License-Identifier: GPL-3.0-or-later
// The quick way of reading a number gives what the thorough one gives, to the last bit.
#include "support/TestMain.h"

#include "core/base/Random.h"
#include "core/data/Column.h"
#include "core/importing/ValueShape.h"

#include <bit>
#include <cstdlib>
#include <fmt/format.h>

using namespace casebench;

namespace {

/// A manner of writing numbers that is not the plain one, so that no short cut is taken, and that differs
/// from it only for texts with an apostrophe.
const NumberFormat kThorough { '.', "'" };

void compare(const std::string& text)
{
    const Value quick = inspectNumber(text, {});
    const Value thorough = inspectNumber(text, kThorough);
    QVERIFY2(quick.shape == thorough.shape, text.c_str());
    QVERIFY2(quick.canonical == thorough.canonical, text.c_str());
    QVERIFY2(std::bit_cast<std::uint64_t>(quick.number) == std::bit_cast<std::uint64_t>(thorough.number),
             text.c_str());
    if (quick.canonical)
        QCOMPARE(printNumber(quick.number), text);
}

} // namespace

class tst_ValueShape : public QObject
{
    Q_OBJECT

private slots:
    void everyShortTextOfNumberSigns();
    void decimalsOfEveryLength();
    void numbersAsTheyArePrinted();
    void takesTheUsualOnes();
};

void tst_ValueShape::everyShortTextOfNumberSigns()
{
    constexpr std::string_view kSigns = "0159.-+e";
    constexpr int kLongest = 6;
    int texts = 0;
    std::string text;
    const auto extend = [&](const auto& self) -> void {
        if (!text.empty()) {
            compare(text);
            ++texts;
        }
        if (text.size() == kLongest)
            return;
        for (const char c : kSigns) {
            text += c;
            self(self);
            text.pop_back();
        }
    };
    extend(extend);
    QCOMPARE(texts, 299'592); // 8 + 8^2 + ... + 8^6
}

void tst_ValueShape::decimalsOfEveryLength()
{
    Random random(31);
    for (int i = 0; i < 200'000; ++i) {
        std::string text = random.chance(0.3) ? "-" : "";
        for (std::size_t k = random.below(18); k > 0; --k)
            text += static_cast<char>('0' + random.below(10));
        if (random.chance(0.7)) {
            text += '.';
            for (std::size_t k = random.below(18); k > 0; --k)
                text += static_cast<char>('0' + (random.chance(0.4) ? 0 : random.below(10)));
        }
        if (!text.empty())
            compare(text);
        if (QTest::currentTestFailed())
            return;
    }
}

void tst_ValueShape::numbersAsTheyArePrinted()
{
    Random random(37);
    for (int i = 0; i < 100'000; ++i) {
        const double number =
            (random.uniform() - 0.5) * std::pow(10.0, static_cast<double>(random.below(19)));
        for (const int places : { 0, 1, 2, 6, 9 }) {
            const std::string text = fmt::format("{:.{}f}", number, places);
            compare(text);
            const Value value = inspectNumber(text, {});
            if (value.shape == Shape::Integer || value.shape == Shape::Decimal)
                QCOMPARE(value.number, std::strtod(text.c_str(), nullptr));
        }
        if (QTest::currentTestFailed())
            return;
    }
}

void tst_ValueShape::takesTheUsualOnes()
{
    for (const char* text :
         { "0", "7", "-7", "12.5", "-0.5", "0.001", "123456789012345", "0.12345678901234" }) {
        const Value value = inspectNumber(text, {});
        QVERIFY2(value.canonical, text);
        QCOMPARE(value.number, std::strtod(text, nullptr));
    }
    for (const char* text :
         { "-0", "1.0", "+1", "01", "1e3", ".5", "5.", "0.0001", "1234567890123456", "--1", "-" })
        QVERIFY2(!inspectNumber(text, {}).canonical, text);
}

QTEST_APPLESS_MAIN(tst_ValueShape)
#include "tst_ValueShape.moc"
