using Pipeline.Core.Artifacts;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Data.Expectations;
using Pipeline.Data.Schemas;
using Pipeline.Data.Sources;
using Pipeline.Models.Documents;
using Pipeline.Statistics;

namespace Pipeline.Data.Profiling;

/// <summary>Profiles the columns whose distribution must not be far from a reference's, and reads the references.</summary>
internal sealed class DriftWatch
{
    private readonly DatasetRequest _request;
    private readonly IReadOnlyList<ExpectationSpec.Drift> _expected;
    private readonly DatasetProfiler _profiler;

    public DriftWatch(DatasetRequest request, DatasetSource source, BoundSchema schema)
    {
        _request = request;
        _expected = [.. request.Section.Expect.OfType<ExpectationSpec.Drift>()];
        _profiler = ProfileMaker.Profiler(request, source, schema, [.. _expected.Select(x => x.Column).Distinct()]);
    }

    /// <summary>None where no distribution is expected.</summary>
    public IReadOnlyList<RowAccumulator> Observers => _expected.Count > 0 ? [_profiler] : [];

    /// <summary>To be asked when all rows have passed.</summary>
    public async Task<IDriftSource?> FinishAsync(CancellationToken cancellationToken)
    {
        if (_expected.Count == 0)
            return null;
        var references = new Dictionary<string, (ProfileDocument? Profile, string Reason)>(StringComparer.Ordinal);
        foreach (var path in _expected.Select(x => x.From).Distinct())
            references[path] = await ReadAsync(path, cancellationToken);
        return new DriftProfiles(_profiler.Describe(), references);
    }

    private async Task<(ProfileDocument? Profile, string Reason)> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!ContainedPath.TryResolve(_request.Folder, path, out var full, out var reason))
            return (null, reason.TrimEnd('.'));
        var read = await DocumentFile.ReadAsync<ProfileDocument>(full, cancellationToken);
        return read.TryGet(out var profile) ? (profile, "") : (null, $"'{path}': {read.Problems[0].Message.TrimEnd('.')}");
    }
}

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

/// <summary>
/// Two profiles of one column in the same bins: the tenths of the reference for numbers, the values that are sure to be frequent
/// in both and one bin for all others for what is no number. Missing values have a bin of their own, so that a column which has
/// lost all its values is as far from what it was as can be.
/// </summary>
internal static class ColumnDistribution
{
    private const int Tenths = 10;

    /// <summary>Of columns that are not personal, and have rows.</summary>
    /// <returns>Counts of the reference, and of the other, in each bin.</returns>
    public static (IReadOnlyList<double> Reference, IReadOnlyList<double> Current) Of(
        ColumnProfile reference, ColumnProfile current)
    {
        // A column without values is neither of numbers nor of anything else: all others are in one bin beside the missing ones.
        var (first, second) = reference.Count == 0 || current.Count == 0 ? ([reference.Count], [current.Count])
            : reference.Sketches?.Numbers is not null && current.Sketches?.Numbers is not null
                ? Numbers(SummaryText.Read(reference), SummaryText.Read(current))
                : Values(reference, current);
        return ([.. first, reference.Missing], [.. second, current.Missing]);
    }

    private static (IEnumerable<double> Reference, IEnumerable<double> Current) Numbers(
        ColumnSummary reference, ColumnSummary current)
    {
        double[] edges = [.. Enumerable.Range(1, Tenths - 1)
            .Select(x => reference.Numbers.Quantile(x / (double)Tenths)).Distinct()];
        return (In(edges, reference.Numbers), In(edges, current.Numbers));
    }

    private static IEnumerable<double> In(double[] edges, QuantileSketch sketch)
    {
        double[] ranks = [0, .. edges.Select(sketch.Rank), 1];
        return ranks.Zip(ranks.Skip(1), (low, high) => Math.Max(0, high - low) * sketch.Count);
    }

    private static (IEnumerable<double> Reference, IEnumerable<double> Current) Values(
        ColumnProfile reference, ColumnProfile current)
    {
        var (_, first, second) = ValueCounts.Paired(new ValueCounts(reference), new ValueCounts(current));
        return (first, second);
    }
}
