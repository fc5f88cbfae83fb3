"""Writes scipy.json: what SciPy says of two samples. Debian's python3-scipy: /usr/bin/python3 scipy_fixtures.py"""
import json
import os

import numpy as np
import scipy
from scipy import stats
from scipy.spatial import distance

random = np.random.default_rng(20_260_101)

SHAPES = {
    "normal": lambda n: random.normal(0, 1, n),
    "shifted": lambda n: random.normal(0.5, 1.2, n),
    "ties": lambda n: random.integers(0, 7, n).astype(float),
    "constant": lambda n: np.full(n, 3.0),
    "lognormal": lambda n: random.lognormal(0, 1.5, n),
    "cauchy": lambda n: random.standard_cauchy(n),
    "uniform": lambda n: random.uniform(-1, 1, n),
    "spike": lambda n: np.where(random.uniform(size=n) < 0.7, 0.0, random.exponential(100, n)),
}
PAIRS = [
    ("normal", "normal"), ("normal", "shifted"), ("ties", "ties"), ("ties", "normal"), ("constant", "constant"),
    ("constant", "normal"), ("lognormal", "lognormal"), ("lognormal", "spike"), ("cauchy", "cauchy"), ("cauchy", "normal"),
    ("uniform", "normal"), ("spike", "spike"),
]


def sturges(first, second):
    """Evidently's bins for numbers with more than 20 values, and its stand-in for an empty one."""
    edges = np.histogram_bin_edges(np.concatenate([first, second]), bins="sturges")
    return np.histogram(first, edges)[0], np.histogram(second, edges)[0]


def psi(first, second):
    p, q = first / first.sum(), second / second.sum()
    p, q = np.where(p == 0, 0.0001, p), np.where(q == 0, 0.0001, q)
    return float(np.sum((q - p) * np.log(q / p)))


def samples():
    for (one, two), (n, m) in zip(PAIRS, [(40, 30), (64, 64), (50, 41), (30, 31), (10, 12), (12, 25),
                                          (70, 35), (60, 60), (33, 44), (25, 50), (80, 20), (100, 99)]):
        first = np.round(SHAPES[one](n), 4)
        second = np.round(SHAPES[two](m), 4)
        test = stats.ks_2samp(first, second)
        counts = sturges(first, second)
        yield {
            "name": f"{one} and {two}", "first": first.tolist(), "second": second.tolist(),
            "ks": test.statistic, "pValue": test.pvalue, "wasserstein": stats.wasserstein_distance(first, second),
            "normed": stats.wasserstein_distance(first, second) / max(np.std(first), 0.001),
            "firstCounts": counts[0].tolist(), "secondCounts": counts[1].tolist(), "psi": psi(*counts),
            "jensenShannon": float(distance.jensenshannon(counts[0], counts[1], 2)),
            "jensenShannonE": float(distance.jensenshannon(counts[0], counts[1])),
        }


def sizes():
    for n, m in [(5, 7), (20, 20), (100, 100), (101, 99), (997, 1000), (1000, 1000), (1000, 400), (90, 10_000), (10_000, 10_000),
                 (60, 10_001), (100, 45_000), (150, 20_000), (300, 30_000), (12_000, 9_000), (45_000, 45_000),
                 (100_000, 100_000), (100_000, 1_000)]:
        for shift in [0, 0.02, 0.05, 0.15, 0.4, 1.5]:
            test = stats.ks_2samp(random.normal(0, 1, n), random.normal(shift, 1, m))
            yield {"first": n, "second": m, "statistic": test.statistic, "pValue": test.pvalue}
        # Statistics that no sample of these sizes needs to have, to cross the borders between formulas.
        if max(n, m) > 10_000:
            count = int(np.round(n / (1 + n / m)))
            for scaled in [0.3, 0.5, 0.62, 0.75, 0.9, 1.2, 1.45, 1.5, 2.1, 3.5, 6]:
                statistic = scaled / np.sqrt(count)
                if statistic < 1:
                    yield {"first": n, "second": m, "statistic": statistic,
                           "pValue": float(stats.kstwo.sf(statistic, count))}


def tables():
    for bins, n, m in [(2, 50, 70), (3, 200, 100), (6, 1000, 350), (10, 5000, 5000), (25, 400, 300)]:
        for drift in [0.0, 0.3, 1.0]:
            shares = random.dirichlet(np.full(bins, 3.0))
            other = (1 - drift) * shares + drift * random.dirichlet(np.full(bins, 3.0))
            first, second = random.multinomial(n, shares), random.multinomial(m, other / other.sum())
            keep = (first > 0) & (first + second > 0)
            first, second = first[keep], second[keep]
            expected = first * (second.sum() / first.sum())
            goodness = stats.chisquare(second, expected)
            contingency = stats.chi2_contingency([first, second], correction=False)
            p, q = first / first.sum(), second / second.sum()
            pooled = (first[0] + second[0]) / (first.sum() + second.sum())
            z = (p[0] - q[0]) / np.sqrt(pooled * (1 - pooled) * (1 / first.sum() + 1 / second.sum()))
            yield {
                "first": first.tolist(), "second": second.tolist(),
                "goodness": [float(goodness.statistic), float(goodness.pvalue)],
                "contingency": [float(contingency[0]), float(contingency[1])],
                "z": [float(z), float(2 * stats.norm.sf(abs(z)))],
                "totalVariation": float(np.abs(p - q).sum() / 2), "lInfinity": float(np.abs(p - q).max()),
                "jensenShannon": float(distance.jensenshannon(p, q, 2)), "psi": psi(first, second),
            }


fixtures = {"scipy": scipy.__version__, "samples": list(samples()), "sizes": list(sizes()), "tables": list(tables())}
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "scipy.json")
with open(path, "w") as file:
    json.dump(fixtures, file, separators=(",", ":"))
    file.write("\n")
