using System.Text.Json.Serialization;

namespace Pipeline.Environments;

/// <summary>Where a rollout is.</summary>
public enum RolloutPhase
{
    /// <summary>The candidate starts and is probed; it gets no traffic.</summary>
    Starting,

    /// <summary>Traffic moves step by step.</summary>
    Stepping,

    /// <summary>It waits for a person at its weight; whoever led it may leave. Documents call it "held".</summary>
    [JsonStringEnumMemberName("held")]
    Paused,
}
