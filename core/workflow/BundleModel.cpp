// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/BundleModel.h"

namespace casebench {

Result<ScorerParts> parsePipeline(std::string_view bytes)
{
    CB_TRY(const Json json, parseJson(bytes));
    ScorerParts parts;
    CB_TRY(parts.family, jsonText(json, "family"));
    CB_TRY(const Json* encoder, jsonMember(json, "encoder", Json::value_t::object));
    parts.encoder = *encoder;
    CB_TRY(parts.modelBytes, jsonText(json, "model"));
    CB_TRY(const Json* calibration, jsonMember(json, "calibration", Json::value_t::object));
    CB_TRY(const Json* fitted, jsonMember(*calibration, "fitted", Json::value_t::boolean));
    parts.calibration.fitted = fitted->get<bool>();
    CB_TRY(parts.calibration.a, jsonDouble(*calibration, "a"));
    CB_TRY(parts.calibration.b, jsonDouble(*calibration, "b"));
    CB_TRY(parts.calibration.n, jsonInteger(*calibration, "n"));
    CB_TRY(parts.threshold, jsonDouble(json, "threshold"));
    return parts;
}

namespace {

/// Contracts of before have none.
Result<std::map<std::string, std::vector<std::string>>> missingTextsOf(const Json& contract)
{
    std::map<std::string, std::vector<std::string>> missing;
    if (!contract.contains(kMissingTextsKey))
        return missing;
    CB_TRY(const Json* fields, jsonMember(contract, kMissingTextsKey, Json::value_t::object));
    for (const auto& [field, texts] : fields->items()) {
        for (const Json& text : texts) {
            if (!texts.is_array() || !text.is_string())
                return Error { ErrorCode::Corrupt, "The contract's missing texts are not lists of texts." };
            missing[field].push_back(text.get<std::string>());
        }
    }
    return missing;
}

} // namespace

Result<BundleModel> openBundleModel(const std::filesystem::path& path,
                                    const std::filesystem::path& publicKey,
                                    const std::filesystem::path& approverKey,
                                    Progress& progress)
{
    CB_TRY(const PublicKey key, PublicKey::load(publicKey));
    std::optional<PublicKey> approver;
    if (!approverKey.empty()) {
        CB_TRY(PublicKey loaded, PublicKey::load(approverKey));
        approver.emplace(std::move(loaded));
    }
    CB_TRY(const VerifiedBundle bundle,
           openVerifiedBundle(path, key, approver ? &*approver : nullptr, progress));
    CB_TRY(const std::string pipeline, bundle.read(kPipelineFile));
    CB_TRY(const ScorerParts parts, parsePipeline(pipeline));
    CB_TRY(Scorer scorer, Scorer::fromParts(parts));
    CB_TRY(const std::string contractBytes, bundle.read(kContractFile));
    CB_TRY(const Json contract, parseJson(contractBytes));
    CB_TRY(const std::string name, jsonText(contract, "name"));
    CB_TRY(const Json* fields, jsonMember(contract, "fields", Json::value_t::array));
    CB_TRY(Schema schema, Schema::fromJson(*fields));
    CB_TRY(auto missing, missingTextsOf(contract));
    return BundleModel { std::move(scorer), std::move(schema), std::move(missing), name, bundle.report() };
}

} // namespace casebench
