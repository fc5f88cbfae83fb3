"""Writes performance.json beside this file: what estimates, weighed metrics and detectors must come to.

Needs NumPy and scikit-learn (made with 1.2.1). Isotonic regression and weighed metrics are scikit-learn's. Estimates are
written out from their definitions, pair by pair and row by row, with nothing of the toolkit: a row of which the calibrated
probability is p is p of a positive row and 1 - p of a negative one. Detectors are written out from their papers.
"""
import json
import math
import os
import random

import numpy as np
from sklearn import metrics
from sklearn.isotonic import IsotonicRegression

EPSILON = np.finfo(float).eps


def isotonic(scores, labels):
    return IsotonicRegression(out_of_bounds="clip").fit(scores, labels)


def rounded(values, digits=4):
    return [round(float(value), digits) for value in values]


def binary(rng):
    reference = rounded(rng.beta(2, 2, 400), 3)
    labels = [int(rng.random() < score ** 1.5) for score in reference]
    window = rounded(rng.beta(3, 2, 120), 3)
    weights = [float(weight) for weight in rng.choice([1, 2, 2.5, 10], len(window))]
    p = isotonic(reference, labels).predict(window)
    return {
        "reference": reference, "labels": labels, "window": window, "weights": weights,
        "calibrated": p.tolist(), "expected": expected_binary(np.array(window), p, np.array(weights)),
    }


def expected_binary(q, p, w, threshold=0.5):
    chosen = q >= threshold
    tp, fp = (w * p)[chosen].sum(), (w * (1 - p))[chosen].sum()
    fn, tn = (w * p)[~chosen].sum(), (w * (1 - p))[~chosen].sum()
    above = 0.0
    for i in range(len(q)):
        for j in range(len(q)):
            share = 1.0 if q[i] > q[j] else 0.5 if q[i] == q[j] else 0.0
            above += w[i] * p[i] * w[j] * (1 - p[j]) * share
    positives, negatives = (w * p).sum(), (w * (1 - p)).sum()
    average, recall = 0.0, 0.0
    distance = 0.0
    for cut in sorted(set(q), reverse=True):
        found, wrong = (w * p)[q >= cut].sum(), (w * (1 - p))[q >= cut].sum()
        average += (found / positives - recall) * found / (found + wrong)
        recall = found / positives
        distance = max(distance, abs(found / positives - wrong / negatives))
    clipped = np.clip(q, EPSILON, 1 - EPSILON)
    product = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    calibration = 0.0
    for b in range(10):
        inside = (q <= (b + 1) / 10) & ((q > b / 10) | (b == 0))
        calibration += abs((w * p)[inside].sum() - (w * q)[inside].sum())
    return {
        "roc_auc": above / (positives * negatives),
        "average_precision": average,
        "log_loss": -(w * (p * np.log(clipped) + (1 - p) * np.log(1 - clipped))).sum() / w.sum(),
        "brier_score_loss": (w * (p * (1 - q) ** 2 + (1 - p) * q ** 2)).sum() / w.sum(),
        "accuracy": (tp + tn) / w.sum(),
        "recall": tp / (tp + fn),
        "precision": tp / (tp + fp),
        "f1": 2 * tp / (2 * tp + fp + fn),
        "specificity": tn / (tn + fp),
        "balanced_accuracy": (tp / (tp + fn) + tn / (tn + fp)) / 2,
        "matthews_corrcoef": (tp * tn - fp * fn) / math.sqrt(product),
        "ks": distance,
        "expected_calibration_error": calibration / w.sum(),
    }


def classes(rng):
    def drawn(count):
        raw = rng.dirichlet([1.5, 1, 0.8], count)
        return [[round(float(x), 3) for x in row] for row in raw]

    reference = drawn(400)
    labels = [int(rng.choice(3, p=np.power(row, 1.3) / np.power(row, 1.3).sum())) for row in reference]
    window = drawn(100)
    p = np.stack([isotonic([row[k] for row in reference], [int(x == k) for x in labels])
                  .predict([row[k] for row in window]) for k in range(3)], axis=1)
    p = p / p.sum(axis=1, keepdims=True)
    return {
        "reference": reference, "labels": labels, "window": window,
        "calibrated": p.tolist(), "expected": expected_classes(np.array(window), p),
    }


