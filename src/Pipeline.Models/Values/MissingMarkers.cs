using System.Text;

namespace Pipeline.Models.Values;

/// <summary>The values that stand for none.</summary>
public sealed class MissingMarkers
{
    private readonly byte[][] _markers;
    private readonly List<double> _numbers = [];
    private readonly List<double> _allNumbers = [];
    private readonly bool _hasEmpty;

    public MissingMarkers(IEnumerable<string> markers)
    {
        var all = markers.Select(Encoding.UTF8.GetBytes).ToList();
        _hasEmpty = all.Exists(x => x.Length == 0);
        _markers = [.. all.Where(x => x.Length > 0)];
        foreach (var marker in all)
        {
            // Beyond 2^53 a double is several numbers.
            if (!NumberText.TryParse(marker, out var number))
                continue;
            _allNumbers.Add(number);
            if (Math.Abs(number) <= NumberText.LargestWhole)
                _numbers.Add(number);
        }

        Longest = all.Select(x => x.Length).DefaultIfEmpty(0).Max();
    }

    /// <summary>How many bytes the longest has; what is longer stands for itself.</summary>
    public int Longest { get; }

    /// <summary>Some marker is a number, which in a column of numbers has spellings of any length.</summary>
    public bool HasNumbers => _numbers.Count > 0;

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
        || (HasNumbers && NumberText.TryParse(value, out var number) && HasNumber(number));

    /// <summary>In a column of numbers, of one that was read already; NaN stands for none.</summary>
    public bool HasNumber(double number) => HasNumbers && _numbers.Contains(number);

    /// <summary>Whether a number's text can be a marker at all, so that it is worth to be written.</summary>
    public bool MayHave(double number) => !double.IsFinite(number) || (_allNumbers.Count > 0 && _allNumbers.Contains(number));
}
