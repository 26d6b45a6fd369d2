// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/models/Cases.h"
#include "tests/support/TestMain.h"

#include "core/explaining/Explainer.h"
#include "core/models/Families.h"

using namespace casebench;
using namespace casebench::test;

namespace {

Scorer scorerOf(const Calls& cases, const Family& family)
{
    const auto fields = modelFieldNames(*cases.table);
    const auto encoder =
        Encoder::fit(*cases.table, allRows(cases.truth.size()), fields, { family.encodingStyle() });
    Progress silent;
    auto model = family.fit(encoder->encode(*cases.table), cases.truth,
                            *ParameterValues::resolve(family.parameters(), {}), {}, silent);
    return Scorer(*encoder, std::shared_ptr<const TrainedModel>(std::move(*model)), { true, -1.2, 0.1, 100 },
                  0.4);
}

/// The calls, with two further fields that no model of them knows.
CaseTable widened(const CaseTable& table)
{
    CaseTable wide = table;
    auto fields = wide.schema.fields();
    fields.push_back({ "UPI_PAYMENTS", FieldKind::YesNo, FieldRole::Feature, ValueType::Boolean, false });
    fields.push_back({ "Notes", FieldKind::Text, FieldRole::Feature, ValueType::Text, false });
    std::vector<Code> upi(table.rowCount(), kNoCode);
    upi[0] = kYesCode;
    upi[1] = kMissingCode;
    const auto words = std::make_shared<const Dictionary>(Dictionary { "some words" });
    wide.columns.push_back(Column::codes(
        FieldKind::YesNo, { upi, std::make_shared<const Dictionary>(Dictionary { "No", "Yes" }) }));
    wide.columns.push_back(Column::codes(FieldKind::Text, { std::vector<Code>(table.rowCount(), 0), words }));
    wide.schema = Schema(fields);
    return wide;
}

} // namespace

class TestExplainer : public QObject
{
    Q_OBJECT

private:
    static void everyFamily()
    {
        QTest::addColumn<QString>("family");
        for (const Family* family : families())
            QTest::newRow(std::string(family->id()).c_str()) << qs(family->id());
    }

private slots:

    void fieldsAddUpToTheMargin_data() { everyFamily(); }

    void fieldsAddUpToTheMargin()
    {
        QFETCH(QString, family);
        const Calls cases = calls(300);
        const Scorer scorer = scorerOf(cases, **findFamily(family.toStdString()));
        Progress silent;
        const auto rows = allRows(300);
        const auto all = explainCases(scorer, *cases.table, rows, silent);
        const auto scores = scorer.score(*cases.table, silent);
        CB_VERIFY(all);
        QCOMPARE(all->size(), std::size_t { 300 });
        for (std::size_t i = 0; i < all->size(); ++i) {
            const Explanation& one = (*all)[i];
            QVERIFY(one.caseId == cases.table->ids[i]);
            QCOMPARE(one.contributions.size(), std::size_t { 4 });
            double sum = one.base;
            for (std::size_t c = 0; c < 4; ++c) {
                sum += one.contributions[c].amount;
                QVERIFY(c == 0
                        || std::abs(one.contributions[c - 1].amount)
                            >= std::abs(one.contributions[c].amount));
            }
            QVERIFY(std::abs(sum - one.margin) <= 1e-4 * (1 + std::abs(one.margin)));
            QVERIFY(one.margin == scores->margin[i] && one.probability == scores->probability[i]);
            QCOMPARE(one.threshold, 0.4);
            QVERIFY(!one.text.empty() && !one.method.empty());
            QVERIFY(one.unit == (family == "svm" ? "margin" : "log-odds"));
        }
    }

