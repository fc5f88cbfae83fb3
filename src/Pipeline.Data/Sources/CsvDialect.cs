using System.Text;
using Pipeline.Core.Problems;

namespace Pipeline.Data.Sources;

/// <summary>How a file of separated values is written.</summary>
/// <param name="Separator">Between two values.</param>
/// <param name="HasHeader">The first row has the names of the columns.</param>
internal sealed record CsvDialect(char Separator, bool HasHeader)
{
    /// <summary>From the likeliest to the least likely.</summary>
    private static readonly char[] Candidates = [',', ';', '\t', '|'];

    /// <summary>The separator was found in the file, and nobody has stated it.</summary>
    public bool IsGuessed { get; private init; }

    /// <summary>Why the first rows do not say how the file is written; null where they do.</summary>
    public Problem? Doubt { get; private init; }

    /// <summary>"';'", or "a tab".</summary>
    public string Name => NameOf(Separator);

    /// <summary>
    /// What is not stated is found in the first rows. The separator is the one that finds the known column in the first of them;
    /// else the one that divides them evenly, into parts that have no other separator in them, and into most. The first row is a
    /// header, unless it has a number where the second row has one.
    /// </summary>
    /// <param name="bytes">The beginning of a file.</param>
    /// <param name="isWhole">It is the whole file.</param>
    /// <param name="file">As the user knows it.</param>
    /// <param name="options">What is stated.</param>
    public static CsvDialect Find(ReadOnlySpan<byte> bytes, bool isWhole, string file, SourceOptions options)
    {
        if (options is { Separator: { } stated, HasHeader: { } hasHeader })
            return new CsvDialect(stated, hasHeader);
        var divisions = new List<CsvDivision>();
        foreach (var candidate in options.Separator is { } only ? [only] : Candidates)
            divisions.Add(CsvDivision.Of(bytes, isWhole, candidate, options));
        var best = divisions.Aggregate((first, second) => second.CompareTo(first) > 0 ? second : first);
        var isGuessed = options.Separator is null;
        return new CsvDialect(best.Separator, options.HasHeader ?? IsHeader(best, options.KnownColumn))
        {
            IsGuessed = isGuessed,
            Doubt = isGuessed ? Tie(divisions, best, file) ?? Preamble(divisions, best, file, options) : null,
        };
    }

    private static string NameOf(char separator) => separator == '\t' ? "a tab" : $"'{separator}'";

    private static bool IsHeader(CsvDivision division, string? known)
    {
        var rows = division.Rows;
        if (rows.Count == 0 || (known is not null && rows[0].Values.Contains(known)))
            return true;
        var isNumbered = rows.Count > 1
            && rows[0].Values.Zip(rows[1].Values).Any(x => division.IsNumber(x.First) && division.IsNumber(x.Second));
        return !isNumbered;
    }

    private static Problem? Tie(IEnumerable<CsvDivision> divisions, CsvDivision best, string file)
    {
        var equal = divisions.Where(x => x.Width > 1 && x.CompareTo(best) == 0).Select(x => x.Separator).ToList();
        return equal.Count < 2 ? null : new Problem(
            file, null, null,
            $"{string.Join(" and ", equal.Select(NameOf))} divide the first rows equally well, into {best.Width} values each.",
            $"Say which it is: format: {{separator: \"{equal[0]}\"}}.");
    }

    /// <summary>The header stands below lines that are no part of the table, as in reports that a program exports.</summary>
    private static Problem? Preamble(
        IReadOnlyList<CsvDivision> divisions, CsvDivision best, string file, SourceOptions options)
    {
        if (options.HasHeader == false)
            return null;
        var header = divisions.Select(x => x.HeaderBelow(options.KnownColumn)).FirstOrDefault(x => x is not null);
        if (header is not null)
        {
            return RecordBatch.LocateLine(file, header.Line).Problem(
                $"The header, with the column '{options.KnownColumn}', begins here; a file begins with it.",
                "Remove the lines above it.");
        }

        if (!best.IsMostlyEven || best.Rows[0].Values.Count >= best.Width)
            return null;
        var values = best.Rows[0].Values.Count is var count and not 1 ? $"{count} values" : "1 value";
        return RecordBatch.LocateLine(file, best.Rows[0].Line).Problem(
            $"The first row has {values}, and most below it have {best.Width}, divided by {NameOf(best.Separator)}.",
            "A file begins with its header: remove what stands above it, and name every column.");
    }
}

