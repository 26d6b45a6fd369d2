# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers questions about figures with the published Python libraries, so that tests can hold ours against them.

One question a line on stdin, {"ask": NAME, "with": {...}}; one answer a line on stdout, {"answer": ...} or
{"error": TEXT}. The first line out names the judges: {"answer": {"scipy": "1.18.0", ...}}. NaN is null both ways.
"""
import importlib.metadata
import itertools
import json
import math
import sys
import warnings

import krippendorff
import numpy as np
import scipy.spatial.distance
import scipy.special
import scipy.stats
import sklearn.base
import sklearn.calibration
import sklearn.frozen
import sklearn.isotonic
import sklearn.metrics
import statsmodels.stats.contingency_tables
import statsmodels.stats.inter_rater
import statsmodels.stats.multitest
import statsmodels.stats.proportion
from cleanlab.count import compute_confident_joint, num_label_issues
from cleanlab.filter import find_label_issues
from cleanlab.rank import get_label_quality_scores

JUDGES = ("cleanlab", "krippendorff", "numpy", "scipy", "scikit-learn", "statsmodels")


# ---- labels


def confident_learning(labels, scam):
    """cleanlab on two classes; scam: out-of-fold probability of class 1."""
    labels = np.array(labels)
    probabilities = np.column_stack([1 - np.array(scam), np.array(scam)])
    issues = find_label_issues(labels, probabilities, filter_by="confident_learning",
                               return_indices_ranked_by="self_confidence", n_jobs=1)
    return {
        "counts": compute_confident_joint(labels, probabilities, calibrate=False),
        "calibrated": compute_confident_joint(labels, probabilities, calibrate=True),
        "errors": num_label_issues(labels, probabilities, estimation_method="off_diagonal_calibrated"),
        "self_confidence": get_label_quality_scores(labels, probabilities, method="self_confidence"),
        "issues": issues,
    }


def kappa(first, second):
    """Cohen's kappa of two people's answers to the same items, from two libraries."""
    table = sklearn.metrics.confusion_matrix(first, second)
    return {
        "sklearn": sklearn.metrics.cohen_kappa_score(first, second),
        "statsmodels": statsmodels.stats.inter_rater.cohens_kappa(table, return_results=False),
    }


def items(counts):
    """counts: items x categories. Fleiss wants the same number of answers on each item."""
    counts = np.array(counts)
    answers = counts.sum(axis=1)
    fleiss = None
    if (answers == answers[0]).all():
        fleiss = statsmodels.stats.inter_rater.fleiss_kappa(counts, method="fleiss")
    return {
        "fleiss": fleiss,
        "alpha": krippendorff.alpha(value_counts=counts[answers > 0], level_of_measurement="nominal"),
    }


# ---- a classifier's figures


def classifier(truth, p, cut, bins):
    truth, p = np.array(truth), np.array(p)
    said = p >= cut
    fpr, tpr, _ = sklearn.metrics.roc_curve(truth, p, drop_intermediate=False)
    precision, recall, _ = sklearn.metrics.precision_recall_curve(truth, p)
    observed, predicted = sklearn.calibration.calibration_curve(truth, p, n_bins=bins, strategy="quantile")
    tn, fp, fn, tp = sklearn.metrics.confusion_matrix(truth, said, labels=[0, 1]).ravel()
    return {
        "tp": tp, "fp": fp, "fn": fn, "tn": tn,
        "recall": sklearn.metrics.recall_score(truth, said),
        "precision": sklearn.metrics.precision_score(truth, said),
        "specificity": sklearn.metrics.recall_score(truth, said, pos_label=0),
        "accuracy": sklearn.metrics.accuracy_score(truth, said),
        "f1": sklearn.metrics.f1_score(truth, said),
        "mcc": sklearn.metrics.matthews_corrcoef(truth, said),
        "roc_auc": sklearn.metrics.roc_auc_score(truth, p),
        "average_precision": sklearn.metrics.average_precision_score(truth, p),
        "brier": sklearn.metrics.brier_score_loss(truth, p),
        # They clip at the machine's epsilon, ours says 1e-15.
        "log_loss": sklearn.metrics.log_loss(truth, np.clip(p, 1e-15, 1 - 1e-15)),
        "fpr": fpr, "tpr": tpr,
        # Without the point (recall 0, precision 1) that they add and no threshold has.
        "pr_precision": precision[-2::-1], "pr_recall": recall[-2::-1],
        "observed": observed, "predicted": predicted,
    }


def auc_variance(truth, a, b):
    """DeLong by his own definition, over all pairs: no library at hand has it."""
    truth = np.array(truth)

    def placements(scores):
        scores = np.array(scores)
        pairs = np.subtract.outer(scores[truth == 1], scores[truth == 0])
        wins = (pairs > 0) + 0.5 * (pairs == 0)
        return wins.mean(axis=1), wins.mean(axis=0)

    (pa, na), (pb, nb) = placements(a), placements(b)

    def se(p, n):
        return math.sqrt(np.var(p, ddof=1) / len(p) + np.var(n, ddof=1) / len(n))

    z = (pb.mean() - pa.mean()) / se(pb - pa, nb - na)
    return {"auc": pa.mean(), "se": se(pa, na), "delta": pb.mean() - pa.mean(), "delta_se": se(pb - pa, nb - na),
            "p": 2 * scipy.stats.norm.sf(abs(z))}


def isotonic(score, truth, at):
    fitted = sklearn.isotonic.IsotonicRegression(out_of_bounds="clip").fit(score, truth)
    return fitted.predict(at)


class Margins(sklearn.base.ClassifierMixin, sklearn.base.BaseEstimator):
    """A trained classifier whose margin is its only column."""

    def fit(self, _x, _y):
        self.classes_ = np.array([0, 1])
        return self

    def decision_function(self, x):
        return np.asarray(x)[:, 0]

    def predict(self, x):
        return (self.decision_function(x) > 0).astype(int)


def platt(margins, truth):
    column = np.array(margins).reshape(-1, 1)
    frozen = sklearn.frozen.FrozenEstimator(Margins().fit(None, None))
    fitted = sklearn.calibration.CalibratedClassifierCV(frozen, method="sigmoid", ensemble=False).fit(column, truth)
    return fitted.predict_proba(column)[:, 1]


def shapley(model, rows):
    """Shapley values of an XGBoost model (its JSON) by their definition: all subsets, each tree read with the
    subset's values known and every other split averaged over its branches by cover (path-dependent)."""
    model = json.loads(model)["learner"]
    trees = model["gradient_booster"]["model"]["trees"]
    base = float(model["learner_model_param"]["base_score"])
    columns = int(model["learner_model_param"]["num_feature"])

    def value(tree, row, known, node=0):
        left, right = tree["left_children"][node], tree["right_children"][node]
        if left == -1:
            return tree["split_conditions"][node]
        feature = tree["split_indices"][node]
        if feature in known:
            x = row[feature]
            if x is None:
                go = left if tree["default_left"][node] else right
            else:
                go = left if np.float32(x) < np.float32(tree["split_conditions"][node]) else right
            return value(tree, row, known, go)
        cover = tree["sum_hessian"]
        return (cover[left] * value(tree, row, known, left) + cover[right] * value(tree, row, known, right)) / cover[node]

    answers = []
    for row in rows:
        total = {}
        for size in range(columns + 1):
            for known in itertools.combinations(range(columns), size):
                total[frozenset(known)] = sum(value(tree, row, frozenset(known)) for tree in trees)
        parts = []
        for feature in range(columns):
            part = 0.0
            for known, before in total.items():
                if feature not in known:
                    weight = (math.factorial(len(known)) * math.factorial(columns - len(known) - 1)
                              / math.factorial(columns))
                    part += weight * (total[known | {feature}] - before)
            parts.append(part)
        bias = total[frozenset()] + scipy.special.logit(base)
        answers.append({"parts": parts, "base": bias, "margin": total[frozenset(range(columns))] + scipy.special.logit(base)})
    return answers


