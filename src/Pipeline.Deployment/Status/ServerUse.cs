namespace Pipeline.Deployment.Status;

/// <summary>What a server of a revision has used since it started, as its engine counts it.</summary>
/// <param name="Revision">Whose server it is.</param>
/// <param name="Server">Which one, by a name that stays while it runs: "revision-3".</param>
/// <param name="At">When the engine counted.</param>
public sealed record ServerUse(int Revision, string Server, DateTimeOffset At)
{
    /// <summary>Null where the engine does not say.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Seconds of one processor.</summary>
    public double? CpuSeconds { get; init; }

    /// <summary>In memory now, without what the system caches of files.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>How many processors it may use; null where nothing holds it to any.</summary>
    public double? Processors { get; init; }
}
