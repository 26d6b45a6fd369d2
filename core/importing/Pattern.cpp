// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/Pattern.h"

#include "core/base/Text.h"

#include <fmt/format.h>
#include <unicode/regex.h>

namespace casebench {

namespace {

constexpr std::int32_t kStepLimit = 2000; // ICU's unit, about a millisecond each (ours)

} // namespace

struct Pattern::Engine
{
    std::unique_ptr<icu::RegexMatcher> matcher;
    icu::UnicodeString text; // the matcher refers to it
};

Pattern::Pattern(std::unique_ptr<Engine> engine)
    : m_engine(std::move(engine))
{
}

Pattern::~Pattern() = default;
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;

Result<Pattern> Pattern::compile(std::string_view pattern)
{
    UErrorCode status = U_ZERO_ERROR;
    UParseError where {};
    const auto source = icu::UnicodeString::fromUTF8(
        icu::StringPiece(pattern.data(), static_cast<std::int32_t>(pattern.size())));
    const std::unique_ptr<icu::RegexPattern> check(icu::RegexPattern::compile(source, 0, where, status));
    if (U_FAILURE(status) || pattern.empty() || !isValidUtf8(pattern))
        return Error { ErrorCode::InvalidInput,
                       pattern.empty() ? std::string("The pattern is empty.")
                                       : fmt::format("The pattern \"{}\" is wrong at character {}.", pattern,
                                                     where.offset),
                       {},
                       "pattern",
                       "It is a regular expression, for example ^C[0-9]{4}-[0-9]+$." };
    auto engine = std::make_unique<Engine>();
    engine->matcher = std::make_unique<icu::RegexMatcher>(source, 0U, status);
    engine->matcher->setTimeLimit(kStepLimit, status);
    if (U_FAILURE(status))
        return Error { ErrorCode::Library, fmt::format("ICU: {}.", u_errorName(status)) };
    return Pattern(std::move(engine));
}

Result<bool> Pattern::found(std::string_view text)
{
    if (!isValidUtf8(text))
        return false;
    m_engine->text =
        icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
    m_engine->matcher->reset(m_engine->text);
    UErrorCode status = U_ZERO_ERROR;
    const bool hit = m_engine->matcher->find(status) != 0;
    if (status == U_REGEX_TIME_OUT || status == U_REGEX_STACK_OVERFLOW)
        return Error { ErrorCode::InvalidInput,
                       "The pattern takes too long on one of the texts.",
                       {},
                       "pattern-too-slow",
                       "Simplify it: nested repetitions such as (a+)+ are the usual cause." };
    if (U_FAILURE(status))
        return Error { ErrorCode::Library, fmt::format("ICU: {}.", u_errorName(status)) };
    return hit;
}

} // namespace casebench