# ---- two samples


def samples(reference, current):
    ks = scipy.stats.ks_2samp(reference, current)
    return {
        "ks": ks.statistic, "ks_p": ks.pvalue,
        "wasserstein": scipy.stats.wasserstein_distance(reference, current),
        "sd": np.std(reference),
    }


def shares(reference, current):
    """Two rows of counts over the same levels, none of them empty on both sides."""
    reference, current = np.array(reference), np.array(current)
    r, c = reference / reference.sum(), current / current.sum()
    rs, cs = r, c
    if (reference == 0).any() or (current == 0).any():
        rs, cs = (reference + 0.5) / (reference + 0.5).sum(), (current + 0.5) / (current + 0.5).sum()
    chi2 = scipy.stats.chi2_contingency([reference, current], correction=False)
    return {
        # Both directions of the relative entropy: what PSI is.
        "psi": scipy.special.rel_entr(cs, rs).sum() + scipy.special.rel_entr(rs, cs).sum(),
        "critical": scipy.stats.chi2.ppf(0.95, len(r) - 1) * (1 / reference.sum() + 1 / current.sum()),
        "js": scipy.spatial.distance.jensenshannon(r, c, base=2),
        "hellinger": scipy.spatial.distance.euclidean(np.sqrt(r), np.sqrt(c)) / math.sqrt(2),
        "tv": scipy.spatial.distance.cityblock(r, c) / 2,
        "linf": scipy.spatial.distance.chebyshev(r, c),
        "chi2": chi2.statistic, "df": chi2.dof, "p": chi2.pvalue, "smallest": chi2.expected_freq.min(),
        "v": scipy.stats.contingency.association([reference, current], method="cramer"),
    }


