# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the golden numbers of tst_Golden from scikit-learn. Run: python generate.py > golden.json
The matrix is a fixed integer recipe, so that the test builds it without reading any file."""
import json

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.svm import LinearSVC

ROWS, COLUMNS = 400, 4


def matrix():
    # A linear congruential sequence (Numerical Recipes), 24 bits a cell: exact in float32.
    state = 12345
    cells = []
    for _ in range(ROWS * (COLUMNS + 1)):
        state = (1664525 * state + 1013904223) % 2**32
        cells.append((state >> 8) / 2**23 - 1)
    cells = np.array(cells).reshape(ROWS, COLUMNS + 1)
    x = cells[:, :COLUMNS].astype(np.float32).astype(float)
    x[:, 3] = (x[:, 3] > 0.4).astype(float)
    score = 1.5 * x[:, 0] - x[:, 1] + 0.8 * x[:, 3] + 1.2 * cells[:, COLUMNS]
    return x, (score > 0.9).astype(int)


def main():
    x, y = matrix()
    golden = {
        "source": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}; tests/data/models/generate.py",
        "positives": int(y.sum()),
        "logistic": [],
        "svm": [],
    }
    for c in (0.1, 1.0, 10.0):
        model = LogisticRegression(C=c, tol=1e-12, max_iter=100000).fit(x, y)
        golden["logistic"].append({"C": c, "intercept": model.intercept_[0], "weights": model.coef_[0].tolist()})
    for c in (0.1, 1.0):
        model = LinearSVC(C=c, loss="hinge", class_weight="balanced", tol=1e-8, max_iter=2000000, random_state=0).fit(x, y)
        golden["svm"].append({"C": c, "auc": roc_auc_score(y, model.decision_function(x)),
                              "intercept": model.intercept_[0], "weights": model.coef_[0].tolist()})

    # Platt scaling: logistic regression without penalty on one score, with his smoothed targets, as weighted rows.
    margin = 1.5 * x[:, 0] - x[:, 1]
    n1, n0 = y.sum(), len(y) - y.sum()
    high, low = (n1 + 1) / (n1 + 2), 1 / (n0 + 2)
    target = np.where(y == 1, high, low)
    stacked = np.concatenate([margin, margin])[:, None]
    labels = np.concatenate([np.ones(len(y)), np.zeros(len(y))])
    model = LogisticRegression(C=1e12, tol=1e-12, max_iter=100000).fit(stacked, labels, sample_weight=np.concatenate([target, 1 - target]))
    golden["platt"] = {"a": -model.coef_[0][0], "b": -model.intercept_[0]}
    print(json.dumps(golden, indent=1))


if __name__ == "__main__":
    main()
