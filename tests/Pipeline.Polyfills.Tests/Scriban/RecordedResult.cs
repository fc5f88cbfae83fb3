namespace Pipeline.Polyfills.Scriban;

/// <summary>What the recorded templates' function <c>run</c> returns.</summary>
public sealed class RecordedResult
{
    public string RunId { get; } = "r-1";

    public double AreaUnderRocCurve { get; } = 0.9293;

    public int[] TreeCounts { get; } = [1, 2, 3];

    public DateTime StartedAt { get; } = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    public string? Note { get; }
}
