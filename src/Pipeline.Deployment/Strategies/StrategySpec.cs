using System.ComponentModel.DataAnnotations;
using Pipeline.Manifest.Records;

namespace Pipeline.Deployment.Strategies;

/// <summary>How traffic moves to a new revision, once it is ready and its probes passed.</summary>
[TypeChoice("recreate", typeof(Recreate))]
[TypeChoice("canary", typeof(Canary))]
public abstract record StrategySpec
{
    private StrategySpec()
    {
    }

    /// <summary>All of it at once.</summary>
    public sealed record Recreate : StrategySpec;

    /// <summary>Step by step; after the last step, all of it.</summary>
    public sealed record Canary : StrategySpec, IValidatedRecord
    {
        [Length(1, 50)]
        public required IReadOnlyList<StepSpec> Steps { get; init; }

        public IEnumerable<Finding> Validate()
        {
            var weight = 0;
            foreach (var (index, step) in Steps.Index())
            {
                if (step is StepSpec.Analyze && weight == 0)
                    yield return Wrong(index, "nothing can be analysed before there is traffic.", "Set a weight first.");
                if (step is StepSpec.SetWeight set && set.Weight < weight)
                    yield return Wrong(index, $"the weight falls from {weight} to {set.Weight}; it only grows.");
                weight = step is StepSpec.SetWeight { Weight: var next } ? next : weight;
            }
        }

        private static Finding Wrong(int item, string message, string? hint = null) =>
            new(nameof(Steps), message, hint) { Item = item };
    }
}

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
