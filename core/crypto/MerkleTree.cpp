// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/MerkleTree.h"

#include <string>

namespace casebench {

namespace {

Digest leafOf(const Digest& row)
{
    std::string bytes(1, '\x00');
    bytes += bytesOf(row);
    return sha256(bytes);
}

Digest nodeOf(const Digest& left, const Digest& right)
{
    std::string bytes(1, '\x01');
    bytes += bytesOf(left);
    bytes += bytesOf(right);
    return sha256(bytes);
}

} // namespace

void MerkleTree::add(const Digest& row)
{
    Subtree last { 1, leafOf(row) };
    while (!m_subtrees.empty() && m_subtrees.back().leaves == last.leaves) {
        last = { 2 * last.leaves, nodeOf(m_subtrees.back().root, last.root) };
        m_subtrees.pop_back();
    }
    m_subtrees.push_back(last);
}

Digest MerkleTree::root() const
{
    if (m_subtrees.empty())
        return sha256({});
    Digest root = m_subtrees.back().root;
    for (auto larger = m_subtrees.rbegin() + 1; larger != m_subtrees.rend(); ++larger)
        root = nodeOf(larger->root, root);
    return root;
}

} // namespace casebench
