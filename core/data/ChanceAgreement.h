// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"

#include <cstdint>
#include <span>
#include <vector>

namespace casebench {

/// How likely two cases of a table agree in many fields at once without having to do with each other. Fields
/// hang together (a city and its postcode agree in one go), so chances must not simply be multiplied: the
/// joint chance is that of the tree which links each field to the one that it hangs on most, from the shares
/// of equal pairs of cases, field by field and pair of fields by pair of fields.
/// Source: Chow & Liu 1968 (dependence tree), on agreement of pairs as in Fellegi & Sunter 1969; a link
///         counts when its equal pairs exceed those of independent fields by three standard deviations
///         (ours).
class ChanceAgreement
{
public:
    /// Takes:  cells: one list per field, of the same cases, one hash per cell (equal cells, equal hashes).
    /// Fails:  Cancelled.
    /// Cost:   O(fields^2 x cases) up to 128 fields; beyond, each field is linked to one of the 64 or
    ///         fewer that tell most.
    [[nodiscard]] static Result<ChanceAgreement> measure(const std::vector<std::vector<std::uint64_t>>& cells,
                                                         Progress& progress);

    /// -log2 of the chance that two cases agree in all fields but these (at most two).
    /// Cost:   O(fields^2); O(1) beyond 128 fields, where it is a lower bound.
    [[nodiscard]] double bitsWithout(std::span<const std::size_t> leftOut) const;

    [[nodiscard]] std::size_t fields() const { return m_own.size(); }

private:
    [[nodiscard]] double shared(std::size_t a, std::size_t b) const { return m_shared[a * m_own.size() + b]; }

    [[nodiscard]] double treeBits(std::span<const std::size_t> leftOut) const;

    std::vector<double> m_own; ///< bits of each field alone
    std::vector<double> m_shared; ///< fields x fields: bits that two have in common; empty beyond 128 fields
    double m_all = 0; ///< bits of all fields
};

} // namespace casebench
