// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/Special.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace casebench {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kTiny = 1e-300;
constexpr double kEpsilon = 4e-16; // below two roundings a fraction may swing for ever
constexpr int kMostIterations = 10'000;

/// The libm signgam of lgamma is a global; the re-entrant form is safe beside other threads.
double logGamma(double x)
{
    int sign = 0;
    return ::lgamma_r(x, &sign);
}

double lowerGammaSeries(double a, double x)
{
    double term = 1 / a;
    double sum = term;
    for (int n = 1; n < kMostIterations; ++n) {
        term *= x / (a + n);
        sum += term;
        if (std::abs(term) < std::abs(sum) * kEpsilon)
            break;
    }
    return sum * std::exp(-x + a * std::log(x) - logGamma(a));
}

double upperGammaFraction(double a, double x)
{
    double b = x + 1 - a;
    double c = 1 / kTiny;
    double d = 1 / b;
    double h = d;
    for (int i = 1; i < kMostIterations; ++i) {
        const double an = -i * (i - a);
        b += 2;
        d = an * d + b;
        d = std::abs(d) < kTiny ? kTiny : d;
        c = b + an / c;
        c = std::abs(c) < kTiny ? kTiny : c;
        d = 1 / d;
        const double delta = d * c;
        h *= delta;
        if (std::abs(delta - 1) < kEpsilon)
            break;
    }
    return std::exp(-x + a * std::log(x) - logGamma(a)) * h;
}

double betaFraction(double a, double b, double x)
{
    const auto guarded = [](double value) { return std::abs(value) < kTiny ? kTiny : value; };
    double c = 1;
    double d = 1 / guarded(1 - (a + b) * x / (a + 1));
    double h = d;
    for (int m = 1; m < kMostIterations; ++m) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / guarded(1 + even * d);
        c = guarded(1 + even / c);
        h *= d * c;
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / guarded(1 + odd * d);
        c = guarded(1 + odd / c);
        const double delta = d * c;
        h *= delta;
        if (std::abs(delta - 1) < kEpsilon)
            break;
    }
    return h;
}

} // namespace

double normalCdf(double x)
{
    return .5 * std::erfc(-x / std::numbers::sqrt2);
}

double normalTwoSided(double z)
{
    return std::erfc(std::abs(z) / std::numbers::sqrt2);
}

double normalQuantile(double p)
{
    if (!(p > 0 && p < 1))
        return kNaN;
    const double q = p - .5;
    const auto polynomial = [](const double(&c)[8], double r) {
        double value = c[7];
        for (int i = 6; i >= 0; --i)
            value = value * r + c[i];
        return value;
    };
    static constexpr double a[8] = { 3.3871328727963666080e0,  1.3314166789178437745e+2,
                                     1.9715909503065514427e+3, 1.3731693765509461125e+4,
                                     4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                     3.3430575583588128105e+4, 2.5090809287301226727e+3 };
    static constexpr double b[8] = { 1.0,
                                     4.2313330701600911252e+1,
                                     6.8718700749205790830e+2,
                                     5.3941960214247511077e+3,
                                     2.1213794301586595867e+4,
                                     3.9307895800092710610e+4,
                                     2.8729085735721942674e+4,
                                     5.2264952788528545610e+3 };
    static constexpr double c[8] = { 1.42343711074968357734e0,  4.63033784615654529590e0,
                                     5.76949722146069140550e0,  3.64784832476320460504e0,
                                     1.27045825245236838258e0,  2.41780725177450611770e-1,
                                     2.27238449892691845833e-2, 7.74545014278341407640e-4 };
    static constexpr double d[8] = { 1.0,
                                     2.05319162663775882187e0,
                                     1.67638483018380384940e0,
                                     6.89767334985100004550e-1,
                                     1.48103976427480074590e-1,
                                     1.51986665636164571966e-2,
                                     5.47593808499534494600e-4,
                                     1.05075007164441684324e-9 };
    static constexpr double e[8] = { 6.65790464350110377720e0,  5.46378491116411436990e0,
                                     1.78482653991729133580e0,  2.96560571828504891230e-1,
                                     2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                     2.71155556874348757815e-5, 2.01033439929228813265e-7 };
    static constexpr double f[8] = { 1.0,
                                     5.99832206555887937690e-1,
                                     1.36929880922735805310e-1,
                                     1.48753612908506148525e-2,
                                     7.86869131145613259100e-4,
                                     1.84631831751005468180e-5,
                                     1.42151175831644588870e-7,
                                     2.04426310338993978564e-15 };
    if (std::abs(q) <= .425) {
        const double r = .180625 - q * q;
        return q * polynomial(a, r) / polynomial(b, r);
    }
    double r = std::sqrt(-std::log(q < 0 ? p : 1 - p));
    const double tail = r <= 5 ? (r -= 1.6, polynomial(c, r) / polynomial(d, r))
                               : (r -= 5, polynomial(e, r) / polynomial(f, r));
    return q < 0 ? -tail : tail;
}

