// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include <algorithm>
#include <memory>
#include <vector>

using namespace casebench;

namespace {

Result<int> half(int number)
{
    if (number % 2 != 0)
        return Error { ErrorCode::InvalidInput, "It is odd." };
    return number / 2;
}

Result<int> quarter(int number)
{
    CB_TRY(const int once, half(number));
    CB_TRY(const int twice, half(once));
    return twice;
}

Result<void> mustBeEven(int number)
{
    CB_CHECK(half(number));
    return {};
}

} // namespace

class tst_Result : public QObject
{
    Q_OBJECT

private slots:

    void carriesAValueOrAnError()
    {
        QCOMPARE(*half(4), 2);
        QCOMPARE(half(3).error().code, ErrorCode::InvalidInput);
        QCOMPARE(half(3).value_or(7), 7);
        QCOMPARE(half(4).value_or(7), 2);
    }

    void returnsEarlyWithTheFirstError()
    {
        QCOMPARE(*quarter(8), 2);
        QVERIFY(!quarter(6));
        QVERIFY(!quarter(3));
        QVERIFY(mustBeEven(2));
        QVERIFY(!mustBeEven(3));
    }

    void askingForTheAbsentSideIsABug()
    {
        const auto refused = half(3);
        const auto fine = half(4);
        QVERIFY_EXCEPTION_THROWN((void)refused.value(), ContractViolation);
        QVERIFY_EXCEPTION_THROWN((void)fine.error(), ContractViolation);
        QVERIFY_EXCEPTION_THROWN((void)Result<void>().error(), ContractViolation);
    }

    void holdsWhatCanOnlyBeMoved()
    {
        Result<std::unique_ptr<int>> owned = std::make_unique<int>(5);
        const std::unique_ptr<int> taken = *std::move(owned);
        QCOMPARE(*taken, 5);
    }

    void errorsSayWhereWhatAndWhatNext()
    {
        Error error { ErrorCode::Corrupt, "The digest does not hold." };
        QCOMPARE(error.sentence(), "The digest does not hold.");
        error = std::move(error)
                    .in("chunk 3")
                    .in("cases.casebench")
                    .advise("Restore a copy.")
                    .advise("Not this.");
        QCOMPARE(error.sentence(), "cases.casebench, chunk 3: The digest does not hold. Restore a copy.");
        const Error outer = std::as_const(error).in("import");
        QCOMPARE(outer.where, "import, cases.casebench, chunk 3");
        QCOMPARE(error.where, "cases.casebench, chunk 3");
    }

    void theWordsOfALibraryComeLast()
    {
        Error error { ErrorCode::Corrupt,
                      "The project file is damaged.\nSQLite says: Page 221",
                      "a.casebench",
                      {},
                      "Restore a copy." };
        QCOMPARE(error.sentence(),
                 "a.casebench: The project file is damaged. Restore a copy. (SQLite says: Page 221)");
    }

    void everyCodeHasItsOwnName()
    {
        std::vector<std::string_view> names;
        for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code)
            names.push_back(errorCodeName(static_cast<ErrorCode>(code)));
        std::ranges::sort(names);
        QCOMPARE(names.size(), std::size_t { 9 });
        QVERIFY(std::ranges::adjacent_find(names) == names.end());
    }
};

QTEST_APPLESS_MAIN(tst_Result)
#include "tst_Result.moc"