def number_drift(reference, current):
    """A number field before and now; null is missing. Ten bins by the reference's quantiles, the outer two open,
    each closed on its right."""
    r = np.array([x for x in reference if x is not None])
    c = np.array([x for x in current if x is not None])
    edges = np.unique(np.quantile(r, np.linspace(0.1, 0.9, 9)))
    bins = [np.bincount(np.searchsorted(edges, side, side="left"), minlength=len(edges) + 1) for side in (r, c)]
    outside = int(((c < r.min()) | (c > r.max())).sum())
    both = samples(r, c)
    compared = shares(*bins)
    error = math.sqrt(r.var() / len(r) + c.var() / len(c))
    return {
        "bins": bins, "ks": both["ks"], "ks_p": both["ks_p"], "w1_over_sd": both["wasserstein"] / both["sd"],
        "psi": compared["psi"], "psi_critical": compared["critical"], "js_distance": compared["js"],
        "out_of_range_share": outside / len(c), "means": [r.mean(), c.mean()],
        "interval": [c.mean() - r.mean() + z * error for z in scipy.stats.norm.ppf([0.025, 0.975])],
    }


def proportions(k1, n1, k2, n2):
    z, p = statsmodels.stats.proportion.proportions_ztest([k1, k2], [n1, n2])
    low, high = statsmodels.stats.proportion.confint_proportions_2indep(
        k1, n1, k2, n2, method="newcomb", compare="diff", alpha=0.05)
    return {
        "wilson": statsmodels.stats.proportion.proportion_confint(k1, n1, method="wilson", alpha=0.05),
        "newcombe": [low, high], "z": z, "p": p,
        "fisher": scipy.stats.fisher_exact([[k1, n1 - k1], [k2, n2 - k2]]).pvalue,
    }


def mcnemar(b, c):
    return statsmodels.stats.contingency_tables.mcnemar([[0, b], [c, 0]], exact=True).pvalue


def adjusted(p):
    return {
        "scipy": scipy.stats.false_discovery_control(p, method="bh"),
        "statsmodels": statsmodels.stats.multitest.multipletests(p, method="fdr_bh")[1],
    }


# ---- the conversation


def plain(value):
    """JSON's types only."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(one) for one in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def main():
    warnings.simplefilter("ignore")
    known = {f.__name__: f for f in (confident_learning, kappa, items, classifier, auc_variance, isotonic, platt, shapley,
                                     samples, shares, number_drift, proportions, mcnemar, adjusted)}

    def say(document):
        sys.stdout.write(json.dumps(document, allow_nan=False) + "\n")
        sys.stdout.flush()

    say({"answer": {name: importlib.metadata.version(name) for name in JUDGES}})
    for line in sys.stdin:
        try:
            question = json.loads(line)
            say({"answer": plain(known[question["ask"]](**question["with"]))})
        except Exception as trouble:  # the test says what went wrong
            say({"error": f"{type(trouble).__name__}: {trouble}"})


if __name__ == "__main__":
    main()
