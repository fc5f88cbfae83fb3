namespace Pipeline.Statistics;

/// <summary>How a sample is resampled.</summary>
public sealed record BootstrapOptions
{
    /// <summary>How many resamples are drawn, at least 1. Default 1,000; fewer make the ends of an interval coarse.</summary>
    public int Resamples
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one resample is drawn.");
    }
    = 1000;

    /// <summary>What chance begins with. Default 1; the same seed draws the same resamples.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many threads to use, at least 1; null uses what the machine has. Results do not depend on it.</summary>
    public int? Threads { get; init; }
}
