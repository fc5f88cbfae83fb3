namespace Pipeline.Targets.Testing;

/// <summary>A test that failed, and what it said.</summary>
public sealed record FailedTest(string Name, string Message);
