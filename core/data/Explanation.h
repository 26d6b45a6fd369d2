// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace casebench {

/// What one field adds to the margin of one case.
struct Contribution
{
    std::string field;
    std::string value; ///< as the case has it; "" when missing
    bool missing = false; ///< not asked, which is not No
    double amount = 0; ///< in the model's unit
};

/// base + sum of contributions = margin, checked to 1e-4 * (1 + |margin|) every time.
struct Explanation
{
    std::string caseId;
    double base = 0; ///< margin of the average case
    double margin = 0;
    double probability = 0; ///< calibrated
    double threshold = 0.5;
    std::string unit; ///< "log-odds" or "margin"
    std::string method; ///< "TreeSHAP, path-dependent", "linear, interventional on training means"
    std::vector<Contribution> contributions; ///< largest amount first
    std::vector<std::string> unseenFields; ///< filled in this case, but not part of the model
    std::string text; ///< reasons in words
};

} // namespace casebench
