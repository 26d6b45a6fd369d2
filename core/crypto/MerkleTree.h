// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crypto/Digest.h"

#include <cstddef>
#include <vector>

namespace casebench {

/// merkleRoot() of digests that come one by one.
/// Cost: O(1) hashes a digest on average, O(log n) memory.
class MerkleTree
{
public:
    void add(const Digest& row);
    /// Of what was added so far; SHA-256 of nothing when that is nothing.
    [[nodiscard]] Digest root() const;

private:
    struct Subtree
    {
        std::size_t leaves;
        Digest root;
    };

    std::vector<Subtree> m_subtrees; ///< complete ones, the largest first, no two of a size
};

} // namespace casebench
