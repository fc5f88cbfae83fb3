using Pipeline.Models.Documents;
using Pipeline.Models.Tables;

namespace Pipeline.Evaluation.Slices;

/// <summary>
/// A column as small numbers: ranges of numbers with about as many rows each, or categories. They depend on the column alone, not
/// on what rows cost.
/// </summary>
internal sealed class BinnedColumn
{
    private const int MostRanges = 8;
    private const int MostCategories = 60;

    private readonly IReadOnlyList<SliceCondition> _conditions;

    private BinnedColumn(string name, byte[] codes, IReadOnlyList<SliceCondition> conditions, IReadOnlyList<BinSpan> spans) =>
        (Name, Codes, _conditions, Spans) = (name, codes, conditions, spans);

    public string Name { get; }

    /// <summary>By row.</summary>
    public byte[] Codes { get; }

    /// <summary>One more than the greatest code.</summary>
    public int Bins => _conditions.Count + 1;

    /// <summary>What a condition may be: each category, each range and any neighboring ranges together, no value.</summary>
    public IReadOnlyList<BinSpan> Spans { get; }

    /// <summary>Null for free text.</summary>
    /// <param name="column">Of the rows that slices are looked for and measured in.</param>
    /// <param name="minimum">A category of fewer rows is no condition.</param>
    public static BinnedColumn? Of(Column column, int minimum) => column switch
    {
        NumberColumn x => OfNumbers(x, minimum),
        CategoryColumn x => OfCategories(x, minimum),
        _ => null,
    };

    /// <summary>The same for the given rows alone, in their order.</summary>
    public byte[] Take(int[] rows) => Array.ConvertAll(rows, row => Codes[row]);

    public SliceCondition Condition(BinSpan span)
    {
        var (first, last) = (_conditions[span.First], _conditions[span.Last]);
        return span.First == span.Last ? first : first with { Value = null, Below = last.Below };
    }

    private static BinnedColumn OfNumbers(NumberColumn column, int minimum)
    {
        var sorted = column.Values.Where(x => !double.IsNaN(x)).ToArray();
        Array.Sort(sorted);
        var begins = Begins(sorted);
        var codes = new byte[column.Count];
        for (var row = 0; row < codes.Length; row++)
            codes[row] = (byte)(double.IsNaN(column.Values[row]) ? begins.Length : CodeOf(begins, column.Values[row]));
        var conditions = begins.Select((_, x) => new SliceCondition
        {
            Column = column.Name,
            From = x == 0 ? null : begins[x],
            Below = x + 1 == begins.Length ? null : begins[x + 1],
        }).ToList();
        var spans = new List<BinSpan>();
        for (var first = 0; first < begins.Length; first++)
        {
            for (var last = first; last < begins.Length; last++)
            {
                if (last - first + 1 < begins.Length || column.MissingCount > 0)
                    spans.Add(new BinSpan(first, last));
            }
        }

        if (column.MissingCount >= minimum)
            spans.Add(new BinSpan(begins.Length, begins.Length));
        conditions.Add(new SliceCondition { Column = column.Name, IsMissing = true });
        return new BinnedColumn(column.Name, codes, conditions, spans);
    }

    /// <summary>Where ranges begin, ascending; of few different numbers each is a range of its own.</summary>
    private static double[] Begins(double[] sorted)
    {
        var different = sorted.Distinct().Take(MostRanges + 1).ToArray();
        return different.Length <= MostRanges
            ? different
            : [.. Enumerable.Range(0, MostRanges).Select(x => sorted[(int)((long)x * sorted.Length / MostRanges)]).Distinct()];
    }

    private static int CodeOf(double[] begins, double value)
    {
        var code = 0;
        while (code + 1 < begins.Length && value >= begins[code + 1])
            code++;
        return code;
    }

    private static BinnedColumn OfCategories(CategoryColumn column, int minimum)
    {
        var counts = new int[column.Domain.Count + 1];
        foreach (var code in column.Codes)
            counts[code + 1]++;
        var kept = Enumerable.Range(-1, counts.Length)
            .Where(x => counts[x + 1] >= minimum)
            .OrderByDescending(x => counts[x + 1]).ThenBy(Name, StringComparer.Ordinal)
            .Take(MostCategories)
            .OrderBy(x => x < 0).ThenBy(Name, StringComparer.Ordinal)
            .ToList();
        var bins = new byte[counts.Length];
        Array.Fill(bins, (byte)kept.Count);
        foreach (var (bin, code) in kept.Index())
            bins[code + 1] = (byte)bin;
        return new BinnedColumn(
            column.Name,
            [.. column.Codes.Select(x => bins[x + 1])],
            [.. kept.Select(x => new SliceCondition
            {
                Column = column.Name,
                Value = x < 0 ? null : column.Domain.Names[x],
                IsMissing = x < 0,
            })],
            [.. Enumerable.Range(0, kept.Count).Select(x => new BinSpan(x, x))]);

        string Name(int code) => code < 0 ? "" : column.Domain.Names[code];
    }
}

/// <summary>Codes next to each other.</summary>
/// <param name="First">The smallest.</param>
/// <param name="Last">The greatest.</param>
internal readonly record struct BinSpan(int First, int Last)
{
    public bool Has(int code) => code >= First && code <= Last;

    public bool Meets(BinSpan other) => First <= other.Last && other.First <= Last;
}
