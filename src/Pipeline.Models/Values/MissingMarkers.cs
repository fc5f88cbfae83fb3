using System.Text;

namespace Pipeline.Models.Values;

/// <summary>The values that stand for none.</summary>
public sealed class MissingMarkers
{
    private readonly byte[][] _markers;
    private readonly List<double> _numbers = [];
    private readonly bool _hasEmpty;

    public MissingMarkers(IEnumerable<string> markers)
    {
        var all = markers.Select(Encoding.UTF8.GetBytes).ToList();
        _hasEmpty = all.Exists(x => x.Length == 0);
        _markers = [.. all.Where(x => x.Length > 0)];
        foreach (var marker in all)
        {
            // Beyond 2^53 a double is several numbers.
            if (NumberText.TryParse(marker, out var number) && Math.Abs(number) <= NumberText.LargestWhole)
                _numbers.Add(number);
        }

        Longest = all.Select(x => x.Length).DefaultIfEmpty(0).Max();
    }

    /// <summary>How many bytes the longest has; what is longer stands for itself.</summary>
    public int Longest { get; }

    /// <summary>The same in a column of numbers, where a marker that is a number has spellings of any length.</summary>
    public int LongestNumber => _numbers.Count > 0 ? int.MaxValue : Longest;

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

    /// <summary>In a column of numbers: a marker that is a number stands for it however it is written.</summary>
    public bool HasNumber(ReadOnlySpan<byte> value) =>
        Has(value)
        || (_numbers.Count > 0 && NumberText.TryParse(value, out var number) && _numbers.Contains(number));
}
