// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/Calibration.h"

#include <cmath>

namespace casebench {

double calibrated(const Calibration& calibration, double margin)
{
    const double x = calibration.a * margin + calibration.b;
    return x >= 0 ? std::exp(-x) / (1 + std::exp(-x)) : 1 / (1 + std::exp(x));
}

std::vector<double> calibrated(const Calibration& calibration, std::span<const double> margins)
{
    std::vector<double> probabilities;
    probabilities.reserve(margins.size());
    for (const double margin : margins)
        probabilities.push_back(calibrated(calibration, margin));
    return probabilities;
}

} // namespace casebench
