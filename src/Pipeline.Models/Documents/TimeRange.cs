namespace Pipeline.Models.Documents;

/// <summary>The first and the last of some moments.</summary>
public sealed record TimeRange(DateTimeOffset First, DateTimeOffset Last);
