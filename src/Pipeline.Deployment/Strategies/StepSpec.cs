using System.ComponentModel.DataAnnotations;
using Pipeline.Manifest.Records;

namespace Pipeline.Deployment.Strategies;

/// <summary>One step of a canary.</summary>
[KeyChoice("weight", typeof(SetWeight))]
[KeyChoice("analyze", typeof(Analyze))]
[KeyChoice("pause", typeof(Pause))]
public abstract record StepSpec
{
    private StepSpec()
    {
    }

    /// <summary>The new revision answers this percentage of the requests.</summary>
    public sealed record SetWeight([property: Range(1, 100)] int Weight) : StepSpec;

    /// <summary>The new revision is held against the analysis for this long, and longer while that is inconclusive.</summary>
    public sealed record Analyze : StepSpec
    {
        [ManifestKey("analyze")]
        [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
        public required TimeSpan For { get; init; }
    }

    public sealed record Pause([property: ManifestKey("pause")] PauseSpec How) : StepSpec;
}

/// <summary>How long a rollout rests.</summary>
[Shorthand(nameof(Duration))]
public sealed record PauseSpec
{
    /// <summary>Null waits for a person.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "7.00:00:00")]
    public TimeSpan? Duration { get; init; }
}
