using System.Text;

namespace Pipeline.Data.Expectations.Labels;

/// <summary>Rows drawn by chance: evenly from all, or as many of each of a few classes.</summary>
/// <param name="most">How many rows, of two classes half of them each.</param>
/// <param name="isByClass">Each class has a sample of its own.</param>
internal sealed class LabelledSample(int most, bool isByClass)
{
    /// <summary>A label of two classes may be spelled in several ways; beyond that it is no such label.</summary>
    private const int MostClasses = 8;

    private readonly List<(byte[] Label, RowSample Rows)> _samples = [];

    /// <summary>By hash, which is an order by chance.</summary>
    public IReadOnlyList<SampledRow> Rows => [.. _samples.SelectMany(x => x.Rows.Hashed).OrderBy(x => x.Hash).Select(x => x.Row)];

    /// <summary>Whether a row of some class would be taken: rows that are not need not be looked at.</summary>
    public bool Wants(ulong hash)
    {
        if (_samples.Count < (isByClass ? 2 : 1))
            return true;
        foreach (var (_, rows) in _samples)
        {
            if (rows.Wants(hash))
                return true;
        }

        return false;
    }

    /// <returns>Where such a row belongs; null where it is not taken.</returns>
    public RowSample? Find(ReadOnlySpan<byte> label, ulong hash)
    {
        var key = isByClass ? label : [];
        foreach (var (known, rows) in _samples)
        {
            if (key.SequenceEqual(known))
                return rows.Wants(hash) ? rows : null;
        }

        return _samples.Count == MostClasses ? null : Open(key.ToArray());
    }

    public void Merge(LabelledSample other)
    {
        foreach (var (label, rows) in other._samples)
        {
            var own = _samples.Find(x => x.Label.AsSpan().SequenceEqual(label)).Rows;
            if (own is null && _samples.Count < MostClasses)
                own = Open(label);
            own?.Merge(rows);
        }
    }

    private RowSample Open(byte[] label)
    {
        var rows = new RowSample(isByClass ? most / 2 : most);
        _samples.Add((label, rows));
        return rows;
    }
}
