using System.ComponentModel.DataAnnotations;
using Pipeline.Manifest.Records;

namespace Pipeline.Deployment.Strategies;

/// <summary>How long a rollout rests.</summary>
[Shorthand(nameof(Duration))]
public sealed record PauseSpec
{
    /// <summary>Null waits for a person.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "7.00:00:00")]
    public TimeSpan? Duration { get; init; }
}
