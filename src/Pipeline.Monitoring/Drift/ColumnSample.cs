using System.Globalization;
using Pipeline.Models.Documents;
using Pipeline.Statistics;

namespace Pipeline.Monitoring.Drift;

/// <summary>What is known of the values of a column, to be held against another's.</summary>
internal sealed class ColumnSample
{
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <exception cref="FormatException">A sketch is damaged.</exception>
    public ColumnSample(ColumnProfile profile)
    {
        Profile = profile;
        IsNumeric = profile.Type is DataType.Number or DataType.Integer;
        foreach (var value in profile.Frequent)
        {
            var key = Key(value.Value);
            _counts[key] = _counts.GetValueOrDefault(key) + value.Count;
        }

        KnowsAll = profile.FrequentError == 0 && _counts.Values.Sum() == profile.Count;
        Numbers = IsNumeric && profile.Sketches?.Numbers is { } bytes
            ? QuantileSketch.FromBytes(Convert.FromBase64String(bytes)).Ranked()
            : null;
    }

    public ColumnProfile Profile { get; }

    public long Count => Profile.Count;

    public bool IsNumeric { get; }

    /// <summary>Null unless they are numbers.</summary>
    public Ranking? Numbers { get; }

    /// <summary>The most frequent values, all of them where <see cref="KnowsAll"/> says so, in no order.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    /// <summary>Every value is in <see cref="Counts"/>, and counted exactly.</summary>
    public bool KnowsAll { get; }

    /// <summary>What a count may be short of, and how often a value that is not there may occur.</summary>
    public long Error => Profile.FrequentError;

    /// <summary>How many different values it has, at least: as many as are counted, or as the sketch has it.</summary>
    public long Distinct => KnowsAll ? _counts.Count : Math.Max(_counts.Count, Profile.Distinct ?? 0);

    /// <summary>1.0 is 1, and yes is true: logs and files write the same value in their own ways.</summary>
    private string Key(string value) => Profile.Type switch
    {
        DataType.Number or DataType.Integer when double.TryParse(
            value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
            (number == 0 ? 0.0 : number).ToString("R", CultureInfo.InvariantCulture),
        DataType.Boolean => value.ToUpperInvariant() switch
        {
            "1" or "T" or "TRUE" or "Y" or "YES" => "true",
            "0" or "F" or "FALSE" or "N" or "NO" => "false",
            _ => value,
        },
        _ => value,
    };
}
