using System.Text;
using Pipeline.Data.Columns;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Expectations.Violations;

/// <summary>How many rows were found, and the first ten of them, in whatever order they are.</summary>
/// <param name="shown">The columns that reports may show of them.</param>
/// <param name="keepsAll">Which rows they are is remembered of all.</param>
internal sealed class ViolationSummary(IReadOnlyList<ShownColumn> shown, bool keepsAll)
{
    private const int Most = 10;

    private readonly List<Violation> _first = [];

    public IReadOnlyList<ShownColumn> Shown => shown;

    public long Count { get; private set; }

    /// <summary>How many rows could have been found: those with a value.</summary>
    public long Looked { get; private set; }

    /// <summary>Of the rows that were looked at; 0 where there are none.</summary>
    public double Share => Looked == 0 ? 0 : Count / (double)Looked;

    /// <summary>
    /// Of all others; 1 where there are none. It is one division and no difference from 1, so that it is the very double that a
    /// limit of the same share reads as.
    /// </summary>
    public double ConformingShare => Looked == 0 ? 1 : (Looked - Count) / (double)Looked;

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<Violation> First => _first;

    public PlaceSet? All { get; } = keepsAll ? new PlaceSet() : null;

    public void Look(long count) => Looked += count;

    public void Add(ColumnBatch batch, int row)
    {
        var place = RowPlace.Of(batch, row);
        if (IsAmongFirst(place))
            Insert(new Violation(place, Read(batch, row)));
    }

    /// <summary>A row whose values are known, or have to be looked up.</summary>
    public void Add(Violation row)
    {
        if (IsAmongFirst(row.Place))
            Insert(row);
    }

    public IReadOnlyList<string> Read(ColumnBatch batch, int row) => [.. shown.Select(x => x.Read(batch, row))];

    public void Merge(ViolationSummary other)
    {
        foreach (var row in other._first.Where(x => _first.Count < Most || x.Place.CompareTo(_first[^1].Place) < 0))
            Insert(row);
        (Count, Looked) = (Count + other.Count, Looked + other.Looked);
        if (other.All is { } all)
            All?.Merge(all);
    }

    private bool IsAmongFirst(RowPlace place)
    {
        Count++;
        All?.Add(place);
        return _first.Count < Most || place.CompareTo(_first[^1].Place) < 0;
    }

    private void Insert(Violation row)
    {
        var after = _first.FindIndex(x => x.Place.CompareTo(row.Place) > 0);
        _first.Insert(after < 0 ? _first.Count : after, row);
        if (_first.Count > Most)
            _first.RemoveAt(Most);
    }
}

/// <summary>A row that an expectation found.</summary>
/// <param name="Place">Which one.</param>
/// <param name="Values">Of the columns that may be shown; null where the row has to be looked up again for them.</param>
internal sealed record Violation(RowPlace Place, IReadOnlyList<string>? Values);

/// <summary>A column whose values reports may show.</summary>
internal sealed record ShownColumn(string Name, int Position)
{
    private const int MostCharacters = 40;
    private const int MostBytesPerCharacter = 4;

    /// <summary>As it stands in the file, shortened, and without characters that a terminal would obey.</summary>
    public string Read(ColumnBatch batch, int row)
    {
        var value = batch.Text(row, Position);
        var text = Encoding.UTF8.GetString(value[..Math.Min(value.Length, MostCharacters * MostBytesPerCharacter)]);
        if (text.Length > MostCharacters)
        {
            var kept = MostCharacters - 1;
            text = text[..(char.IsHighSurrogate(text[kept - 1]) ? kept - 1 : kept)] + "…";
        }

        return text.Any(char.IsControl) ? string.Concat(text.Select(x => char.IsControl(x) ? '\uFFFD' : x)) : text;
    }
}
