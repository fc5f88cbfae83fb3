using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Models.Documents;
using Pipeline.Models.Predictions;
using Pipeline.Monitoring.Performance;

namespace Pipeline.Monitoring.Windows;

/// <summary>Which traffic: that of one model, answered to clients or copied to it.</summary>
/// <param name="Model">The model's digest.</param>
/// <param name="IsShadow">Copies of requests that another model answered.</param>
public sealed record WindowSeries(Digest Model, bool IsShadow)
{
    /// <summary>As a name of a folder.</summary>
    public override string ToString() => IsShadow ? $"{Model.Brief}-shadow" : Model.Brief;
}

/// <summary>
/// What the traffic of one model was like in some time: small, without a row of it, without anything of personal columns, and
/// profiles of windows merge to that of all their time.
/// </summary>
[DocumentSchema("window", 1)]
public sealed record WindowDocument : Document
{
    public required WindowSeries Series { get; init; }

    public required ModelName Model { get; init; }

    /// <summary>The registry's; null for a model that was never registered.</summary>
    public ModelVersion? Version { get; init; }

    public required DateTimeOffset From { get; init; }

    /// <summary>Exclusive.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Revisions of the environment that answered, ascending.</summary>
    public IReadOnlyList<int> Revisions { get; init; } = [];

    /// <summary>How many predictions were logged.</summary>
    public required long Rows { get; init; }

    /// <summary>How many there were: each logged one stands for as many as its sampling says.</summary>
    public required double Predictions { get; init; }

    /// <summary>By input.</summary>
    public required IReadOnlyList<ColumnProfile> InputProfiles { get; init; }

    /// <summary>By output.</summary>
    public required IReadOnlyList<ColumnProfile> OutputProfiles { get; init; }

    /// <summary>Of requests, in milliseconds.</summary>
    public required ColumnProfile Latency { get; init; }

    /// <summary>By input that has any.</summary>
    public IReadOnlyList<ColumnFaults> Faults { get; init; } = [];

    /// <summary>Requests that servers refused, whatever for.</summary>
    public long RefusedRequests { get; init; }

    /// <summary>What came true, and what was reported that fits nothing.</summary>
    public FeedbackCounts Outcomes { get; init; } = new();

    /// <summary>Performance as known and as estimated, fairness, and whatever else was measured of the rows.</summary>
    public IReadOnlyList<Measurement> Measurements { get; init; } = [];

    /// <summary>Of errors, behind the window; null where no outcome is known.</summary>
    public ErrorWatchState? Watch { get; init; }

    /// <summary>What whoever reads the measurements should know, as sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Of copies, whose answers to the same requests they were held against; null where there are none.</summary>
    public ShadowChampion? Champion { get; init; }

    /// <summary>The same window of copies, beside what people were told.</summary>
    internal WindowDocument With(WatchedModel champion, ShadowReading reading)
    {
        IReadOnlyList<Measurement> measured =
        [
            .. reading.Disagreement,
            .. reading.Metrics.Select(x => x with { Name = ShadowReading.Prefix + x.Name }),
        ];
        var names = measured.Select(x => x.Name).ToHashSet();
        return this with
        {
            Champion = new ShadowChampion(champion.Digest, reading.Rows) { Version = champion.Version },
            Measurements = [.. Measurements.Where(x => !names.Contains(x.Name)), .. measured],
        };
    }

    /// <summary>A window in which nobody asked for anything: no traffic is news.</summary>
    /// <param name="other">Of the same series.</param>
    /// <param name="from">Where it begins.</param>
    /// <param name="to">Exclusive.</param>
    public static WindowDocument Without(WindowDocument other, DateTimeOffset from, DateTimeOffset to)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new WindowDocument
        {
            Series = other.Series,
            Model = other.Model,
            Version = other.Version,
            From = from,
            To = to,
            Rows = 0,
            Predictions = 0,
            InputProfiles = [],
            OutputProfiles = [],
            Latency = new ColumnProfile { Name = other.Latency.Name, Type = DataType.Number, Count = 0, Missing = 0 },
        };
    }
}

/// <summary>What was wrong with values of one input.</summary>
/// <param name="Column">The input.</param>
/// <param name="Unseen">Values of a category that training has not seen.</param>
/// <param name="OutOfRange">Values that the manifest does not accept of the column.</param>
/// <param name="TypeFaults">Values for which the server refused the request.</param>
/// <param name="Absent">Requests that were refused since they did not have the field.</param>
public sealed record ColumnFaults(string Column, long Unseen, long OutOfRange, long TypeFaults, long Absent);
