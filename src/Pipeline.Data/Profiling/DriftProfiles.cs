using Pipeline.Core.Checks;
using Pipeline.Data.Expectations;
using Pipeline.Models.Documents;
using Pipeline.Statistics;

namespace Pipeline.Data.Profiling;

/// <summary>Compares the profile of the data that passed with profiles in files.</summary>
/// <param name="current">Of the data that passed.</param>
/// <param name="references">By their paths; a file that could not be read is the reason why.</param>
internal sealed class DriftProfiles(
    IReadOnlyList<ColumnProfile> current, IReadOnlyDictionary<string, (ProfileDocument? Profile, string Reason)> references)
    : IDriftSource
{
    public MeasuredValue DistanceOf(string column, string reference, DriftMeasure measure)
    {
        var (profile, reason) = references[reference];
        if (profile is null)
            return new MeasuredValue.NotMeasured(reason);
        if (profile.Columns.FirstOrDefault(x => x.Name == column) is not { } known)
            return new MeasuredValue.NotMeasured($"the profile '{reference}' has no column '{column}'");
        var now = current.Single(x => x.Name == column);
        if (known.IsPersonal || now.IsPersonal)
            return new MeasuredValue.NotMeasured("the column is personal, so that no profile has its distribution");
        if (known.Count + known.Missing == 0)
            return new MeasuredValue.NotMeasured($"the profile '{reference}' is one of no rows");
        try
        {
            var bins = ColumnDistribution.Of(known, now);
            return measure == DriftMeasure.JensenShannon
                ? Divergence.JensenShannon(bins.Reference, bins.Current)
                : Divergence.PopulationStability(bins.Reference, bins.Current);
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException)
        {
            return new MeasuredValue.NotMeasured($"the profile '{reference}' is damaged");
        }
    }
}