    void sameBytesAgainAndInAnyOrder()
    {
        const Calls cases = calls(200);
        const Scorer scorer = scorerOf(cases, **findFamily("boosted"));
        Progress silent;
        const auto rows = allRows(200);
        const std::uint32_t two[] = { 150, 7 };
        const auto all = explainCases(scorer, *cases.table, rows, silent);
        const auto some = explainCases(scorer, *cases.table, two, silent);
        QVERIFY((*some)[0].text == (*all)[150].text && (*some)[0].base == (*all)[150].base);
        QVERIFY((*some)[1].margin == (*all)[7].margin);
    }

    void tellsNotAskedFromNo()
    {
        const Calls cases = calls(300);
        const Scorer scorer = scorerOf(cases, **findFamily("logistic"));
        const Column& otp = *cases.table->column("Asked_OTP");
        Progress silent;
        const auto all = explainCases(scorer, *cases.table, allRows(300), silent);
        int missing = 0;
        for (std::size_t i = 0; i < 300; ++i) {
            const auto at = std::ranges::find((*all)[i].contributions, "Asked_OTP", &Contribution::field);
            QCOMPARE(at->missing, otp.isMissing(i));
            QVERIFY(at->value == (otp.isMissing(i) ? "" : otp.codes()[i] == kYesCode ? "Yes" : "No"));
            missing += at->missing ? 1 : 0;
        }
        QVERIFY(missing > 10);
    }

    void namesFilledFieldsTheModelCannotSee()
    {
        const Calls cases = calls(200);
        const Scorer scorer = scorerOf(cases, **findFamily("boosted"));
        const CaseTable wide = widened(*cases.table);
        Progress silent;
        const std::uint32_t rows[] = { 0, 1, 2 };
        const auto all = explainCases(scorer, wide, rows, silent);
        CB_VERIFY(all);
        QVERIFY((*all)[0].unseenFields == std::vector<std::string> { "UPI_PAYMENTS" });
        QVERIFY((*all)[0].text.find("cannot see UPI_PAYMENTS") != std::string::npos);
        QVERIFY((*all)[1].unseenFields.empty()); // missing
        QVERIFY((*all)[2].unseenFields.empty()); // No
    }

    void writesReasonsForPeople()
    {
        Explanation one;
        one.unit = "log-odds";
        one.contributions = { { "Opened_Bank_Website", "Yes", false, 1.904 },
                              { "Asked_OTP", "", true, -0.12 },
                              { "Tiny", "x", false, 0.001 } };
        QCOMPARE(qs(reasonsText(one)),
                 QString("Opened_Bank_Website = Yes speaks for scam (+1.90 log-odds). Asked_OTP was not "
                         "asked, which speaks against scam (-0.12 log-odds). "
                         "1 further field together: +0.00."));
        QCOMPARE(qs(reasonsText(one, 1)),
                 QString("Opened_Bank_Website = Yes speaks for scam (+1.90 log-odds). 2 further fields "
                         "together: -0.12."));
        one.contributions.clear();
        QVERIFY(reasonsText(one).find("No field moves") == 0);
    }

    void globalImportanceRanksTheTellingFieldFirst()
    {
        const Calls cases = calls(600);
        const Scorer scorer = scorerOf(cases, **findFamily("boosted"));
        Progress silent;
        const auto importance = contributionImportance(scorer, *cases.table, allRows(600), silent);
        CB_VERIFY(importance);
        QVERIFY(importance->front().field == "Opened_Bank_Website");
        QVERIFY(importance->back().field == "Location_Of_Call");
        QVERIFY(importance->front().drop > 1 && importance->front().sd > 0);
        QVERIFY(!contributionImportance(scorer, *cases.table, {}, silent));
    }

    void stopsWhenAsked()
    {
        const Calls cases = calls(100);
        const Scorer scorer = scorerOf(cases, **findFamily("svm"));
        for (int k = 0; k < 2; ++k) {
            StopAt stop(k);
            QVERIFY(explainCases(scorer, *cases.table, allRows(100), stop.progress()).error().code
                    == ErrorCode::Cancelled);
        }
    }
};

QTEST_APPLESS_MAIN(TestExplainer)
#include "tst_Explainer.moc"
