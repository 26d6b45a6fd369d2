# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the golden numbers of core/stats with numpy, scipy and scikit-learn: python3 make_golden.py (in this folder)."""
import json
import sys

import numpy as np
import scipy
import sklearn
from scipy import spatial, special, stats
from sklearn import isotonic, metrics

rng = np.random.default_rng(20240917)


def number(x):
    x = float(x)
    return x if np.isfinite(x) else None


def numbers(xs):
    return [number(x) for x in np.asarray(xs, dtype=float).ravel()]


def write(name, **cases):
    head = {"made_by": "make_golden.py", "python": sys.version.split()[0], "numpy": np.__version__,
            "scipy": scipy.__version__, "scikit-learn": sklearn.__version__}
    with open(name, "w") as file:
        json.dump({"source": head, **cases}, file, allow_nan=False)
        file.write("\n")


def special_cases():
    rows = []

    def add(function, value, *arguments):
        rows.append({"f": function, "args": numbers(arguments), "value": number(value)})

    for x in (-38, -8, -3.1, -.5, 0, .2, 1.96, 6, 9):
        add("normalCdf", stats.norm.cdf(x), x)
        add("normalTwoSided", 2 * stats.norm.sf(abs(x)), x)
    for p in (1e-300, 1e-12, .001, .025, .3, .5, .8, .975, 1 - 1e-9):
        add("normalQuantile", stats.norm.ppf(p), p)
    for a in (.5, 1, 2.5, 10, 150, 2000):
        for x in (1e-3, .7, 3, 9, 140, 170, 2100):
            add("upperGamma", special.gammaincc(a, x), a, x)
    for a in (.5, 1, 3.5, 40, 600):
        for b in (.5, 2, 25, 500):
            for x in (1e-6, .1, .45, .5, .9, .9999):
                add("incompleteBeta", special.betainc(a, b, x), a, b, x)
    for df in (1, 2, 9, 60, 400):
        for x in (.01, 1, 7.5, 60, 500):
            add("chiSquaredTail", stats.chi2.sf(x, df), x, df)
        add("chiSquaredCritical", stats.chi2.isf(.05, df), .05, df)
    for df in (1, 2, 9, 30, 1000):
        for t in (0, .1, -1.5, 3.64, 12, 80):
            add("studentTwoSided", 2 * stats.t.sf(abs(t), df), t, df)
    for n, p in ((1, .5), (29, .5), (100, .03), (5000, .49), (5000, 0), (7, 1)):
        for k in (0, 1, n // 3, n // 2, n - 1):
            add("binomialCdf", stats.binom.cdf(k, n, p), k, n, p)
    for x in (.05, .3, .6, .9, 1.1, 1.18, 1.36, 2, 4, 7):
        add("kolmogorovLimit", stats.kstwobign.sf(x), x)
    for n in (50, 141, 1000, 8000, 60000):
        for z in (.2, .35, .6, .9, 1.2, 1.46, 1.5, 2, 3, 6):
            add("kolmogorovTail", stats.kstwo.sf(z / np.sqrt(n), n), z / np.sqrt(n), n)
    for k in (0, 1, 2, 20, 170, 1000000):
        add("logFactorial", special.gammaln(k + 1), k)
    write("special.json", cases=rows)


def spread_samples(i):
    """The same numbers in any language, for samples too long to write down."""
    return ((i * 7919) % 10007) / 10007


def sample_cases():
    pairs = [([1, 2, 3, 4, 5, 6, 7, 8], [3, 4, 5, 6, 7, 8, 9, 10]), ([1], [2]), ([3], [3]), ([1, 1, 1], [1, 1, 2]),
             ([5, 5, 5, 5], [5, 5])]
    for n, m in ((2, 7), (8, 5), (30, 30), (40, 100), (150, 200), (400, 60)):
        pairs.append((rng.normal(size=n), rng.normal(.3, 1.4, size=m)))
        pairs.append((rng.integers(0, 6, n), rng.integers(0, 7, m)))
    pairs.append((rng.normal(size=120), rng.normal(4, 1, size=90)))  # a p far below rounding
    rows = []
    for a, b in pairs:
        a, b = np.asarray(a, float), np.asarray(b, float)
        ks = stats.ks_2samp(a, b, method="exact")
        sd = np.std(a) if len(set(a)) > 1 else 0
        w = stats.wasserstein_distance(a, b)
        rows.append({"a": numbers(a), "b": numbers(b), "ks": number(ks.statistic), "p": number(ks.pvalue), "w": number(w),
                     "sd": number(sd), "wSd": number(w / sd) if sd > 0 else None})
    long_rows = []
    for n, m, shift in ((3000, 3000, .03), (20000, 700, .02), (20000, 700, .08), (12000, 9000, .01), (15000, 15000, .2)):
        a = spread_samples(np.arange(n, dtype=np.int64))
        b = spread_samples(np.arange(m, dtype=np.int64) + 5000) + shift
        ks = stats.ks_2samp(a, b)
        long_rows.append({"n": n, "m": m, "shift": shift, "ks": number(ks.statistic), "p": number(ks.pvalue),
                          "w": number(stats.wasserstein_distance(a, b))})
    write("samples.json", cases=rows, long=long_rows)


def descriptive_cases():
    rows = []
    for n in (1, 2, 3, 10, 57, 400):
        for x in (rng.normal(3, 2, n), rng.integers(0, 5, n).astype(float), rng.normal(1e9, 1e-2, n)):
            qs = (0, .025, .1, 1 / 3, .5, .9, 1)
            inner = np.unique(np.quantile(x, np.arange(1, 10) / 10))
            counts = np.bincount(np.searchsorted(inner, x, side="left"), minlength=len(inner) + 1)
            rows.append({"x": numbers(x), "mean": number(x.mean()), "populationSd": number(np.std(x)),
                         "sampleSd": number(np.std(x, ddof=1)) if n > 1 else None, "q": numbers(qs),
                         "quantiles": numbers(np.quantile(x, qs)), "edges": numbers(inner), "counts": counts.tolist(),
                         "ranks": numbers(stats.rankdata(x))})
    adjusted = []
    for n in (1, 4, 10, 80):
        p = np.round(rng.uniform(size=n) ** 2, 3)
        adjusted.append({"p": numbers(p), "adjusted": numbers(stats.false_discovery_control(p))})
    write("descriptive.json", cases=rows, adjusted=adjusted)


def newcombe(k1, n1, k2, n2):
    def wilson(k, n):
        interval = stats.binomtest(k, n).proportion_ci(method="wilson")
        return k / n, interval.low, interval.high
    p1, l1, u1 = wilson(k1, n1)
    p2, l2, u2 = wilson(k2, n2)
    return p1 - p2 - np.hypot(p1 - l1, u2 - p2), p1 - p2 + np.hypot(u1 - p1, p2 - l2)


def table_cases():
    homogeneous = []
    tables = [((500, 300, 200), (400, 300, 300)), ((40, 60), (30, 20)), ((500, 0, 300, 7), (9, 0, 12, 40)), ((1800, 900), (90, 60))]
    tables += [(rng.integers(30, 900, k), rng.integers(20, 400, k)) for k in (2, 5, 40)]
    for r, c in tables:
        t = np.array([r, c], dtype=float)
        used = t[:, t.sum(axis=0) > 0]
        chi = stats.chi2_contingency(used, correction=False)
        if chi.expected_freq.min() < 5:
            continue
        p, q = t[0] / t[0].sum(), t[1] / t[1].sum()
        add = .5 if (t == 0).any() else 0
        ps, qs = ((x + add) / (x + add).sum() for x in t)
        homogeneous.append({"r": t[0].astype(int).tolist(), "c": t[1].astype(int).tolist(), "chi2": number(chi.statistic),
                            "p": number(chi.pvalue), "df": int(chi.dof), "v": number(np.sqrt(chi.statistic / t.sum())),
                            "js": number(spatial.distance.jensenshannon(p, q, base=2)),
                            "hellinger": number(np.sqrt(((np.sqrt(p) - np.sqrt(q)) ** 2).sum() / 2)),
                            "tv": number(np.abs(p - q).sum() / 2), "largest": number(np.abs(p - q).max()),
                            "psi": number(((qs - ps) * np.log(qs / ps)).sum()),
                            "critical": number(stats.chi2.isf(.05, t.shape[1] - 1) * (1 / t[0].sum() + 1 / t[1].sum()))})
    small = []
    for r, c in (((9, 2, 1), (2, 6, 3)), ((30, 3, 2, 1), (8, 4, 1, 1)), ((400, 12, 3), (20, 2, 2))):
        draws = rng.multivariate_hypergeometric(np.add(r, c), sum(c), size=400000)
        t = np.array([r, c])
        expected = stats.contingency.expected_freq(t)
        observed = ((t - expected) ** 2 / expected).sum()
        drawn = ((draws - expected[1]) ** 2 * (1 / expected[0] + 1 / expected[1])).sum(axis=1)
        small.append({"r": list(r), "c": list(c), "p": number((drawn >= observed * (1 - 1e-9)).mean())})
    two = []
    for k1, n1, k2, n2 in ((620, 1000, 460, 800), (45, 60, 30, 60), (1, 9, 5, 8), (0, 12, 4, 30), (7, 7, 3, 9), (3, 4000, 9, 700)):
        odds = stats.fisher_exact([[k1, n1 - k1], [k2, n2 - k2]])
        pooled = (k1 + k2) / (n1 + n2)
        z = (k1 / n1 - k2 / n2) / np.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
        wilson = stats.binomtest(k1, n1).proportion_ci(method="wilson")
        low, high = newcombe(k1, n1, k2, n2)
        two.append({"k1": k1, "n1": n1, "k2": k2, "n2": n2, "fisher": number(odds.pvalue), "z": number(z),
                    "p": number(2 * stats.norm.sf(abs(z))), "wilson": numbers((wilson.low, wilson.high)),
                    "newcombe": numbers((low, high))})
    mcnemar = [{"b": b, "c": c, "p": number(stats.binomtest(b, b + c, .5).pvalue)}
               for b, c in ((8, 21), (0, 6), (5, 5), (1, 0), (140, 190), (900, 1200))]
    kappa = []
    for n, k in ((30, 2), (200, 3), (500, 5)):
        a = rng.integers(0, k, n)
        b = np.where(rng.uniform(size=n) < .6, a, rng.integers(0, k, n))
        kappa.append({"k": k, "table": metrics.confusion_matrix(a, b).ravel().tolist(), "kappa": number(metrics.cohen_kappa_score(a, b))})
    write("tables.json", homogeneous=homogeneous, small=small, two=two, mcnemar=mcnemar, kappa=kappa)


def delong(y, scores):
    """DeLong, DeLong & Clarke-Pearson 1988 by its definition: every pair is looked at."""
    v10, v01 = [], []
    for s in scores:
        pairs = np.where(s[y == 1][:, None] > s[y == 0][None, :], 1.0, np.where(s[y == 1][:, None] == s[y == 0][None, :], .5, 0))
        v10.append(pairs.mean(axis=1))
        v01.append(pairs.mean(axis=0))
    return np.atleast_2d(np.cov(v10)) / (y == 1).sum() + np.atleast_2d(np.cov(v01)) / (y == 0).sum()


def binary_cases():
    rows = []
    for n, ties in ((6, False), (25, True), (200, False), (200, True), (900, True)):
        y = (rng.uniform(size=n) < .35).astype(int)
        y[:2], y[2:4] = 1, 0
        s = 1 / (1 + np.exp(-(rng.normal(size=n) * 1.2 + 1.5 * y - .9)))
        other = 1 / (1 + np.exp(-(rng.normal(size=n) + 1.1 * y - .7)))
        s, other = (np.round(s, 1 if ties else 6), np.round(other, 1 if ties else 6))
        cut = .5
        flagged = (s >= cut).astype(int)
        fpr, tpr, _ = metrics.roc_curve(y, s, drop_intermediate=False)
        precision, recall, _ = metrics.precision_recall_curve(y, s)
        parts = np.split(np.argsort(s, kind="stable"), [n * b // 10 for b in range(1, 10)])
        ece = sum(abs(y[b].mean() - s[b].mean()) * len(b) / n for b in parts if len(b))
        covariance = delong(y, (s, other))
        delta = metrics.roc_auc_score(y, other) - metrics.roc_auc_score(y, s)
        error = np.sqrt(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1])
        clipped = np.clip(s, 1e-15, 1 - 1e-15)
        tn, fp, fn, tp = metrics.confusion_matrix(y, flagged).ravel()
        fitted = isotonic.IsotonicRegression(out_of_bounds="clip").fit(s, y)
        at = np.linspace(-.2, 1.2, 41)
        rows.append({"y": y.tolist(), "s": numbers(s), "other": numbers(other), "cut": cut,
                     "tp": int(tp), "fp": int(fp), "fn": int(fn), "tn": int(tn),
                     "recall": number(metrics.recall_score(y, flagged)), "precision": number(metrics.precision_score(y, flagged)),
                     "f1": number(metrics.f1_score(y, flagged)), "mcc": number(metrics.matthews_corrcoef(y, flagged)),
                     "accuracy": number(metrics.accuracy_score(y, flagged)), "specificity": number(tn / (tn + fp)),
                     "auc": number(metrics.roc_auc_score(y, s)), "ap": number(metrics.average_precision_score(y, s)),
                     "brier": number(metrics.brier_score_loss(y, s)),
                     "logLoss": number(-np.mean(y * np.log(clipped) + (1 - y) * np.log1p(-clipped))), "ece": number(ece),
                     "aucError": number(np.sqrt(covariance[0, 0])), "delta": number(delta), "deltaError": number(error),
                     "deltaP": number(2 * stats.norm.sf(abs(delta / error))), "fpr": numbers(fpr), "tpr": numbers(tpr),
                     "prRecall": numbers(recall[-2::-1]), "prPrecision": numbers(precision[-2::-1]),
                     "at": numbers(at), "isotonic": numbers(fitted.predict(at))})
    write("binary.json", cases=rows)


special_cases()
sample_cases()
descriptive_cases()
table_cases()
binary_cases()
