# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes boosted-golden.json: margins and contributions of our own boosted.json as the Python xgboost package sees it.
boosted.json is written by tst_Golden with CASEBENCH_WRITE_GOLDEN=1. Run: python boosted.py > boosted-golden.json"""
import json

import numpy as np
import xgboost

from generate import matrix

x, _ = matrix()
x[::7, 1] = np.nan
booster = xgboost.Booster()
booster.load_model("boosted.json")
data = xgboost.DMatrix(x[:60])
print(json.dumps({
    "source": f"xgboost {xgboost.__version__} (Python); tests/data/models/boosted.py",
    "margins": booster.predict(data, output_margin=True).astype(float).tolist(),
    "contributions": booster.predict(data, pred_contribs=True).astype(float).tolist(),
}))
