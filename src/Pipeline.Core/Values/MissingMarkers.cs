using System.Text;

namespace Pipeline.Core.Values;

/// <summary>The values that stand for none.</summary>
public sealed class MissingMarkers
{
    private readonly byte[][] _markers;
    private readonly bool _hasEmpty;

    public MissingMarkers(IEnumerable<string> markers)
    {
        var all = markers.Select(Encoding.UTF8.GetBytes).ToList();
        _hasEmpty = all.Exists(x => x.Length == 0);
        _markers = [.. all.Where(x => x.Length > 0)];
        Longest = all.Select(x => x.Length).DefaultIfEmpty(0).Max();
    }

    /// <summary>How many bytes the longest has; what is longer stands for itself.</summary>
    public int Longest { get; }

    public bool Has(ReadOnlySpan<byte> value)
    {
        if (value.Length == 0)
            return _hasEmpty;
        if (value.Length > Longest)
            return false;
        foreach (var marker in _markers)
        {
            if (marker[0] == value[0] && value.SequenceEqual(marker))
                return true;
        }

        return false;
    }
}