/// <summary>The first rows of a file as one separator divides them. The better one is the greater.</summary>
internal sealed class CsvDivision : IComparable<CsvDivision>
{
    private const int MostRows = 50;

    /// <summary>Of the rows, those that have to be of one width where a few are broken.</summary>
    private const double MostlyEven = 0.8;

    private readonly bool _hasKnown;
    private readonly bool _isEven;
    private readonly double _cleanness;

    private CsvDivision(char separator, IReadOnlyList<SampledLine> rows, bool isBroken, string? known)
    {
        (Separator, Rows) = (separator, rows);
        var (width, count) = rows.CountBy(x => x.Values.Count).DefaultIfEmpty().MaxBy(x => (x.Value, x.Key));
        Width = width;
        _hasKnown = known is not null && rows.Count > 0 && rows[0].Values.Contains(known);
        _isEven = Width > 1 && !isBroken && count == rows.Count;
        IsMostlyEven = Width > 1 && count >= MostlyEven * rows.Count;
        var parts = Width > 1 ? rows.SelectMany(x => x.Values).ToList() : [];
        _cleanness = parts.Count == 0 ? 0 : parts.Count(IsClean) / (double)parts.Count;
    }

    public char Separator { get; }

    public IReadOnlyList<SampledLine> Rows { get; }

    /// <summary>How many values most rows have.</summary>
    public int Width { get; }

    /// <summary>All but a few rows have several values, as many in each.</summary>
    public bool IsMostlyEven { get; }

    public static CsvDivision Of(ReadOnlySpan<byte> bytes, bool isWhole, char separator, SourceOptions options)
    {
        var rows = new List<SampledLine>();
        var grammar = new RecordGrammar((byte)separator, options.HasQuotes);
        var batch = new RecordBatch();
        batch.Load(bytes);
        for (var position = 0; position < bytes.Length && rows.Count < MostRows && batch.Problems.Problems.Count == 0;)
        {
            batch.Reset(bytes.Length);
            var line = grammar.Line;
            position = grammar.Row(bytes, position, isWhole, batch);
            if (position == RecordGrammar.Incomplete)
                break;
            if (batch.RowCount > 0)
                rows.Add(new SampledLine(line, [.. OpenValues(batch)]));
        }

        return new CsvDivision(separator, rows, batch.Problems.Problems.Count > 0, options.KnownColumn);
    }

    /// <summary>By what says most about a separator first. One value in each row says nothing.</summary>
    public int CompareTo(CsvDivision? other) => other is null ? 1 : Rank.CompareTo(other.Rank);

    /// <summary>A row that has the known column and more values than the first one.</summary>
    public SampledLine? HeaderBelow(string? known) => known is null || _hasKnown
        ? null
        : Rows.Skip(1).FirstOrDefault(x => x.Values.Count > Rows[0].Values.Count && x.Values.Contains(known));

    /// <summary>A comma stands for a point where it separates nothing.</summary>
    public bool IsNumber(string text)
    {
        var value = Encoding.UTF8.GetBytes(text);
        return NumberText.TryParse(value, out _) || (Separator != ',' && DecimalComma.Has(value));
    }

    private (bool, bool, bool, double, int) Rank => (_hasKnown, _isEven, IsMostlyEven, _cleanness, Width);

    private static IEnumerable<string> OpenValues(RecordBatch batch) =>
        Enumerable.Range(0, batch.OpenCount).Select(x => batch.Text(batch.OpenField(x)));

    private bool IsClean(string part) => part.AsSpan().IndexOfAny(",;\t|") < 0 || IsNumber(part);
}

/// <summary>A row by the line on which it begins.</summary>
internal sealed record SampledLine(long Line, IReadOnlyList<string> Values);
