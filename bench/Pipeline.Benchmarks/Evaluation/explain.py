"""Attributions by XGBoost: the other side of the benchmark. One line of JSON, seconds by what was asked.

Arguments: the CSV file, the label, trees, leaves, how many rows are explained, how often.
"""

import json
import sys
import time

import numpy
import pandas
import xgboost
from scipy import sparse
from sklearn.preprocessing import OneHotEncoder

path, label = sys.argv[1:3]
trees, leaves, rows, runs = (int(x) for x in sys.argv[3:7])

frame = pandas.read_csv(path, skipinitialspace=True)
truth = (frame.pop(label).astype(str).str.strip() == "1").to_numpy()
held = numpy.arange(len(frame)) % 5 == 4
names = [x for x in frame if frame[x].dtype == object]
numbers = [x for x in frame if frame[x].dtype != object]
train, test = frame[~held], frame[held].head(rows)
encoder = OneHotEncoder(handle_unknown="ignore", dtype=numpy.float32).fit(train[names])


def encode(part):
    return sparse.hstack(
        [sparse.csr_matrix(part[numbers].to_numpy(numpy.float32)), encoder.transform(part[names])], format="csr")


options = {
    "objective": "binary:logistic", "tree_method": "hist", "grow_policy": "lossguide", "max_leaves": leaves, "max_depth": 0,
    "eta": 0.1, "nthread": 2,
}
model = xgboost.train(options, xgboost.DMatrix(encode(train), truth[~held]), trees)


def seconds(**what):
    taken = []
    for run in range(runs + 1):
        began = time.perf_counter()
        model.predict(xgboost.DMatrix(encode(test)), **what)
        taken.append(time.perf_counter() - began)
    return taken[1:]


print(json.dumps({
    "XGBoost pred_contribs": seconds(pred_contribs=True),
    "XGBoost approx_contribs": seconds(pred_contribs=True, approx_contribs=True),
}))
