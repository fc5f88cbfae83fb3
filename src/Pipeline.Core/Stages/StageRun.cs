namespace Pipeline.Core.Stages;

/// <summary>What was planned, and the record that stands now: the new one, or the last one when nothing had to run.</summary>
public sealed record StageRun(StagePlan Plan, StageRecord Record);
