namespace Pipeline.Core.Audit;

/// <summary>Who did it.</summary>
/// <param name="Name">As the source gives it: "ada@example.com".</param>
/// <param name="Source">Where the name comes from, as not all can be believed alike: "git", "github-actions".</param>
public sealed record Actor(string Name, string Source);