def expected_classes(q, p):
    n, k = q.shape
    answer = q.argmax(axis=1)
    truth = p.sum(axis=0)
    answered = np.array([(answer == c).sum() for c in range(k)], dtype=float)
    right = np.array([p[answer == c, c].sum() for c in range(k)])
    recall, precision, f1 = right / truth, right / answered, 2 * right / (truth + answered)
    top = sum(p[i, c] for i in range(n) for c in range(k)
              if sum(q[i, d] > q[i, c] or (q[i, d] == q[i, c] and d < c) for d in range(k)) < 2)
    areas = []
    for c in range(k):
        above = sum(p[i, c] * (1 - p[j, c]) * (1.0 if q[i, c] > q[j, c] else 0.5 if q[i, c] == q[j, c] else 0.0)
                    for i in range(n) for j in range(n))
        areas.append(above / (truth[c] * (n - truth[c])))
    chance = (truth * answered).sum() / n
    accuracy = right.sum() / n
    covariance = right.sum() * n - (truth * answered).sum()
    return {
        "accuracy": accuracy,
        "balanced_accuracy": recall.mean(),
        "log_loss": -(p * np.log(np.clip(q, EPSILON, 1 - EPSILON))).sum() / n,
        "f1_macro": f1.mean(),
        "f1_weighted": (truth * f1).sum() / n,
        "precision_macro": precision.mean(),
        "recall_macro": recall.mean(),
        "top_k_accuracy": top / n,
        "cohen_kappa": (right.sum() - chance) / (n - chance),
        "matthews_corrcoef": covariance / math.sqrt((n * n - (truth ** 2).sum()) * (n * n - (answered ** 2).sum())),
        "roc_auc_ovr": sum(areas) / k,
    }


def weighed(rng):
    scores, labels = rounded(rng.random(150), 2), [int(x) for x in rng.integers(0, 2, 150)]
    weights = rounded(rng.uniform(1, 20, 150), 3)
    answers = [int(score >= 0.5) for score in scores]
    truth, predicted = rounded(rng.normal(10, 3, 150)), rounded(rng.normal(10, 3, 150))
    return {
        "scores": scores, "labels": labels, "weights": weights, "truth": truth, "predicted": predicted,
        "binary": {
            "roc_auc": metrics.roc_auc_score(labels, scores, sample_weight=weights),
            "average_precision": metrics.average_precision_score(labels, scores, sample_weight=weights),
            "log_loss": metrics.log_loss(labels, scores, sample_weight=weights),
            "brier_score_loss": metrics.brier_score_loss(labels, scores, sample_weight=weights),
            "accuracy": metrics.accuracy_score(labels, answers, sample_weight=weights),
            "recall": metrics.recall_score(labels, answers, sample_weight=weights),
            "precision": metrics.precision_score(labels, answers, sample_weight=weights),
            "f1": metrics.f1_score(labels, answers, sample_weight=weights),
            "balanced_accuracy": metrics.balanced_accuracy_score(labels, answers, sample_weight=weights),
            "matthews_corrcoef": metrics.matthews_corrcoef(labels, answers, sample_weight=weights),
        },
        "regression": {
            "r2": metrics.r2_score(truth, predicted, sample_weight=weights),
            "mean_absolute_error": metrics.mean_absolute_error(truth, predicted, sample_weight=weights),
            "root_mean_squared_error": math.sqrt(metrics.mean_squared_error(truth, predicted, sample_weight=weights)),
            "mean_absolute_percentage_error":
                metrics.mean_absolute_percentage_error(truth, predicted, sample_weight=weights),
            "explained_variance": metrics.explained_variance_score(truth, predicted, sample_weight=weights),
        },
    }


def ddm(stream, minimum=30):
    found, count, errors, least, warned = [], 0, 0, None, False
    for i, x in enumerate(stream):
        count, errors = count + 1, errors + (x != 0)
        if count < minimum:
            continue
        p = errors / count
        s = math.sqrt(p * (1 - p) / count)
        if least is None or p + s < sum(least):
            least = (p, s)
        if least[1] == 0:
            continue
        if p + s >= least[0] + 3 * least[1]:
            found.append(["change", i])
            count, errors, least, warned = 0, 0, None, False
        elif p + s >= least[0] + 2 * least[1]:
            if not warned:
                found.append(["warning", i])
            warned = True
        else:
            warned = False
    return found


