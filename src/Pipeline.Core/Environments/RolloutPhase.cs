namespace Pipeline.Core.Environments;

/// <summary>Where a rollout is.</summary>
public enum RolloutPhase
{
    /// <summary>The candidate starts and is probed; it gets no traffic.</summary>
    Starting,

    /// <summary>Traffic moves step by step.</summary>
    Stepping,

    /// <summary>It waits for a person, at the weight it has reached; whoever led it may leave.</summary>
    Held,
}
