namespace Pipeline.Targets.Delivery;

/// <summary>What to go back to, and why.</summary>
internal sealed record RollbackOptions(int? Revision, string? Reason);
