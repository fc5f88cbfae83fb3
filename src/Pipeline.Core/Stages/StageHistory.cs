namespace Pipeline.Core.Stages;

/// <param name="Record">The last attempt that finished.</param>
/// <param name="Unreadable">Why there is a record and none that can be read.</param>
/// <param name="Begun">The attempt that was begun and not ended, if any.</param>
internal sealed record StageHistory(StageRecord? Record, string? Unreadable, int? Begun)
{
    /// <summary>A kill after the record was written and before the attempt was ended has lost nothing.</summary>
    public bool IsInterrupted => Begun is not null && Begun != Record?.Attempt;

    public int NextAttempt => Math.Max(Begun ?? 0, Record?.Attempt ?? 0) + 1;
}
