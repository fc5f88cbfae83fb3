using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Pipeline.Environments;
using Pipeline.Manifest.Records;

namespace Pipeline.Deployment.Strategies;

/// <summary>How traffic moves to a new revision, once it is ready and its probes passed.</summary>
[TypeChoice("recreate", typeof(Recreate))]
[TypeChoice("canary", typeof(Canary))]
[TypeChoice("blue-green", typeof(BlueGreen))]
[TypeChoice("shadow", typeof(Shadow))]
public abstract record StrategySpec
{
    private StrategySpec()
    {
    }

    /// <summary>What is done in order; after the last of them the new revision answers everything.</summary>
    internal abstract IReadOnlyList<StepSpec> ToSteps();

    /// <summary>All of it at once.</summary>
    public sealed record Recreate : StrategySpec
    {
        internal override IReadOnlyList<StepSpec> ToSteps() => [];
    }

    /// <summary>Step by step; after the last step, all of it.</summary>
    public sealed record Canary : StrategySpec, IValidatedRecord
    {
        [Length(1, 50)]
        public required IReadOnlyList<StepSpec> Steps { get; init; }

        [Description("By which header or cookie clients keep to their revision while the weight grows; by none by default.")]
        public TrafficStickiness? Stickiness { get; init; }

        public IEnumerable<Finding> Validate()
        {
            if (Stickiness?.FindProblem() is { } problem)
                yield return new Finding(nameof(Stickiness), problem);
            var (weight, mirror) = (0, 0);
            foreach (var (index, step) in Steps.Index())
            {
                if (step is StepSpec.Analyze && weight == 0 && mirror == 0)
                {
                    yield return Wrong(
                        index, "nothing can be analysed before there is traffic.", "Set a weight or a mirror first.");
                }

                if (step is StepSpec.SetWeight set && set.Weight < weight)
                    yield return Wrong(index, $"the weight falls from {weight} to {set.Weight}; it only grows.");
                weight = step is StepSpec.SetWeight { Weight: var next } ? next : weight;
                mirror = step is StepSpec.Mirror { Share: var share } ? share : mirror;
            }
        }

        internal override IReadOnlyList<StepSpec> ToSteps() => Steps;

        private static Finding Wrong(int item, string message, string? hint = null) =>
            new(nameof(Steps), message, hint) { Item = item };
    }

    /// <summary>
    /// Both revisions run, and all traffic moves at once. While the new one is analysed the old one is still the stable one:
    /// what goes wrong then takes the traffic back at once.
    /// </summary>
    public sealed record BlueGreen : StrategySpec
    {
        [Description("Who approves before the traffic moves, in a word for the journal; nobody has to by default.")]
        [Length(1, 100)]
        public string? Approval { get; init; }

        [Description("How long the new revision is analysed once it has all traffic; not at all by default.")]
        [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
        public TimeSpan? Analyze { get; init; }

        internal override IReadOnlyList<StepSpec> ToSteps() =>
        [
            .. Approval is { } by ? [new StepSpec.Approval(new ApprovalSpec { By = by })] : Array.Empty<StepSpec>(),
            new StepSpec.SetWeight(100),
            .. Analyze is { } duration ? [new StepSpec.Analyze { For = duration }] : Array.Empty<StepSpec>(),
        ];
    }

    /// <summary>
    /// The new revision is sent copies of requests, whose answers nobody is told, and answers everything once it kept to the
    /// analysis.
    /// </summary>
    public sealed record Shadow : StrategySpec
    {
        [Description("The percentage of requests that is copied; 100 by default.")]
        [Range(1, 100)]
        public int Mirror { get; init; } = 100;

        [Description("How long the answers to copies are analysed.")]
        [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
        public required TimeSpan Analyze { get; init; }

        [Description("Who approves after that, in a word for the journal; nobody has to by default.")]
        [Length(1, 100)]
        public string? Approval { get; init; }

        internal override IReadOnlyList<StepSpec> ToSteps() =>
        [
            new StepSpec.Mirror(Mirror),
            new StepSpec.Analyze { For = Analyze },
            .. Approval is { } by ? [new StepSpec.Approval(new ApprovalSpec { By = by })] : Array.Empty<StepSpec>(),
        ];
    }
}

/// <summary>One step of a rollout. Its text is what people are shown of it: "weight 20%".</summary>
[KeyChoice("weight", typeof(SetWeight))]
[KeyChoice("mirror", typeof(Mirror))]
[KeyChoice("analyze", typeof(Analyze))]
[KeyChoice("pause", typeof(Pause))]
[KeyChoice("approval", typeof(Approval))]
public abstract record StepSpec
{
    private StepSpec()
    {
    }

    /// <summary>The new revision answers this percentage of the requests.</summary>
    public sealed record SetWeight([property: Range(1, 100)] int Weight) : StepSpec
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"weight {Weight}%");
    }

    /// <summary>The new revision is sent a copy of this percentage of the requests that the other answers; 0 ends that.</summary>
    public sealed record Mirror([property: ManifestKey("mirror"), Range(0, 100)] int Share) : StepSpec
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"mirror {Share}%");
    }

    /// <summary>The new revision is held against the analysis for this long, and longer while that is inconclusive.</summary>
    public sealed record Analyze : StepSpec
    {
        [ManifestKey("analyze")]
        [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
        public required TimeSpan For { get; init; }

        public override string ToString() => $"analyze {Durations.Of(For)}";
    }

    /// <summary>It rests, for a while or until a person decides.</summary>
    public sealed record Pause([property: ManifestKey("pause")] PauseSpec How) : StepSpec
    {
        public override string ToString() => How.Duration is { } duration ? $"pause {Durations.Of(duration)}" : "pause";
    }

    /// <summary>A person approves, which the journal keeps with who, when and why.</summary>
    public sealed record Approval([property: ManifestKey("approval")] ApprovalSpec How) : StepSpec
    {
        public override string ToString() => How.By is { } by ? $"approval of {by}" : "approval";
    }
}

/// <summary>How long a rollout rests.</summary>
[Shorthand(nameof(Duration))]
public sealed record PauseSpec
{
    /// <summary>Null waits for a person.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "7.00:00:00")]
    public TimeSpan? Duration { get; init; }
}

/// <summary>Whose approval a rollout waits for.</summary>
[Shorthand(nameof(By))]
public sealed record ApprovalSpec
{
    [Description("Who approves, in a word for the journal; anybody by default. It is recorded who did, and not checked.")]
    [Length(1, 100)]
    public string? By { get; init; }
}

/// <summary>Durations as manifests have them.</summary>
internal static class Durations
{
    /// <summary>"90s", "5m", "1h", "250ms": the greatest unit in which it is whole.</summary>
    public static string Of(TimeSpan duration)
    {
        (long Ticks, string Name)[] units =
        [
            (TimeSpan.TicksPerDay, "d"), (TimeSpan.TicksPerHour, "h"),
            (TimeSpan.TicksPerMinute, "m"), (TimeSpan.TicksPerSecond, "s"),
        ];
        foreach (var (unit, name) in units)
        {
            if (duration.Ticks % unit == 0 && duration.Ticks > 0)
                return string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / unit}{name}");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0.###}ms");
    }
}
