using Pipeline.Data.Columns;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Expectations.Violations;

/// <summary>
/// Looks up, in a second reading, the values of the rows that were known only after the first: that a value occurs twice shows
/// when all have passed.
/// </summary>
internal sealed class ExampleReader : IRowObserver
{
    private readonly Dictionary<RowPlace, Dictionary<ShownColumn, string>> _rows = [];
    private readonly IReadOnlyList<DataCheck> _checks;
    private readonly ILookup<RowPlace, ShownColumn> _wanted;
    private int _left;

    public ExampleReader(IReadOnlyList<DataCheck> checks)
    {
        _checks = checks;
        _wanted = checks.Where(IsIncomplete)
            .SelectMany(x => x.Violations.First, (x, row) => (row.Place, x.Violations.Shown))
            .SelectMany(x => x.Shown, (x, column) => (x.Place, Column: column))
            .ToLookup(x => x.Place, x => x.Column);
        _left = _wanted.Count;
    }

    /// <summary>Nothing is left to be found, so that reading on is pointless.</summary>
    public bool IsDone => _left == 0;

    public void Observe(ColumnBatch batch)
    {
        if (IsDone || batch.RowCount == 0)
            return;
        var (first, last) = (RowPlace.Of(batch, 0), RowPlace.Of(batch, batch.RowCount - 1));
        if (!_wanted.Any(x => x.Key.CompareTo(first) >= 0 && x.Key.CompareTo(last) <= 0))
            return;
        for (var row = 0; row < batch.RowCount; row++)
            Take(batch, row);
    }

    /// <summary>The checks, with all the values that may be shown.</summary>
    public IReadOnlyList<DataCheck> Complete() => [.. _checks.Select(x => IsIncomplete(x) ? Complete(x) : x)];

    private void Take(ColumnBatch batch, int row)
    {
        var place = RowPlace.Of(batch, row);
        if (!_wanted.Contains(place))
            return;
        _rows[place] = _wanted[place].Distinct().ToDictionary(x => x, x => x.Read(batch, row));
        _left--;
    }

    private DataCheck Complete(DataCheck check)
    {
        var shown = check.Violations.Shown;
        var examples = check.Violations.First.Zip(check.Evidence.Examples, (found, example) => example with
        {
            Values = _rows.TryGetValue(found.Place, out var values)
                ? shown.DistinctBy(x => x.Name).ToDictionary(x => x.Name, x => values[x])
                : example.Values,
        });
        return check with { Evidence = check.Evidence with { Examples = [.. examples] } };
    }

    private static bool IsIncomplete(DataCheck check) =>
        check.Result.IsBad && check.Violations.Shown.Count > 0 && check.Violations.First.Any(x => x.Values is null);
}
