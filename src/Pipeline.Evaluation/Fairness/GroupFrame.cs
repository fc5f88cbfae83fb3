using System.Globalization;
using Pipeline.Evaluation.Slices;
using Pipeline.Models.Tables;

namespace Pipeline.Evaluation.Fairness;

/// <summary>Groups of rows by what they have in one column, or in several.</summary>
/// <param name="Columns">By whose values.</param>
/// <param name="Groups">In the order of reports; one may have none of the rows that are looked at.</param>
/// <param name="Codes">By row, which group it belongs to.</param>
internal sealed record GroupFrame(IReadOnlyList<string> Columns, IReadOnlyList<GroupValues> Groups, int[] Codes)
{
    /// <summary>More groups than that are no longer read by anyone, and differ by chance alone.</summary>
    public const int MostGroups = 50;

    /// <summary>Why the groups are not measured, as a clause.</summary>
    public string? Refused => Groups.Count <= MostGroups ? null : string.Create(
        CultureInfo.InvariantCulture, $"there are {Groups.Count} groups; at most {MostGroups} are compared");

    /// <summary>"sex", "sex and race".</summary>
    public string Name => NameOf(Columns);

    public static string NameOf(IReadOnlyList<string> columns) => string.Join(" and ", columns);

    /// <param name="column">Of all rows, so that a group which the test rows do not have is known, too.</param>
    /// <param name="cuts">Where groups of numbers begin; null for their own values, or quarters of the rows.</param>
    public static GroupFrame Of(Column column, IReadOnlyList<double>? cuts) => column switch
    {
        NumberColumn x => OfNumbers(x, cuts is null ? NumberCuts.Quarters(x.Values.AsSpan()) : NumberCuts.At(cuts)),
        CategoryColumn x => OfCategories(x),
        _ => OfValues(column.Name, [.. Enumerable.Range(0, column.Count).Select(column.Text)]),
    };

    /// <summary>The groups that two columns make together, of those that any row belongs to.</summary>
    /// <param name="first">Of the first column, of all rows.</param>
    /// <param name="second">Of the second.</param>
    public static GroupFrame Cross(GroupFrame first, GroupFrame second)
    {
        var width = second.Groups.Count;
        var codes = new int[first.Codes.Length];
        var occurs = new bool[first.Groups.Count * width];
        for (var row = 0; row < codes.Length; row++)
            occurs[codes[row] = (first.Codes[row] * width) + second.Codes[row]] = true;
        var places = new int[occurs.Length];
        var groups = new List<GroupValues>();
        for (var code = 0; code < occurs.Length; code++)
        {
            if (!occurs[code])
                continue;
            places[code] = groups.Count;
            groups.Add(GroupValues.Join(first.Groups[code / width], second.Groups[code % width]));
        }

        for (var row = 0; row < codes.Length; row++)
            codes[row] = places[codes[row]];
        return new GroupFrame([.. first.Columns, .. second.Columns], groups, codes);
    }

    /// <summary>The same groups, of the given rows alone.</summary>
    public GroupFrame Take(IReadOnlyList<int> rows) => this with { Codes = [.. rows.Select(x => Codes[x])] };

    private static GroupFrame OfCategories(CategoryColumn column)
    {
        var occurs = new bool[column.Domain.Count + 1];
        foreach (var code in column.Codes)
            occurs[code + 1] = true;
        int[] order =
        [
            .. Enumerable.Range(0, column.Domain.Count).Where(x => occurs[x + 1])
                .OrderBy(x => column.Domain.Names[x], StringComparer.Ordinal),
            .. occurs[0] ? [CategoryColumn.Missing] : Array.Empty<int>(),
        ];
        var places = new int[occurs.Length];
        foreach (var (place, code) in order.Index())
            places[code + 1] = place;
        return new GroupFrame(
            [column.Name],
            [.. order.Select(x => GroupValues.Of(column.Name, x < 0 ? null : column.Domain.Names[x]))],
            [.. column.Codes.Select(x => places[x + 1])]);
    }

