// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/TestMain.h"
#include "tests/support/Where.h"

#include "core/base/Json.h"
#include "core/models/families/boosted/BoostedModelCheck.h"

#include <QFile>

#include <functional>

using namespace casebench;
using namespace casebench::test;

namespace {

constexpr std::size_t kColumns = 4;

Json sound()
{
    QFile file(qs((casebench::test::sourceDirectory() / "tests/data/models/boosted.json").string()));
    return file.open(QIODevice::ReadOnly) ? *parseJson(file.readAll().toStdString()) : Json {};
}

using Damage = std::function<void(Json& document, Json& tree)>;

bool refuses(const Damage& damage)
{
    Json document = sound();
    damage(document, document["learner"]["gradient_booster"]["model"]["trees"][0]);
    return !checkBoostedModel(document.dump(), kColumns);
}

} // namespace

class TestBoostedModelCheck : public QObject
{
    Q_OBJECT

private slots:

    void acceptsWhatTrainingWrites()
    {
        CB_VERIFY(checkBoostedModel(sound().dump(), kColumns));
        QVERIFY(!refuses([](Json&, Json&) {}));
        const auto narrow = checkBoostedModel(sound().dump(), kColumns - 1);
        QVERIFY(!narrow && narrow.error().code == ErrorCode::InvalidInput);
    }

    void refusesCyclesAndStrayChildren()
    {
        QVERIFY(refuses([](Json&, Json& tree) { tree["left_children"][1] = 0; }));
        QVERIFY(refuses([](Json&, Json& tree) { tree["left_children"][0] = 100000; }));
        QVERIFY(refuses([](Json&, Json& tree) { tree["left_children"][0] = -2; }));
        QVERIFY(refuses([](Json&, Json& tree) { tree["right_children"][0] = tree["left_children"][0]; }));
        QVERIFY(refuses([](Json&, Json& tree) { tree["right_children"][0] = -1; }));
        QVERIFY(refuses([](Json&, Json& tree) { tree["parents"][1] = 1; }));
        QVERIFY(refuses([](Json&, Json& tree) { tree["left_children"][0] = 1.5; }));
        QVERIFY(refuses(
            [](Json&, Json& tree) { tree["left_children"][0] = std::uint64_t { 18446744073709551615U }; }));
    }

    void refusesLengthsThatDiffer()
    {
        for (const char* key :
             { "left_children", "right_children", "parents", "split_indices", "split_conditions",
               "default_left", "split_type", "base_weights", "loss_changes", "sum_hessian" }) {
            QVERIFY2(refuses([&](Json&, Json& tree) { tree[key].erase(0); }), key);
            QVERIFY2(refuses([&](Json&, Json& tree) { tree[key].push_back(0); }), key);
            QVERIFY2(refuses([&](Json&, Json& tree) { tree[key] = "x"; }), key);
            QVERIFY2(refuses([&](Json&, Json& tree) { tree.erase(key); }), key);
        }
        QVERIFY(refuses([](Json&, Json& tree) { tree["tree_param"]["num_nodes"] = "999999999"; }));
        QVERIFY(refuses([](Json&, Json& tree) { tree["tree_param"]["num_deleted"] = "1"; }));
        QVERIFY(refuses([](Json&, Json& tree) { tree["more"] = 1; }));
    }

    void refusesFeaturesAndNumbersOutOfRange()
    {
        QVERIFY(refuses([](Json&, Json& tree) { tree["split_indices"][0] = kColumns; }));
        QVERIFY(refuses([](Json&, Json& tree) { tree["split_indices"][0] = -1; }));
        QVERIFY(refuses([](Json&, Json& tree) { tree["split_conditions"][0] = 1e39; }));
        QVERIFY(refuses([](Json&, Json& tree) { tree["split_conditions"][0] = nullptr; }));
        QVERIFY(refuses([](Json&, Json& tree) { tree["default_left"][0] = 2; }));
        QVERIFY(refuses([](Json&, Json& tree) { tree["split_type"][0] = 1; }));
        QVERIFY(refuses([](Json&, Json& tree) { tree["categories"].push_back(1); }));
        QVERIFY(refuses([](Json&, Json& tree) { tree["id"] = 5; }));
    }

    void refusesOtherKindsOfModels()
    {
        QVERIFY(refuses(
            [](Json& document, Json&) { document["learner"]["objective"]["name"] = "reg:squarederror"; }));
        QVERIFY(
            refuses([](Json& document, Json&) { document["learner"]["gradient_booster"]["name"] = "dart"; }));
        QVERIFY(refuses(
            [](Json& document, Json&) { document["learner"]["learner_model_param"]["num_class"] = "3"; }));
        QVERIFY(refuses(
            [](Json& document, Json&) { document["learner"]["learner_model_param"]["base_score"] = "nan"; }));
        QVERIFY(refuses([](Json& document, Json&) { document["learner"]["attributes"]["x"] = "y"; }));
        QVERIFY(refuses([](Json& document, Json&) {
            document["learner"]["gradient_booster"]["model"]["tree_info"][0] = 7;
        }));
        QVERIFY(refuses([](Json& document, Json&) {
            document["learner"]["gradient_booster"]["model"]["trees"].erase(0);
        }));
        QVERIFY(refuses([](Json& document, Json&) {
            document["learner"]["gradient_booster"]["model"]["gbtree_model_param"]["num_trees"] = "1";
        }));
        QVERIFY(refuses([](Json& document, Json&) { document["version"] = "1.7.4"; }));
        QVERIFY(refuses([](Json& document, Json&) { document["extra"] = 1; }));
    }

    void refusesTooManyTreesOrNodes()
    {
        QVERIFY(refuses([](Json& document, Json&) {
            Json& trees = document["learner"]["gradient_booster"]["model"]["trees"];
            trees = Json::array();
            for (int i = 0; i < 10'001; ++i) {
                trees.push_back({ { "id", i } });
                document["learner"]["gradient_booster"]["model"]["tree_info"].push_back(0);
            }
            document["learner"]["gradient_booster"]["model"]["gbtree_model_param"]["num_trees"] = "10001";
        }));
    }
};

QTEST_APPLESS_MAIN(TestBoostedModelCheck)
#include "tst_BoostedModelCheck.moc"
