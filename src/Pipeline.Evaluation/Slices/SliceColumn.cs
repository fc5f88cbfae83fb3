using Pipeline.Core.Problems;
using Pipeline.Evaluation.Metrics;
using Pipeline.Models.Tables;

namespace Pipeline.Evaluation.Slices;

/// <summary>The rows of a table by what they have in one column.</summary>
/// <param name="Name">The column.</param>
/// <param name="Groups">In ordinal order of their values; rows without a value come last.</param>
/// <param name="Codes">By row, the place of its group.</param>
internal sealed record SliceColumn(string Name, IReadOnlyList<SliceGroup> Groups, IReadOnlyList<int> Codes)
{
    /// <summary>More groups than that are no longer read by anyone.</summary>
    public const int MostGroups = 50;

    public static Problem Missing(string name, IReadOnlyList<string> columns, SourceLocation location) =>
        location.Problem($"The data has no column '{name}' to slice by.", NearestNames.Hint(name, columns.ToList()));

    /// <summary>A column that is not there, or that has too many different values, is a problem.</summary>
    public static Validated<SliceColumn> Of(Table rows, string name, SourceLocation location)
    {
        if (!rows.TryGet(name, out var column))
        {
            return Validated.Invalid<SliceColumn>(Missing(name, [.. rows.Columns.Select(x => x.Name)], location));
        }

        var groups = Enumerable.Range(0, column.Count)
            .GroupBy(column.Text)
            .OrderBy(x => x.Key is null)
            .ThenBy(x => x.Key, StringComparer.Ordinal)
            .Select(x => new SliceGroup(name, x.Key, [.. x]))
            .ToList();
        var codes = new int[column.Count];
        foreach (var (place, group) in groups.Index())
        {
            foreach (var row in group.Rows)
                codes[row] = place;
        }

        if (groups.Count <= MostGroups)
            return Validated.Valid(new SliceColumn(name, groups, codes));
        return Validated.Invalid<SliceColumn>(location.Problem(
            $"'{name}' has {groups.Count} different values in the test rows; a slice has at most {MostGroups} groups.",
            "Add a column of fewer, wider groups."));
    }
}

/// <summary>Rows that have the same value in a column.</summary>
/// <param name="Column">The name of the column.</param>
/// <param name="Value">As people read it; null for rows without a value.</param>
/// <param name="Rows">Ascending.</param>
internal sealed record SliceGroup(string Column, string? Value, IReadOnlyList<int> Rows)
{
    /// <summary>"sex=F", or "sex is missing".</summary>
    public string Name => ConditionText.Of(Column, Value);
}

/// <summary>The groups of a column, and every metric of each.</summary>
internal sealed record MeasuredSlice(SliceColumn Column, IReadOnlyList<MeasuredPart> Parts);