def page_hinkley(stream, minimum=30, delta=0.005, threshold=50.0, alpha=1.0):
    found, values, total, least = [], [], 0.0, 0.0
    for i, x in enumerate(stream):
        values.append(x)
        total = alpha * total + x - sum(values) / len(values) - delta
        least = min(least, total)
        if len(values) >= minimum and total - least > threshold:
            found.append(["change", i])
            values, total, least = [], 0.0, 0.0
    return found


def adwin(stream, confidence=0.002, most=5, every=32, shortest=10, part=5):
    """Buckets are lists of their own numbers, so that nothing is computed from anything but them."""
    found, buckets = [], []
    for i, x in enumerate(stream):
        buckets.append([x])
        length = 1
        while True:
            same = [k for k, bucket in enumerate(buckets) if len(bucket) == length]
            if len(same) <= most:
                break
            buckets[same[0]:same[0] + 2] = [buckets[same[0]] + buckets[same[1]]]
            length *= 2
        if (i + 1) % every != 0 or sum(map(len, buckets)) <= shortest:
            continue
        changed = False
        while True:
            window = [x for bucket in buckets for x in bucket]
            n, variance = len(window), float(np.var(window))
            logarithm = math.log(2 * math.log(n) / confidence)
            cuts = np.cumsum([len(bucket) for bucket in buckets])[:-1]
            cut = False
            for n0 in cuts:
                n1 = n - n0
                if n0 < part or n1 < part:
                    continue
                inverse = 1 / n0 + 1 / n1
                limit = math.sqrt(2 * inverse * variance * logarithm) + 2 / 3 * inverse * logarithm
                cut |= abs(np.mean(window[:n0]) - np.mean(window[n0:])) > limit
            if not cut:
                break
            changed = True
            buckets.pop(0)
        if changed:
            found.append(["change", i])
    return found


def detectors():
    streams = []
    # The streams of the examples in the documentation of River 0.21.
    generator = random.Random(12345)
    numbers = generator.choices([0, 1], k=1000) + generator.choices(range(4, 8), k=1000)
    streams.append(("numbers", numbers))
    generator = random.Random(42)
    errors = generator.choices([0, 1], k=1000) + generator.choices([0, 1], k=1000, weights=[0.3, 0.7])
    streams.append(("errors", errors))
    generator = random.Random(7)
    steps = [int(generator.random() < (0.05 if i < 1500 else 0.2 if i < 2500 else 0.4)) for i in range(3500)]
    streams.append(("steps", steps))
    slow = [int(generator.random() < 0.1 + 0.2 * max(0, i - 1000) / 2000) for i in range(3000)]
    streams.append(("slow", slow))
    return [{
        "name": name, "stream": "".join(map(str, stream)),
        "ddm": ddm(stream), "pageHinkley": page_hinkley(stream),
        "fading": page_hinkley(stream, threshold=5.0, alpha=0.9999), "adwin": adwin(stream),
    } for name, stream in streams]


def main():
    rng = np.random.default_rng(20260101)
    places = rounded(rng.random(200), 2)
    values = [float(rng.random() < place) for place in places]
    weights = rounded(rng.uniform(0.5, 3, 200), 3)
    grid = rounded(np.linspace(-0.1, 1.1, 41))
    document = {
        "isotonic": {
            "places": places, "values": values, "weights": weights, "grid": grid,
            "plain": isotonic(places, values).predict(grid).tolist(),
            "weighed": IsotonicRegression(out_of_bounds="clip").fit(places, values, weights).predict(grid).tolist(),
        },
        "binary": binary(rng), "classes": classes(rng), "weighed": weighed(rng), "detectors": detectors(),
    }
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "performance.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(document, file, separators=(",", ":"))
        file.write("\n")
    for entry in document["detectors"]:
        print(entry["name"], {key: entry[key] for key in ("ddm", "pageHinkley", "fading", "adwin")})


main()
