// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdlib>
#include <new>
#include <span>
#include <sys/mman.h>
#include <type_traits>

namespace casebench {

/// Room for passing work on many values: not cleared, and in large pages where the system has them, since
/// touching a fresh page of 4 KB for the first time costs as much as working on it.
template<typename T>
requires std::is_trivial_v<T>

class Scratch
{
public:
    explicit Scratch(std::size_t size)
        : m_size(size)
    {
        constexpr std::size_t kLargePage = std::size_t { 2 } << 20U;
        const std::size_t bytes = (size * sizeof(T) + kLargePage - 1) / kLargePage * kLargePage;
        const bool isLarge = size * sizeof(T) >= kLargePage;
        m_data =
            static_cast<T*>(isLarge ? std::aligned_alloc(kLargePage, bytes) : std::malloc(size * sizeof(T)));
        if (m_data == nullptr && size > 0)
            throw std::bad_alloc();
        if (isLarge)
            ::madvise(m_data, bytes, MADV_HUGEPAGE); // a wish: without it the pages are small
    }

    ~Scratch() { std::free(m_data); }

    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    Scratch(Scratch&&) = delete;
    Scratch& operator=(Scratch&&) = delete;

    [[nodiscard]] T* data() { return m_data; }

    [[nodiscard]] std::span<T> all() { return { m_data, m_size }; }

private:
    std::size_t m_size;
    T* m_data = nullptr;
};

} // namespace casebench
