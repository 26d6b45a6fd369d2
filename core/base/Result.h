// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Contract.h"
#include "core/base/Error.h"

#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

namespace casebench {

/// A value or an Error, with the names of std::expected (absent from GCC 12 in C++20), so that a later
/// `using` can replace it.
/// Return a T or an Error; both convert. Asking for the absent side is a bug and ends in the contract
/// check.
template<typename T>
class [[nodiscard]] Result
{
public:
    using value_type = T;

    template<typename U = T>

    requires(
        std::is_constructible_v<
            T,
            U&&> && !std::is_same_v<std::remove_cvref_t<U>, Result> && !std::is_same_v<std::remove_cvref_t<U>, Error>)
        Result(U&& value)
        : m_state(std::in_place_index<0>, std::forward<U>(value))
    {
    }

    Result(Error error)
        : m_state(std::in_place_index<1>, std::move(error))
    {
    }

    [[nodiscard]] bool has_value() const { return m_state.index() == 0; }

    explicit operator bool() const { return has_value(); }

    [[nodiscard]] T& value() &
    {
        require(has_value());
        return std::get<0>(m_state);
    }

    [[nodiscard]] const T& value() const&
    {
        require(has_value());
        return std::get<0>(m_state);
    }

    [[nodiscard]] T&& value() &&
    {
        require(has_value());
        return std::get<0>(std::move(m_state));
    }

    T& operator*() & { return value(); }

    const T& operator*() const& { return value(); }

    T&& operator*() && { return std::move(*this).value(); }

    T* operator->() { return &value(); }

    const T* operator->() const { return &value(); }

    [[nodiscard]] const Error& error() const
    {
        expects(!has_value(), "Result::error() of a value");
        return std::get<1>(m_state);
    }

    template<typename U>
    [[nodiscard]] T value_or(U&& other) const&
    {
        return has_value() ? std::get<0>(m_state) : static_cast<T>(std::forward<U>(other));
    }

private:
    void require(bool present) const
    {
        if (!present)
            contractViolated("Result::value() of an error: " + std::get<1>(m_state).sentence());
    }

    std::variant<T, Error> m_state;
};

/// Success without a value, or an Error.
template<>
class [[nodiscard]] Result<void>
{
public:
    using value_type = void;

    Result() = default;

    Result(Error error)
        : m_error(std::move(error))
    {
    }

    [[nodiscard]] bool has_value() const { return !m_error.has_value(); }

    explicit operator bool() const { return has_value(); }

    [[nodiscard]] const Error& error() const
    {
        expects(m_error.has_value(), "Result::error() of a success");
        return *m_error;
    }

private:
    std::optional<Error> m_error;
};

} // namespace casebench

// Early return is the whole point of these two, and no function can do that: hence macros.
#define CASEBENCH_CONCAT_INNER(a, b) a##b
#define CASEBENCH_CONCAT(a, b) CASEBENCH_CONCAT_INNER(a, b)

/// CB_TRY(auto x, f()): x is the value of f(), or the enclosing function returns f()'s Error.
#define CB_TRY(declaration, expression)                                                                      \
    auto CASEBENCH_CONCAT(cbTry, __LINE__) = (expression);                                                   \
    if (!CASEBENCH_CONCAT(cbTry, __LINE__))                                                                  \
        return CASEBENCH_CONCAT(cbTry, __LINE__).error();                                                    \
    declaration = std::move(*CASEBENCH_CONCAT(cbTry, __LINE__))

/// CB_CHECK(f()): the enclosing function returns f()'s Error, if it has one.
#define CB_CHECK(expression)                                                                                 \
    do {                                                                                                     \
        if (auto cbCheck = (expression); !cbCheck)                                                           \
            return cbCheck.error();                                                                          \
    } while (false)
