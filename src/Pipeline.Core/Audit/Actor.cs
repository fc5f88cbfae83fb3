namespace Pipeline.Core.Audit;

/// <summary>Who did it.</summary>
/// <param name="Name">As the source gives it: "ada@example.com".</param>
/// <param name="Source">Where the name comes from, because not every source is to be believed: "git", "github-actions".</param>
public sealed record Actor(string Name, string Source);
