"""What the profile of a dataset has, as far as pandas computes it: the other side of the benchmark."""

import sys

import pandas

shares = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99]
frame = pandas.read_csv(sys.argv[1], na_values=["?", "NA", "NaN", ""], keep_default_na=False)
distinct = 0
for name in frame.columns:
    column = frame[name]
    column.count()
    column.isna().sum()
    distinct += column.nunique()
    column.value_counts().head(64)
    if column.dtype.kind in "if":
        column.mean(), column.std(), column.min(), column.max()
        column.quantile(shares)
        pandas.cut(column, 20).value_counts()
    else:
        column.str.len().agg(["min", "mean", "max"])
print(distinct, "distinct values")
