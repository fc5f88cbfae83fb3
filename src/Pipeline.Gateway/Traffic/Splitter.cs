namespace Pipeline.Gateway.Traffic;

/// <summary>
/// Chooses who answers, without chance: an additive recurrence by nearly the golden ratio. Of any hundred requests in a row
/// exactly as many go to the candidate as its weight says, spread evenly, and not in step with a client's own rhythm.
/// </summary>
internal sealed class Splitter
{
    private const ulong Steps = 100;
    private const ulong Stride = 61;

    private long _requests = -1;

    /// <param name="weight">In percent.</param>
    public bool NextIsCandidate(int weight) =>
        (ulong)Interlocked.Increment(ref _requests) % Steps * Stride % Steps < (ulong)weight;
}
