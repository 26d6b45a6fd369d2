// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/families/boosted/BoostedModelCheck.h"

#include "core/base/Json.h"
#include "core/base/Text.h"

#include <cmath>
#include <fmt/format.h>
#include <limits>

namespace casebench {

namespace {

// promises.md 2.7
constexpr std::size_t kMaxTrees = 10'000;
constexpr std::size_t kMaxNodes = 1'000'000;
constexpr std::size_t kMaxBytes = std::size_t { 256 } << 20;
constexpr long long kNoParent = std::numeric_limits<std::int32_t>::max(); // XGBoost's mark of the root
constexpr long long kNoChild = -1;

Error corrupt(const std::string& what)
{
    return { ErrorCode::Corrupt, what, {}, "model" };
}

/// A list of `count` integers within low..high.
Result<std::vector<long long>>
integers(const Json& tree, std::string_view key, std::size_t count, long long low, long long high)
{
    CB_TRY(const Json* list, jsonMember(tree, key, Json::value_t::array));
    if (list->size() != count)
        return corrupt(fmt::format("{} has {} entries for {} nodes.", key, list->size(), count));
    std::vector<long long> values;
    values.reserve(count);
    for (const Json& entry : *list) {
        if (!entry.is_number_integer()
            || (entry.is_number_unsigned() && entry.get<std::uint64_t>() > static_cast<std::uint64_t>(high)))
            return corrupt(fmt::format("{} holds something else than whole numbers in range.", key));
        values.push_back(entry.get<long long>());
        if (values.back() < low || values.back() > high)
            return corrupt(fmt::format("{} holds {}, outside {} to {}.", key, values.back(), low, high));
    }
    return values;
}

/// `count` numbers that stay finite as float32.
Result<void> finite(const Json& tree, std::string_view key, std::size_t count)
{
    CB_TRY(const Json* list, jsonMember(tree, key, Json::value_t::array));
    if (list->size() != count)
        return corrupt(fmt::format("{} has {} entries for {} nodes.", key, list->size(), count));
    for (const Json& entry : *list) {
        // A whole number here would take another path of XGBoost's reader; its writer always puts an
        // exponent.
        if (!entry.is_number_float()
            || !(std::abs(entry.get<double>()) <= static_cast<double>(std::numeric_limits<float>::max())))
            return corrupt(fmt::format("{} holds something else than finite numbers.", key));
    }
    return {};
}

Result<void> checkLinks(const Json& tree, std::size_t nodes)
{
    const auto last = static_cast<long long>(nodes) - 1;
    CB_TRY(const auto left, integers(tree, "left_children", nodes, kNoChild, last));
    CB_TRY(const auto right, integers(tree, "right_children", nodes, kNoChild, last));
    CB_TRY(const auto parents, integers(tree, "parents", nodes, 0, kNoParent));
    std::size_t children = 0;
    for (std::size_t node = 0; node < nodes; ++node) {
        if ((left[node] == kNoChild) != (right[node] == kNoChild))
            return corrupt(fmt::format("Node {} has one child only.", node));
        if (left[node] == kNoChild)
            continue;
        for (const long long child : { left[node], right[node] }) {
            if (child <= static_cast<long long>(node)
                || parents[static_cast<std::size_t>(child)] != static_cast<long long>(node))
                return corrupt(fmt::format("Node {} and its child {} do not belong together.", node, child));
        }
        if (left[node] == right[node])
            return corrupt(fmt::format("Node {} has one child twice.", node));
        children += 2;
    }
    // Every child names its parent, so equal numbers mean: each node but the root is reached exactly once.
    if (parents[0] != kNoParent || children + 1 != nodes)
        return corrupt("The nodes do not form one tree.");
    return {};
}

Result<void> checkTree(const Json& tree, std::size_t index, std::size_t columns, std::size_t& totalNodes)
{
    static const Json members = { "base_weights",
                                  "categories",
                                  "categories_nodes",
                                  "categories_segments",
                                  "categories_sizes",
                                  "default_left",
                                  "id",
                                  "left_children",
                                  "loss_changes",
                                  "parents",
                                  "right_children",
                                  "split_conditions",
                                  "split_indices",
                                  "split_type",
                                  "sum_hessian",
                                  "tree_param" };
    if (!tree.is_object() || tree.size() != members.size())
        return corrupt("A tree has other members than a tree has.");
    for (const char* key : { "categories", "categories_nodes", "categories_segments", "categories_sizes" }) {
        CB_TRY(const Json* list, jsonMember(tree, key, Json::value_t::array));
        if (!list->empty())
            return corrupt("Trees on categories are not written here.");
    }
    CB_TRY(const long long id, jsonInteger(tree, "id"));
    CB_TRY(const Json* left, jsonMember(tree, "left_children", Json::value_t::array));
    const std::size_t nodes = left->size();
    totalNodes += nodes;
    if (nodes == 0 || totalNodes > kMaxNodes || id != static_cast<long long>(index))
        return corrupt("A tree is empty, too large or out of order.");
    const Json expected = { { "num_deleted", "0" },
                            { "num_feature", std::to_string(columns) },
                            { "num_nodes", std::to_string(nodes) },
                            { "size_leaf_vector", "0" } };
    CB_TRY(const Json* parameters, jsonMember(tree, "tree_param", Json::value_t::object));
    if (*parameters != expected)
        return corrupt("The tree's own figures do not fit it.");
    CB_CHECK(checkLinks(tree, nodes));
    CB_CHECK(integers(tree, "split_indices", nodes, 0, static_cast<long long>(columns) - 1));
    CB_CHECK(integers(tree, "default_left", nodes, 0, 1));
    CB_CHECK(integers(tree, "split_type", nodes, 0, 0));
    for (const char* key : { "base_weights", "loss_changes", "split_conditions", "sum_hessian" })
        CB_CHECK(finite(tree, key, nodes));
    return {};
}

/// Everything but the trees, as our training leaves it.
Json expectedFrame(std::size_t columns, std::size_t trees)
{
    const Json model = { { "gbtree_model_param",
                           { { "num_parallel_tree", "1" },
                             { "num_trees", std::to_string(trees) },
                             { "size_leaf_vector", "0" } } },
                         { "tree_info", std::vector<int>(trees, 0) },
                         { "trees", Json::array() } };
    return { { "attributes", Json::object() },
             { "feature_names", Json::array() },
             { "feature_types", Json::array() },
             { "gradient_booster", { { "model", model }, { "name", "gbtree" } } },
             { "learner_model_param",
               { { "base_score", "5E-1" },
                 { "boost_from_average", "0" },
                 { "num_class", "0" },
                 { "num_feature", std::to_string(columns) },
                 { "num_target", "1" } } },
             { "objective",
               { { "name", "binary:logistic" }, { "reg_loss_param", { { "scale_pos_weight", "1" } } } } } };
}

Result<void> checkVersion(const Json& document)
{
    CB_TRY(const Json* version, jsonMember(document, "version", Json::value_t::array));
    if (document.size() != 2 || version->size() != 3)
        return corrupt("The model has other members than a model has.");
    for (const Json& part : *version) {
        if (!part.is_number_unsigned() || part.get<std::uint64_t>() > 1000)
            return corrupt("The model's version cannot be read.");
    }
    return {};
}

} // namespace

Result<void> checkBoostedModel(std::string_view bytes, std::size_t columns)
{
    if (bytes.size() > kMaxBytes)
        return corrupt("The model is larger than 256 MiB.");
    CB_TRY(Json document, parseJson(bytes, 16));
    CB_CHECK(checkVersion(document));
    CB_TRY(const Json* learner, jsonMember(document, "learner", Json::value_t::object));
    CB_TRY(const Json* parameters, jsonMember(*learner, "learner_model_param", Json::value_t::object));
    CB_TRY(const std::string declared, jsonText(*parameters, "num_feature"));
    if (const auto count = parseInteger(declared);
        count && *count > 0 && static_cast<std::size_t>(*count) != columns)
        return Error { ErrorCode::InvalidInput,
                       fmt::format("The model reads {} encoded columns, the encoder gives {}.", *count,
                                   columns),
                       {},
                       "shape" };
    CB_TRY(const Json* booster, jsonMember(*learner, "gradient_booster", Json::value_t::object));
    CB_TRY(const Json* model, jsonMember(*booster, "model", Json::value_t::object));
    CB_TRY(const Json* trees, jsonMember(*model, "trees", Json::value_t::array));
    if (trees->empty() || trees->size() > kMaxTrees)
        return corrupt(fmt::format("The model has {} trees; 1 to {} are read.", trees->size(), kMaxTrees));
    std::size_t nodes = 0;
    for (std::size_t i = 0; i < trees->size(); ++i) {
        if (auto sound = checkTree((*trees)[i], i, columns, nodes); !sound)
            return sound.error().in(fmt::format("tree {}", i));
    }
    const std::size_t treeCount = trees->size();
    document["learner"]["gradient_booster"]["model"]["trees"] = Json::array();
    // Keys are compared sorted: their order is not part of the value.
    if (canonicalJson(document["learner"]) != canonicalJson(expectedFrame(columns, treeCount)))
        return corrupt("The model's settings are not those of a binary booster trained here.");
    return {};
}

} // namespace casebench
