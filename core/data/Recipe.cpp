// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/Recipe.h"

namespace casebench {

Json toJson(const Recipe& recipe)
{
    Json parameters = Json::object();
    for (const auto& [key, value] : recipe.parameters)
        parameters[key] = value;
    Json json = { { "family", recipe.family },
                  { "parameters", parameters },
                  { "fields", recipe.fields },
                  { "split", name(recipe.split) },
                  { "holdout_share", recipe.holdoutShare },
                  { "folds", recipe.folds },
                  { "seed", recipe.seed },
                  { "threads", recipe.threads } };
    // Only where there is one: recipes of before keep their bytes.
    if (!recipe.excludedMonths.empty())
        json["excluded_months"] = recipe.excludedMonths;
    return json;
}

Result<Recipe> recipeFromJson(const Json& json)
{
    Recipe recipe;
    CB_TRY(recipe.family, jsonText(json, "family"));
    CB_TRY(const Json* parameters, jsonMember(json, "parameters", Json::value_t::object));
    for (const auto& [key, value] : parameters->items()) {
        if (!value.is_string())
            return Error { ErrorCode::Corrupt, "A recipe's parameter is not text.", key };
        recipe.parameters[key] = value.get<std::string>();
    }
    CB_TRY(const Json* fields, jsonMember(json, "fields", Json::value_t::array));
    for (const Json& field : *fields) {
        if (!field.is_string())
            return Error { ErrorCode::Corrupt, "A recipe's field is not text." };
        recipe.fields.push_back(field.get<std::string>());
    }
    CB_TRY(const std::string split, jsonText(json, "split"));
    CB_TRY(recipe.split, valueIn(kSplitKindNames, split));
    CB_TRY(recipe.holdoutShare, jsonDouble(json, "holdout_share"));
    CB_TRY(const long long folds, jsonInteger(json, "folds"));
    CB_TRY(recipe.seed, jsonUnsigned(json, "seed"));
    CB_TRY(const long long threads, jsonInteger(json, "threads"));
    if (json.contains("excluded_months")) {
        CB_TRY(const Json* months, jsonMember(json, "excluded_months", Json::value_t::array));
        for (const Json& month : *months) {
            if (!month.is_string())
                return Error { ErrorCode::Corrupt, "A recipe's excluded month is not text." };
            recipe.excludedMonths.push_back(month.get<std::string>());
        }
    }
    recipe.folds = static_cast<int>(folds);
    recipe.threads = static_cast<int>(threads);
    return recipe;
}

} // namespace casebench
