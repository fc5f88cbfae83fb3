using System.Globalization;
using System.Text;
using Pipeline.Data.Expectations.Labels;
using Pipeline.Models.Documents;
using Pipeline.Statistics;

namespace Pipeline.Data.Schemas;

/// <summary>
/// What a manifest could say of its data, as a profile shows it: a start, for people to correct. It holds of the data that the
/// profile was made of.
/// </summary>
public static class ColumnsProposal
{
    private const int MostCategories = 20;
    private const double MissingStep = 0.01;
    private const double NearlyUnique = 3;

    /// <summary>Longer values may have been cut at the end of a character.</summary>
    private const int MostWholeBytes = FrequentItems.MostValueBytes - 4;

    private static readonly string[] IdentifierNames = ["id", "uuid", "guid", "key"];

    /// <summary>
    /// One line for each column that is not declared yet, as it stands below <c>columns:</c>. What a person should look at stands
    /// behind it as a comment.
    /// </summary>
    /// <param name="profile">Of the data.</param>
    /// <param name="label">The column that is predicted; it is left out, as its section says what it is.</param>
    /// <param name="declared">What the manifest has.</param>
    public static IReadOnlyList<string> Lines(ProfileDocument profile, string label, IReadOnlyCollection<string> declared)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return [.. profile.Columns.Where(x => x.Name != label && !declared.Contains(x.Name)).Select(Line)];
    }

    /// <summary>As they stand below <c>expect:</c>; none where a column gives the label away or nobody knows.</summary>
    public static IReadOnlyList<string> Expectations(ProfileDocument profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var powers = profile.Columns.Select(x => x.LabelPower).OfType<LabelPower>().ToList();
        return powers.Count > 0 && powers.TrueForAll(x => x.Value <= LeakageExpectation.UsualLimit)
            ? ["- label-leakage: features"]
            : [];
    }

    /// <summary>The proposed type of a column: that of its values, or an identifier where its name says so too.</summary>
    public static DataType TypeOf(ColumnProfile column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return IsIdentifier(column) ? DataType.Identifier : column.Type;
    }

    /// <summary>Whether the column alone predicts the label so well that it may be known only afterwards.</summary>
    public static bool GivesLabelAway(ColumnProfile column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return column.LabelPower is { Value: > LeakageExpectation.UsualLimit };
    }

    private static string Line(ColumnProfile column)
    {
        var type = TypeOf(column);
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
        var remark = string.Join("; ", Remarks(column));
        return $"{YamlScalarText.Plain(column.Name)}: {{{string.Join(", ", parts.Where(x => x is not null))}}}"
            + (remark.Length > 0 ? $" # {remark}" : "");
    }

    private static IEnumerable<string> Remarks(ColumnProfile column)
    {
        if (column.HasDecimalCommas)
            yield return "numbers with a decimal comma are read as texts: write a point";
        if (Marker(column) is { } marker)
            yield return $"{Text(marker)} is far from all else: if it stands for none, add it to missing-values, and give limits";
        if (GivesLabelAway(column) && column.LabelPower is { } power)
        {
            yield return $"alone it gives the label away ({power.Measure} is {Text(Math.Round(power.Value, 3))}): "
                + "if it is known only later, add it to ignore";
        }
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

    /// <summary>Around all numbers; none where one of them may be no number but a sign for something else.</summary>
    private static string? Range(ColumnProfile column)
    {
        if (column.Numbers is not { } numbers || Marker(column) is not null)
            return null;
        var range = Math.Max(numbers.Max - numbers.Min, Math.Max(Math.Abs(numbers.Max), 1e-9) / 10);
        var step = Math.Pow(10, Math.Floor(Math.Log10(range))) / 2;
        step = column.Type == DataType.Integer ? Math.Max(1, step) : step;
        var low = Text(Math.Floor(numbers.Min / step) * step);
        var high = Text(Math.Ceiling(numbers.Max / step) * step);
        return $"between: [{(Read(low) <= numbers.Min ? low : Exact(numbers.Min))}, "
            + $"{(Read(high) >= numbers.Max ? high : Exact(numbers.Max))}]";
    }

    /// <summary>
    /// An extreme of nines, such as -999, or the end of an integer's range, which is farther from the next number than that is
    /// from the other extreme: mostly it stands for a value that nobody knew.
    /// </summary>
    private static double? Marker(ColumnProfile column)
    {
        if (column.Numbers is not { } numbers)
            return null;
        double[] known = [.. numbers.Quantiles.Values.Append(numbers.Min).Append(numbers.Max).Distinct().Order()];
        if (known.Length < 3)
            return null;
        return IsMarker(known[0]) && known[1] - known[0] > known[^1] - known[1] ? known[0]
            : IsMarker(known[^1]) && known[^1] - known[^2] > known[^2] - known[0] ? known[^1]
            : null;
    }

    private static bool IsMarker(double number)
    {
        var text = Exact(Math.Abs(number));
        return number is int.MinValue or int.MaxValue or short.MinValue or short.MaxValue
            || (text.Length > 1 && text.All(x => x == '9'));
    }

    private static string? Values(ColumnProfile column) =>
        column is { FrequentError: 0, DistinctError: 0, Frequent.Count: <= MostCategories and > 0 }
        && column.Frequent.All(x => Encoding.UTF8.GetByteCount(x.Value) <= MostWholeBytes)
            ? $"one-of: [{string.Join(", ", Sorted(column).Select(YamlScalarText.Plain))}]"
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
        : Exact(value);

    private static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>NaN where a step was too small or too large to be a number, so that nothing compares with it.</summary>
    private static double Read(string number) =>
        double.Parse(number, CultureInfo.InvariantCulture) is var value && double.IsFinite(value) ? value : double.NaN;
}
