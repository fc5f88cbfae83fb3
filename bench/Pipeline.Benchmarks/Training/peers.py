"""The same training by XGBoost and scikit-learn: the other side of the benchmark. One line of JSON for each of them.

Arguments: the CSV file, the label, its positive value, every how many rows one is for the test, trees, leaves, rate.
"""

import json
import resource
import sys
import time

import numpy
import pandas
import xgboost
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder
from scipy import sparse

path, label, positive, every, trees, leaves, rate, peer = sys.argv[1:9]
every, trees, leaves, rate = int(every), int(trees), int(leaves), float(rate)

began = time.perf_counter()
frame = pandas.read_csv(path, skipinitialspace=True)
read = time.perf_counter() - began
truth = (frame.pop(label).astype(str).str.strip() == positive).to_numpy()
held = numpy.arange(len(frame)) % every == every - 1
names = [x for x in frame if frame[x].dtype == object]
numbers = [x for x in frame if frame[x].dtype != object]
train, test = frame[~held], frame[held]


def tell(encode, fit, auc):
    print(json.dumps({
        "peer": peer, "read": read, "encode": encode, "train": fit, "auc": auc,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }), flush=True)


if peer == "xgboost":
    began = time.perf_counter()
    encoder = OneHotEncoder(handle_unknown="ignore", dtype=numpy.float32).fit(train[names])
    encoded = sparse.hstack(
        [sparse.csr_matrix(train[numbers].to_numpy(numpy.float32)), encoder.transform(train[names])], format="csr")
    matrix = xgboost.DMatrix(encoded, truth[~held])
    encode = time.perf_counter() - began
    options = {
        "objective": "binary:logistic", "tree_method": "hist", "grow_policy": "lossguide", "max_leaves": leaves, "max_depth": 0,
        "eta": rate, "nthread": 2,
    }
    began = time.perf_counter()
    model = xgboost.train(options, matrix, trees)
    fit = time.perf_counter() - began
    rows = sparse.hstack(
        [sparse.csr_matrix(test[numbers].to_numpy(numpy.float32)), encoder.transform(test[names])], format="csr")
    tell(encode, fit, roc_auc_score(truth[held], model.predict(xgboost.DMatrix(rows))))
else:
    began = time.perf_counter()
    encoder = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=numpy.nan).fit(train[names])
    encoded = numpy.hstack([train[numbers].to_numpy(float), encoder.transform(train[names])])
    encode = time.perf_counter() - began
    few = [len(x) <= 255 for x in encoder.categories_]
    model = HistGradientBoostingClassifier(
        max_iter=trees, max_leaf_nodes=leaves, learning_rate=rate, early_stopping=False,
        categorical_features=[False] * len(numbers) + few)
    began = time.perf_counter()
    model.fit(encoded, truth[~held])
    fit = time.perf_counter() - began
    rows = numpy.hstack([test[numbers].to_numpy(float), encoder.transform(test[names])])
    tell(encode, fit, roc_auc_score(truth[held], model.predict_proba(rows)[:, 1]))
