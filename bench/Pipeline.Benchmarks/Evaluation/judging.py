"""Bootstrap intervals of the same metrics by scikit-learn, in two processes: the other side of the benchmark. One line of JSON.

Arguments: a file of doubles, first the truth of all rows and then their probabilities; how many resamples.
"""

import json
import multiprocessing
import resource
import sys
import time

import numpy
from sklearn import metrics
from sklearn.calibration import calibration_curve

path, resamples = sys.argv[1], int(sys.argv[2])
both = numpy.fromfile(path)
truth, probability = both[: len(both) // 2].astype(int), both[len(both) // 2:]


def calibration_error(y, p, bins=10):
    shares, means = calibration_curve(y, p, n_bins=bins)
    counts = numpy.bincount(numpy.searchsorted(numpy.linspace(0, 1, bins + 1)[1:-1], p), minlength=bins)
    return numpy.sum(numpy.abs(shares - means) * counts[counts > 0]) / len(y)


def distance(y, p):
    false, true, _ = metrics.roc_curve(y, p)
    return numpy.max(numpy.abs(true - false))


def measure(y, p):
    label = (p >= 0.5).astype(int)
    return {
        "roc_auc": metrics.roc_auc_score(y, p),
        "average_precision": metrics.average_precision_score(y, p),
        "log_loss": metrics.log_loss(y, p),
        "brier_score_loss": metrics.brier_score_loss(y, p),
        "accuracy": metrics.accuracy_score(y, label),
        "recall": metrics.recall_score(y, label),
        "precision": metrics.precision_score(y, label),
        "f1": metrics.f1_score(y, label),
        "specificity": metrics.recall_score(y, label, pos_label=0),
        "balanced_accuracy": metrics.balanced_accuracy_score(y, label),
        "matthews_corrcoef": metrics.matthews_corrcoef(y, label),
        "ks": distance(y, p),
        "expected_calibration_error": calibration_error(y, p),
    }


def resample(seed):
    rows = numpy.random.default_rng(seed).integers(0, len(truth), len(truth))
    return measure(truth[rows], probability[rows])


if __name__ == "__main__":
    began, before = time.perf_counter(), time.process_time()
    with multiprocessing.Pool(2) as pool:
        drawn = pool.map(resample, range(resamples), chunksize=max(1, resamples // 16))
    intervals = {name: list(numpy.percentile([x[name] for x in drawn], [2.5, 97.5])) for name in drawn[0]}
    seconds = time.perf_counter() - began
    used = [resource.getrusage(x) for x in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(x.ru_utime + x.ru_stime for x in used) - before
    peak = max(x.ru_maxrss for x in used)
    print(json.dumps({"seconds": seconds, "cpu": cpu, "peak": peak * 1024, "intervals": intervals}))
