namespace Pipeline.Core.Stages;

/// <summary>What a stage would do now.</summary>
/// <param name="Stage">Its name.</param>
/// <param name="Reasons">Why it must run, all of them; none when it is up to date.</param>
/// <param name="LastDuration">How long it took when it last finished; null when it never did.</param>
public sealed record StagePlan(string Stage, IReadOnlyList<StageReason> Reasons, TimeSpan? LastDuration)
{
    public bool IsUpToDate => Reasons.Count == 0;

    /// <summary>"train runs, because input 'data' changed", or "train is up to date".</summary>
    public override string ToString() => IsUpToDate
        ? $"{Stage} is up to date"
        : $"{Stage} runs, because {string.Join(" and ", Reasons)}";
}
