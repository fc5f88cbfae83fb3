using System.Globalization;
using Pipeline.Core.Problems;

namespace Pipeline.Data.Sources;

/// <summary>The first row of a file as the names of its columns.</summary>
internal static class HeaderNames
{
    public const int MostColumns = 10_000;

    private const int MostCharacters = 1_000;

    /// <returns>Nothing where there are problems.</returns>
    public static IReadOnlyList<string> Read(RecordBatch batch)
    {
        if (!TryCount(batch))
            return [];
        var before = batch.Problems.Problems.Count;
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var column = 0; column < batch.ColumnCount; column++)
            Read(batch, column, names);
        return batch.Problems.Problems.Count == before ? [.. names.Keys] : [];
    }

    /// <summary>"column_1" and so on, for a file whose first row is like the others.</summary>
    public static IReadOnlyList<string> Numbered(RecordBatch batch) => TryCount(batch)
        ? [.. Enumerable.Range(1, batch.ColumnCount).Select(x => string.Create(CultureInfo.InvariantCulture, $"column_{x}"))]
        : [];

    private static bool TryCount(RecordBatch batch)
    {
        if (batch.RowCount == 0)
        {
            batch.Problems.Add(new Problem(batch.File, null, null, "The file has no header: it holds no line with text."));
            return false;
        }

        batch.ColumnCount = batch.OpenCount;
        if (batch.ColumnCount <= MostColumns)
            return true;
        batch.Problems.Add(batch.LocateRow(0).Problem(string.Create(
            CultureInfo.InvariantCulture, $"The header has {batch.ColumnCount} names; at most {MostColumns} are read.")));
        return false;
    }

    private static void Read(RecordBatch batch, int column, Dictionary<string, int> names)
    {
        var name = batch.Text(batch.FieldAt(0, column));
        var location = batch.Locate(0, column);
        var place = (column + 1).ToString(CultureInfo.InvariantCulture);
        if (name.Length == 0)
            batch.Problems.Add(location.Problem($"Column {place} has no name.", Unnamed(column, batch.ColumnCount)));
        else if (name.Length > MostCharacters)
            batch.Problems.Add(location.Problem($"The name of column {place} has more than {MostCharacters} characters."));
        else if (!names.TryAdd(name, column + 1))
        {
            batch.Problems.Add(location.Problem(
                $"Columns {names[name]} and {place} have the same name '{name}'.", "Rename one."));
        }
    }

    private static string? Unnamed(int column, int count) =>
        column == 0 ? "It may be the index that pandas writes: to_csv(..., index=False) leaves it out."
        : column == count - 1 ? "The header may end with a separator too many."
        : null;
}
