// SPDX-License-Identifier: GPL-3.0-or-later
// Published worked examples of the three coefficients; tests/interop lets other implementations judge random
// tables.
#include "Golden.h"

#include "core/stats/Agreement.h"

using namespace casebench;
using namespace casebench::test;

namespace {

ItemCounts itemsOf(std::size_t categories, std::vector<std::int64_t> counts)
{
    return { categories, std::move(counts) };
}

/// Krippendorff 2011, section C: four observers, twelve units, five categories, some missing.
ItemCounts krippendorffsExample()
{
    const std::vector<std::vector<int>> said { { 1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0 },
                                               { 1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3 },
                                               { 0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0 },
                                               { 1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0 } };
    ItemCounts items { 5, std::vector<std::int64_t>(12 * 5, 0) };
    for (const auto& observer : said) {
        for (std::size_t unit = 0; unit < observer.size(); ++unit) {
            if (observer[unit] > 0)
                ++items.counts[unit * 5 + static_cast<std::size_t>(observer[unit] - 1)];
        }
    }
    return items;
}

/// Ten items, fourteen people, five categories: the worked example most texts on Fleiss' kappa share.
ItemCounts fleissExample()
{
    return itemsOf(5, { 0, 0, 0, 0, 14, 0, 2, 6, 4, 2, 0, 0, 3, 5, 6, 0, 3, 9, 2, 0, 2, 2, 8, 1, 1,
                        7, 7, 0, 0, 0,  3, 2, 6, 3, 0, 2, 5, 3, 2, 2, 6, 5, 2, 1, 0, 0, 2, 2, 3, 7 });
}

} // namespace

class TestAgreement : public QObject
{
    Q_OBJECT

private slots:

    void kappaOfTwoPeople()
    {
        const std::vector<std::int64_t> table { 40, 9, 6, 45 }; // statistics.md 1
        QVERIFY(agrees(cohenKappa(table, 2), .6995, 0, 5e-5));
        QVERIFY(std::isnan(cohenKappa(std::vector<std::int64_t> { 7, 0, 0, 0 }, 2))); // nothing can disagree
        QVERIFY(std::isnan(cohenKappa(std::vector<std::int64_t> { 0, 0, 0, 0 }, 2)));
    }

    void kappaOfManyPeople() { QVERIFY(agrees(fleissKappa(fleissExample()), .210, 0, 5e-4)); }

    void kappaOfManyWantsEqualNumbers()
    {
        QVERIFY(std::isnan(fleissKappa(itemsOf(2, { 2, 0, 1, 2 }))));
        // An item with one answer says nothing and stands in nobody's way.
        QCOMPARE(fleissKappa(itemsOf(2, { 2, 0, 1, 1, 0, 2, 1, 0 })),
                 fleissKappa(itemsOf(2, { 2, 0, 1, 1, 0, 2 })));
    }

    void alphaWithGaps() { QVERIFY(agrees(krippendorffAlpha(krippendorffsExample()), .743, 0, 5e-4)); }

    void alphaIsUndefinedWhereNothingCanDisagree()
    {
        QVERIFY(std::isnan(krippendorffAlpha(itemsOf(2, { 3, 0, 2, 0 }))));
        QVERIFY(std::isnan(krippendorffAlpha(itemsOf(2, { 1, 0, 0, 1 })))); // nobody met anybody
        QVERIFY(std::isnan(krippendorffAlpha({})));
        QCOMPARE(krippendorffAlpha(itemsOf(2, { 2, 0, 0, 2 })), 1.0);
    }

    void agreementIsTheMeanOverItems()
    {
        QCOMPARE(pairwiseAgreement(itemsOf(2, { 2, 0, 1, 1 })), .5);
        QCOMPARE(pairwiseAgreement(itemsOf(2, { 2, 1 })), 1.0 / 3);
        QVERIFY(std::isnan(pairwiseAgreement(itemsOf(2, { 1, 0 }))));
    }

    void intervalsHoldTheValueAndRepeat()
    {
        Progress silent;
        const auto fleiss = fleissKappaInterval(fleissExample(), {}, silent);
        CB_VERIFY(fleiss);
        QCOMPARE(fleiss->n, 10);
        QVERIFY(fleiss->low < fleiss->value && fleiss->value < fleiss->high);
        const auto again = fleissKappaInterval(fleissExample(), {}, silent);
        QVERIFY(again->low == fleiss->low && again->high == fleiss->high);
        const auto other = fleissKappaInterval(fleissExample(), { 2000, 2 }, silent);
        QVERIFY(other->low != fleiss->low);
        const auto alpha = krippendorffAlphaInterval(krippendorffsExample(), {}, silent);
        QCOMPARE(alpha->n, 11); // the twelfth unit has one answer
        QVERIFY(alpha->low < alpha->value && alpha->value < alpha->high);
    }

    /// Cohen's interval against the large-sample error of Fleiss, Cohen & Everitt 1969, .0717 for this table.
    void theIntervalOfTwoPeopleIsAsWideAsTheory()
    {
        Progress silent;
        const std::vector<std::int64_t> table { 40, 9, 6, 45 };
        const auto kappa = cohenKappaInterval(table, 2, {}, silent);
        CB_VERIFY(kappa);
        QCOMPARE(kappa->n, 100);
        const double half = (kappa->high - kappa->low) / 2;
        QVERIFY2(std::abs(half / 1.96 - .0717) < .006, qPrintable(QString::number(half / 1.96)));
    }

    void stopsAtEveryCheckpoint()
    {
        for (const int k : { 0, 1, 1000 }) {
            StopAt stop(k);
            const auto alpha = krippendorffAlphaInterval(krippendorffsExample(), {}, stop.progress());
            QVERIFY(!alpha && alpha.error().code == ErrorCode::Cancelled);
        }
    }
};

QTEST_GUILESS_MAIN(TestAgreement)
#include "tst_Agreement.moc"
