using System.Globalization;
using Pipeline.Core.Documents;

namespace Pipeline.Data.Schemas;

/// <summary>What a manifest could say of its columns, as a profile shows them: a start, for people to correct.</summary>
public static class ColumnsProposal
{
    private const int MostCategories = 20;
    private const double MissingStep = 0.01;
    private const double NearlyUnique = 3;

    private static readonly string[] IdentifierNames = ["id", "uuid", "guid", "key"];

    /// <summary>One line for each column that is not declared yet, as it stands below <c>columns:</c>.</summary>
    /// <param name="profile">Of the data.</param>
    /// <param name="label">The column that is predicted; it is left out, as its section says what it is.</param>
    /// <param name="declared">What the manifest has.</param>
    public static IReadOnlyList<string> Lines(ProfileDocument profile, string label, IReadOnlyCollection<string> declared)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return [.. profile.Columns.Where(x => x.Name != label && !declared.Contains(x.Name)).Select(Line)];
    }

    private static string Line(ColumnProfile column)
    {
        var type = IsIdentifier(column) ? DataType.Identifier : column.Type;
        string?[] parts =
        [
            $"type: {type.ToString().ToLowerInvariant()}",
            type switch
            {
                DataType.Number or DataType.Integer => Range(column),
                DataType.Category => Values(column),
                _ => null,
            },
            $"missing: {{at-most: {Text(Missing(column))}}}",
        ];
        return $"{YamlText.Plain(column.Name)}: {{{string.Join(", ", parts.Where(x => x is not null))}}}";
    }

    /// <summary>Every row has another one, and its name says so.</summary>
    private static bool IsIdentifier(ColumnProfile column)
    {
        var words = column.Name.ToLowerInvariant().Split('_', '-', ' ', '.');
        var slack = NearlyUnique * column.DistinctError * column.Count;
        return column.Type is DataType.Integer or DataType.Text or DataType.Category
            && column.Missing == 0
            && column.Distinct >= column.Count - slack
            && IdentifierNames.Any(words.Contains);
    }

    private static string? Range(ColumnProfile column)
    {
        if (column.Numbers is not { } numbers)
            return null;
        var range = Math.Max(numbers.Max - numbers.Min, Math.Max(Math.Abs(numbers.Max), 1e-9) / 10);
        var step = Math.Pow(10, Math.Floor(Math.Log10(range))) / 2;
        step = column.Type == DataType.Integer ? Math.Max(1, step) : step;
        return $"between: [{Text(Math.Floor(numbers.Min / step) * step)}, {Text(Math.Ceiling(numbers.Max / step) * step)}]";
    }

    private static string? Values(ColumnProfile column) =>
        column is { FrequentError: 0, Frequent.Count: <= MostCategories and > 0 }
            ? $"one-of: [{string.Join(", ", Sorted(column).Select(YamlText.Plain))}]"
            : null;

    private static IEnumerable<string> Sorted(ColumnProfile column) =>
        column.Frequent.Select(x => x.Value).Order(StringComparer.Ordinal);

    /// <summary>Half as many again, in whole percents; none where none is missing.</summary>
    private static double Missing(ColumnProfile column)
    {
        var share = column.Missing / (double)Math.Max(1, column.Count + column.Missing);
        return Math.Min(1, Math.Ceiling(share * 1.5 / MissingStep) * MissingStep);
    }

    /// <summary>Without the dust of binary fractions.</summary>
    private static string Text(double value) => Math.Abs(value) is 0 or (> 1e-9 and < 1e15)
        ? ((decimal)value).ToString("0.############", CultureInfo.InvariantCulture)
        : value.ToString("R", CultureInfo.InvariantCulture);
}
