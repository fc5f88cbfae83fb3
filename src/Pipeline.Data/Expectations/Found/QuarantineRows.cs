namespace Pipeline.Data.Expectations.Found;

/// <summary>The rows for which checks failed, and which checks those are: what a second reading sets aside.</summary>
internal sealed class QuarantineRows
{
    private readonly IReadOnlyList<(string Check, RowSet Rows)> _byCheck;

    /// <param name="checks">Those that did not fail, or that are about no single rows, put none aside.</param>
    public QuarantineRows(IEnumerable<DataCheck> checks) =>
        _byCheck = [.. checks.Where(x => x.Result.IsBad && x.Rows is not null).Select(x => (x.Result.Check.Id, x.Rows!))];

    public bool IsEmpty => _byCheck.All(x => x.Rows.Count == 0);

    /// <summary>The ids of the checks that the row fails, in the order of the report; none for a row that may stay.</summary>
    public IReadOnlyList<string> Reasons(RowPlace place) =>
        [.. _byCheck.Where(x => x.Rows.Contains(place)).Select(x => x.Check)];
}
