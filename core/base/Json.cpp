// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Json.h"

#include "core/base/Text.h"

#include <cmath>
#include <limits>
#include <unordered_set>
#include <vector>

namespace casebench {

namespace {

/// Builds the value while watching depth and duplicate keys, which the library lets pass.
class StrictBuilder : public nlohmann::json_sax<Json>
{
public:
    explicit StrictBuilder(int maxDepth)
        : m_maxDepth(maxDepth)
    {
    }

    bool null() override { return put(nullptr); }

    bool boolean(bool value) override { return put(value); }

    bool number_integer(number_integer_t value) override { return put(value); }

    bool number_unsigned(number_unsigned_t value) override { return put(value); }

    bool number_float(number_float_t value, const string_t&) override { return put(value); }

    bool string(string_t& value) override { return put(std::move(value)); }

    bool binary(binary_t&) override { return false; }

    bool start_object(std::size_t) override { return open(Json::object()); }

    bool start_array(std::size_t) override { return open(Json::array()); }

    bool end_object() override { return close(); }

    bool end_array() override { return close(); }

    bool key(string_t& value) override
    {
        if (!m_keys.back().insert(value).second)
            return fail("duplicate-key", "The key \"" + value + "\" stands twice in one object.");
        m_key = value;
        return true;
    }

    bool
    parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& failure) override
    {
        m_error = Error { ErrorCode::Corrupt, "Not JSON: " + std::string(failure.what()) + ".",
                          "byte " + std::to_string(position), "json-syntax" };
        return false;
    }

    [[nodiscard]] const Error& error() const { return m_error; }

    [[nodiscard]] Json take() { return std::move(m_root); }

private:
    bool fail(const char* kind, const std::string& what)
    {
        m_error = Error { ErrorCode::Corrupt, what, {}, kind };
        return false;
    }

    Json* place(Json value)
    {
        if (m_stack.empty()) {
            m_root = std::move(value);
            return &m_root;
        }
        Json& parent = *m_stack.back();
        if (parent.is_array()) {
            parent.push_back(std::move(value));
            return &parent.back();
        }
        // key() has ruled out a second one; looking for it again would cost the square of the members.
        auto& members = parent.get_ref<Json::object_t&>();
        members.emplace_back(m_key, std::move(value));
        return &members.back().second;
    }

    bool put(Json value)
    {
        place(std::move(value));
        return true;
    }

    bool open(Json value)
    {
        if (static_cast<int>(m_stack.size()) >= m_maxDepth)
            return fail("too-deep", "Nested deeper than " + std::to_string(m_maxDepth) + " levels.");
        m_stack.push_back(place(std::move(value)));
        m_keys.emplace_back();
        return true;
    }

    bool close()
    {
        m_stack.pop_back();
        m_keys.pop_back();
        return true;
    }

    int m_maxDepth;
    Json m_root;
    std::vector<Json*> m_stack;
    std::vector<std::unordered_set<std::string>> m_keys;
    std::string m_key;
    Error m_error { ErrorCode::Corrupt, "Not JSON.", {}, "json-syntax" };
};

Error memberError(std::string_view key, std::string_view expected)
{
    return Error { ErrorCode::Corrupt,
                   "\"" + std::string(key) + "\" is missing or not " + std::string(expected) + "." };
}

const Json* find(const Json& object, std::string_view key)
{
    if (!object.is_object())
        return nullptr;
    const auto at = object.find(std::string(key));
    return at == object.end() ? nullptr : &*at;
}

} // namespace

Result<Json> parseJson(std::string_view text, int maxDepth)
{
    if (const auto bad = firstInvalidUtf8(text); bad != std::string_view::npos)
        return Error { ErrorCode::Corrupt, "Not UTF-8.", "byte " + std::to_string(bad), "invalid-utf8" };
    StrictBuilder builder(maxDepth);
    if (!Json::sax_parse(text.begin(), text.end(), &builder))
        return builder.error();
    return builder.take();
}

std::string canonicalJson(const Json& value)
{
    // nlohmann::json (not ordered) keeps its keys sorted by bytes; converting is the sort.
    return nlohmann::json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::strict);
}

std::string prettyJson(const Json& value)
{
    return value.dump(2, ' ', false, Json::error_handler_t::strict) + "\n";
}

Json jsonNumber(double value)
{
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

double numberOrNan(const Json& value)
{
    return value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN();
}

Result<std::string> jsonText(const Json& object, std::string_view key)
{
    const Json* member = find(object, key);
    if (member == nullptr || !member->is_string())
        return memberError(key, "text");
    return member->get<std::string>();
}

Result<double> jsonDouble(const Json& object, std::string_view key)
{
    const Json* member = find(object, key);
    if (member == nullptr || !(member->is_number() || member->is_null()))
        return memberError(key, "a number");
    return numberOrNan(*member);
}

Result<long long> jsonInteger(const Json& object, std::string_view key)
{
    const Json* member = find(object, key);
    constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<long long>::max());
    if (member == nullptr || !member->is_number_integer()
        || (member->is_number_unsigned() && member->get<std::uint64_t>() > kMost))
        return memberError(key, "a whole number");
    return member->get<long long>();
}

Result<std::uint64_t> jsonUnsigned(const Json& object, std::string_view key)
{
    const Json* member = find(object, key);
    if (member == nullptr || !member->is_number_integer()
        || (!member->is_number_unsigned() && member->get<long long>() < 0))
        return memberError(key, "a whole number of at least 0");
    return member->get<std::uint64_t>();
}

Result<const Json*> jsonMember(const Json& object, std::string_view key, Json::value_t type)
{
    const Json* member = find(object, key);
    if (member == nullptr || member->type() != type)
        return memberError(key, type == Json::value_t::array ? "a list" : "an object");
    return member;
}

} // namespace casebench
