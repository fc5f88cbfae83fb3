using Pipeline.Core.Checks;
using Pipeline.Models.Documents;
using Pipeline.Statistics;

namespace Pipeline.Monitoring.Drift;

/// <summary>Holds the columns of a window against those of a reference.</summary>
public static class DriftDetector
{
    /// <summary>
    /// Every column with its method, value, limit and verdict. Profiles that are damaged give an errored verdict for their
    /// column.
    /// </summary>
    /// <param name="reference">Profiles of the training data, or of an earlier window: inputs and scores.</param>
    /// <param name="current">Profiles of the window.</param>
    /// <param name="options">Valid ones.</param>
    public static DriftReport Compare(
        IReadOnlyList<ColumnProfile> reference, IReadOnlyList<ColumnProfile> current, DriftDetectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(options);
        var now = current.ToDictionary(x => x.Name, StringComparer.Ordinal);
        var known = reference.Select(x => x.Name).ToHashSet(StringComparer.Ordinal);
        List<ColumnDrift> measured =
        [
            .. reference.Select(x => Measure(x, now.GetValueOrDefault(x.Name), options)),
            .. current.Where(x => !known.Contains(x.Name)).Select(x => Without(
                x.Name, Verdict.Skipped("The reference has no such column."), x.Count, 0)),
        ];
        return new DriftReport(Judge(measured, options))
        {
            DriftShare = options.DriftShare,
            FalseDiscoveryRate = options.FalseDiscoveryRate,
        };
    }

    private static ColumnDrift Measure(ColumnProfile reference, ColumnProfile? current, DriftDetectionOptions options)
    {
        if (Refusal(reference, current, options) is { } refusal)
            return Without(reference.Name, refusal, current?.Count ?? 0, reference.Count);
        try
        {
            return ColumnComparison.Of(new ColumnSample(reference), new ColumnSample(current!), options);
        }
        catch (FormatException exception)
        {
            return Without(
                reference.Name,
                Verdict.Errored($"Drift of '{reference.Name}' was not measured: a profile is damaged. {exception.Message}"),
                current!.Count,
                reference.Count);
        }
    }

    /// <summary>Why a column is not looked at; null where it is.</summary>
    private static Verdict? Refusal(ColumnProfile reference, ColumnProfile? current, DriftDetectionOptions options) =>
        options.Columns.GetValueOrDefault(reference.Name)?.IsIgnored == true
            ? Verdict.Skipped($"'{reference.Name}' is left out by the settings.")
        : current is null
            ? Verdict.Errored($"Drift of '{reference.Name}' was not measured: the window has no such column.")
        : reference.IsPersonal || current.IsPersonal
            ? Verdict.Skipped($"'{reference.Name}' is personal, so that no profile has its distribution.")
        : reference.Type == DataType.Identifier
            ? Verdict.Skipped($"'{reference.Name}' names rows, and has new values by its nature.")
        : reference.Type == DataType.Timestamp
            ? Verdict.Skipped($"'{reference.Name}' is a time, and moves on by its nature.")
        : null;

    private static ColumnDrift Without(string column, Verdict verdict, long samples, long referenceSamples) => new()
    {
        Column = column,
        Verdict = verdict,
        Samples = samples,
        ReferenceSamples = referenceSamples,
    };

    /// <summary>P-values are corrected for how many columns were tested; only then is it known which drift.</summary>
    private static List<ColumnDrift> Judge(List<ColumnDrift> measured, DriftDetectionOptions options)
    {
        int[] tested = [.. Enumerable.Range(0, measured.Count)
            .Where(x => measured[x].Verdict.Outcome == Outcome.Passed && measured[x].PValue is not null)];
        var corrected = FalseDiscovery.Adjusted([.. tested.Select(x => measured[x].PValue!.Value)]);
        foreach (var (place, column) in tested.Index())
        {
            var drift = measured[column] with { CorrectedPValue = corrected[place] };
            measured[column] = drift with { Verdict = ColumnComparison.Judge(drift, options.FalseDiscoveryRate) };
        }

        return measured;
    }
}