    private static GroupFrame OfValues(string name, string?[] values)
    {
        var order = values.Distinct().OrderBy(x => x is null).ThenBy(x => x, StringComparer.Ordinal).ToList();
        var places = order.OfType<string>().Index().ToDictionary(x => x.Item, x => x.Index, StringComparer.Ordinal);
        var missing = order.Count - 1;
        return new GroupFrame(
            [name],
            [.. order.Select(x => GroupValues.Of(name, x))],
            [.. values.Select(x => x is null ? missing : places[x])]);
    }

    private static GroupFrame OfNumbers(NumberColumn column, NumberCuts cuts)
    {
        var codes = new int[column.Count];
        var occurs = new bool[cuts.Count + 1];
        for (var row = 0; row < codes.Length; row++)
            occurs[codes[row] = cuts.CodeOf(column.Values[row])] = true;
        var groups = Enumerable.Range(0, cuts.Count + 1).Where(x => occurs[x]).ToList();
        var places = groups.Index().ToDictionary(x => x.Item, x => x.Index);
        return new GroupFrame(
            [column.Name],
            [.. groups.Select(x => x == cuts.Count ? GroupValues.Of(column.Name, null) : cuts.Name(column.Name, x))],
            [.. codes.Select(x => places[x])]);
    }
}

/// <summary>What the rows of a group have in common.</summary>
/// <param name="Name">"sex=F, age below 25".</param>
/// <param name="Values">By column; null for rows without a value.</param>
internal sealed record GroupValues(string Name, IReadOnlyList<string?> Values)
{
    public static GroupValues Of(string column, string? value) => new(ConditionText.Of(column, value), [value]);

    public static GroupValues Join(GroupValues first, GroupValues second) =>
        new($"{first.Name}, {second.Name}", [.. first.Values, .. second.Values]);
}

/// <summary>How numbers are put into groups: each on its own where there are few, else by ranges.</summary>
internal sealed class NumberCuts
{
    private const int MostValues = 10;

    private readonly double[] _begins;
    private readonly bool _areValues;

    private NumberCuts(double[] begins, bool areValues) => (_begins, _areValues) = (begins, areValues);

    /// <summary>How many groups there are, without that of missing numbers.</summary>
    public int Count => _areValues ? _begins.Length : _begins.Length + 1;

    /// <param name="begins">Where groups begin, ascending; the first group has all that is less.</param>
    public static NumberCuts At(IReadOnlyList<double> begins) => new([.. begins], areValues: false);

    /// <summary>Where quarters of the numbers begin; of at most 10 different ones each is on its own.</summary>
    public static NumberCuts Quarters(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray().Where(x => !double.IsNaN(x)).Order().ToArray();
        var different = sorted.Distinct().Take(MostValues + 1).ToArray();
        return different.Length <= MostValues
            ? new NumberCuts(different, areValues: true)
            : new NumberCuts(
                [.. Enumerable.Range(1, 3).Select(x => sorted[x * sorted.Length / 4]).Distinct().Where(x => x > sorted[0])],
                areValues: false);
    }

    /// <summary>The last one is of missing numbers.</summary>
    public int CodeOf(double value)
    {
        if (double.IsNaN(value))
            return Count;
        var found = Array.BinarySearch(_begins, value);
        return _areValues ? found : found < 0 ? ~found : found + 1;
    }

    public GroupValues Name(string column, int code)
    {
        if (_areValues)
            return GroupValues.Of(column, _begins[code].ToString("R", CultureInfo.InvariantCulture));
        double? from = code == 0 ? null : _begins[code - 1];
        double? below = code == _begins.Length ? null : _begins[code];
        return new GroupValues(ConditionText.Of(column, from, below), [ConditionText.Range(from, below)]);
    }
}
