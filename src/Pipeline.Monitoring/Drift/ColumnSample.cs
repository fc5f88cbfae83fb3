using Pipeline.Data.Profiling;
using Pipeline.Models.Documents;
using Pipeline.Statistics;

namespace Pipeline.Monitoring.Drift;

/// <summary>What is known of the values of a column, to be held against another's.</summary>
internal sealed class ColumnSample
{
    /// <exception cref="FormatException">A sketch is damaged.</exception>
    public ColumnSample(ColumnProfile profile)
    {
        (Profile, Values) = (profile, new ValueCounts(profile));
        IsNumeric = profile.Type is DataType.Number or DataType.Integer;
        Numbers = IsNumeric && profile.Sketches?.Numbers is { } bytes
            ? QuantileSketch.FromBytes(Convert.FromBase64String(bytes)).Ranked()
            : null;
    }

    public ColumnProfile Profile { get; }

    public long Count => Profile.Count;

    public bool IsNumeric { get; }

    /// <summary>Null unless they are numbers.</summary>
    public Ranking? Numbers { get; }

    public ValueCounts Values { get; }

    public IReadOnlyDictionary<string, long> Counts => Values.Counts;

    public bool KnowsAll => Values.KnowsAll;

    /// <summary>How many different values it has, at least: as many as are counted, or as the sketch has it.</summary>
    public long Distinct => KnowsAll ? Counts.Count : Math.Max(Counts.Count, Profile.Distinct ?? 0);
}
