// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only: little-endian bytes of our BLOBs.

#include "core/base/Error.h"

#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace casebench {

static_assert(std::endian::native == std::endian::little,
              "BLOBs are little-endian; a big-endian machine needs byte swaps here");

[[nodiscard]] inline Error damagedBlob(std::string_view what)
{
    return { ErrorCode::Corrupt,
             "Stored values are damaged (" + std::string(what) + ").",
             {},
             "E_DAMAGED",
             "Run \"check\" and restore the newest backup." };
}

class ByteWriter
{
public:
    template<typename T>
    requires std::is_arithmetic_v<T>

    void put(T value) { m_bytes.append(reinterpret_cast<const char*>(&value), sizeof value); }

    template<typename T>
    requires std::is_arithmetic_v<T>

    void putAll(std::span<const T> values)
    {
        m_bytes.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
    }

    void put(std::string_view bytes) { m_bytes += bytes; }

    void reserve(std::size_t bytes) { m_bytes.reserve(bytes); }

    [[nodiscard]] std::size_t size() const { return m_bytes.size(); }

    [[nodiscard]] std::string take() { return std::move(m_bytes); }

private:
    std::string m_bytes;
};

/// Reads what is there; once a length does not hold, everything after it is refused (ok() is false) and zero.
class ByteReader
{
public:
    explicit ByteReader(std::string_view bytes)
        : m_rest(bytes)
    {
    }

    template<typename T>
    requires std::is_arithmetic_v<T>

    [[nodiscard]] T take()
    {
        T value {};
        const std::string_view bytes = takeBytes(sizeof value);
        if (m_ok)
            std::memcpy(&value, bytes.data(), sizeof value);
        return value;
    }

    /// `count` may be any number a damaged file holds.
    template<typename T>
    requires std::is_arithmetic_v<T>

    [[nodiscard]] std::vector<T> takeAll(std::uint64_t count)
    {
        if (count > m_rest.size() / sizeof(T)) {
            fail();
            return {};
        }
        std::vector<T> values(static_cast<std::size_t>(count));
        const std::string_view bytes = takeBytes(values.size() * sizeof(T));
        if (m_ok && !values.empty())
            std::memcpy(values.data(), bytes.data(), bytes.size());
        return values;
    }

    [[nodiscard]] std::string_view takeBytes(std::uint64_t count)
    {
        if (!m_ok || count > m_rest.size()) {
            fail();
            return {};
        }
        const std::string_view bytes = m_rest.substr(0, static_cast<std::size_t>(count));
        m_rest.remove_prefix(bytes.size());
        return bytes;
    }

    /// What was not taken yet.
    [[nodiscard]] std::string_view rest() const { return m_rest; }

    void fail()
    {
        m_ok = false;
        m_rest = {};
    }

    [[nodiscard]] bool ok() const { return m_ok; }

    [[nodiscard]] bool atEnd() const { return m_ok && m_rest.empty(); }

private:
    std::string_view m_rest;
    bool m_ok = true;
};

} // namespace casebench
