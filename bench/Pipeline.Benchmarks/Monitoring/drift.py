"""Drift of columns by pandas and SciPy. Usage: drift.py FILE ROWS NUMBERS CATEGORIES; prints seconds, CPU and results as JSON."""
import json
import os
import resource
import sys

# One thread, before numpy is loaded, as ours says what it takes of all processors.
os.environ["OMP_NUM_THREADS"] = "1"

import time

import numpy as np
import pandas as pd
from scipy import stats
from scipy.spatial import distance

file, rows, numbers, categories = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
values = np.fromfile(file).reshape(2, numbers + categories, rows)


def frame(sample):
    columns = {f"x{i}": sample[i] for i in range(numbers)}
    for i in range(categories):
        columns[f"c{i}"] = [f"name {int(x)}" for x in sample[numbers + i]]
    return pd.DataFrame(columns)


def psi(p, q):
    p, q = np.where(p == 0, 0.0001, p), np.where(q == 0, 0.0001, q)
    return np.sum((q - p) * np.log(q / p))


def number(first, second):
    ks = stats.ks_2samp(first, second)
    normed = stats.wasserstein_distance(first, second) / max(np.std(first), 0.001)
    edges = np.histogram_bin_edges(np.concatenate([first, second]), bins="sturges")
    p, q = np.histogram(first, edges)[0] / len(first), np.histogram(second, edges)[0] / len(second)
    return [ks.statistic, ks.pvalue, normed, psi(p, q), distance.jensenshannon(p, q, 2)]


def category(first, second):
    then, now = first.value_counts(), second.value_counts()
    names = then.index.union(now.index)
    then, now = then.reindex(names, fill_value=0).to_numpy(), now.reindex(names, fill_value=0).to_numpy()
    p, q = then / then.sum(), now / now.sum()
    test = stats.chi2_contingency([then, now], correction=False)
    return [test[0], test[1], psi(p, q), distance.jensenshannon(p, q, 2), np.abs(p - q).sum() / 2, np.abs(p - q).max()]


reference, current = frame(values[0]), frame(values[1])
number(reference["x0"].to_numpy()[:100], current["x0"].to_numpy()[:100])
best = None
for _ in range(3):
    began, used = time.perf_counter(), time.process_time()
    results = [number(reference[x].to_numpy(), current[x].to_numpy()) if x.startswith("x")
               else category(reference[x], current[x]) for x in reference.columns]
    taken = (time.perf_counter() - began, time.process_time() - used)
    best = taken if best is None or taken < best else best
print(json.dumps({
    "seconds": best[0], "cpu": best[1], "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    "results": [[float(x) for x in y] for y in results],
}))
