using Pipeline.Core.Identity;
using Pipeline.Models.Tables;

namespace Pipeline.Evaluation;

/// <summary>The rows that a model is judged by, out of all rows of a dataset.</summary>
public sealed record TestSet
{
    /// <summary>All rows, those to learn from included.</summary>
    public required Table Rows { get; init; }

    /// <summary>Which of them are for the test.</summary>
    public required IReadOnlyList<int> Indexes { get; init; }

    /// <summary>What each of all rows is, whatever its place: 128 bits of a hash.</summary>
    public required IReadOnlyList<UInt128> Identities { get; init; }

    /// <summary>
    /// Rows with one identity belong together, such as those of one customer: the split kept them on one side, and intervals
    /// draw them together. Otherwise each row is on its own, though another may be equal.
    /// </summary>
    public bool IsGrouped { get; init; }

    /// <summary>Of which rows went where.</summary>
    public required Digest Split { get; init; }
}