double upperGamma(double a, double x)
{
    if (!(a > 0) || !(x >= 0))
        return kNaN;
    if (x == 0)
        return 1;
    return x < a + 1 ? 1 - lowerGammaSeries(a, x) : upperGammaFraction(a, x);
}

double incompleteBeta(double a, double b, double x)
{
    if (!(x >= 0 && x <= 1))
        return kNaN;
    if (x == 0 || x == 1)
        return x;
    const double front =
        std::exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * std::log(x) + b * std::log1p(-x));
    return x < (a + 1) / (a + b + 2) ? front * betaFraction(a, b, x) / a
                                     : 1 - front * betaFraction(b, a, 1 - x) / b;
}

double chiSquaredTail(double x, double degrees)
{
    return upperGamma(degrees / 2, x / 2);
}

double chiSquaredCritical(double p, double degrees)
{
    if (!(p > 0 && p < 1) || !(degrees > 0))
        return kNaN;
    double low = 0;
    double high = degrees + 10;
    while (chiSquaredTail(high, degrees) > p)
        high *= 2;
    for (int i = 0; i < 200; ++i) {
        const double middle = (low + high) / 2;
        (chiSquaredTail(middle, degrees) > p ? low : high) = middle;
    }
    return (low + high) / 2;
}

double studentTwoSided(double t, double degrees)
{
    return std::isnan(t) ? kNaN : incompleteBeta(degrees / 2, .5, degrees / (degrees + t * t));
}

double logFactorial(std::int64_t n)
{
    return logGamma(static_cast<double>(n) + 1);
}

double binomialCdf(std::int64_t k, std::int64_t n, double p)
{
    if (k < 0)
        return 0;
    if (k >= n || p <= 0)
        return 1;
    if (p >= 1)
        return 0;
    double sum = 0;
    for (std::int64_t i = 0; i <= k; ++i) {
        sum += std::exp(logFactorial(n) - logFactorial(i) - logFactorial(n - i)
                        + static_cast<double>(i) * std::log(p) + static_cast<double>(n - i) * std::log1p(-p));
    }
    return std::min(1.0, sum);
}

double kolmogorovTail(double x)
{
    if (!(x > 0))
        return std::isnan(x) ? kNaN : 1;
    if (x < 1.18) { // the dual series converges where the usual one does not (Marsaglia, Tsang & Wang 2003)
        const double y = std::exp(-std::numbers::pi * std::numbers::pi / (8 * x * x));
        const double cdf =
            std::sqrt(2 * std::numbers::pi) / x * (y + std::pow(y, 9) + std::pow(y, 25) + std::pow(y, 49));
        return 1 - cdf;
    }
    double tail = 0;
    for (int k = 1; k <= 20; ++k)
        tail += (k % 2 == 1 ? 2 : -2) * std::exp(-2.0 * k * k * x * x);
    return std::clamp(tail, 0.0, 1.0);
}

} // namespace casebench
