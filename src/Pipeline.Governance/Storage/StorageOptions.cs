namespace Pipeline.Governance.Storage;

/// <summary>How patient and how durable a file is.</summary>
public sealed record StorageOptions
{
    /// <summary>How long a write waits for another process: 10 seconds unless given, from 0 to 10 minutes.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>False for what can be made again: it then survives a kill, but may lose its last writes to a power cut.</summary>
    internal bool IsPrecious { get; init; } = true;

    internal string Pragmas =>
        $"""
        PRAGMA synchronous = {(IsPrecious ? "FULL" : "NORMAL")};
        PRAGMA fullfsync = {(IsPrecious ? "ON" : "OFF")};
        PRAGMA foreign_keys = ON;
        PRAGMA trusted_schema = OFF;
        """;

    internal void ThrowIfInvalid()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(LongestWait, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LongestWait, TimeSpan.FromMinutes(10));
    }
}
