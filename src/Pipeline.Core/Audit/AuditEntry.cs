using System.Collections.ObjectModel;
using Pipeline.Core.Identity;

namespace Pipeline.Core.Audit;

/// <summary>What happened, before it has a place in a journal.</summary>
public record AuditEntry
{
    /// <summary>Kept in UTC.</summary>
    public required DateTimeOffset Time
    {
        get;
        init => field = value.ToUniversalTime();
    }

    public required Actor Actor { get; init; }

    /// <summary>In the past tense and kebab-case: "version-registered", "alias-moved".</summary>
    public required string Action { get; init; }

    /// <summary>What it was done to: "loan-default/3".</summary>
    public required string Subject { get; init; }

    /// <summary>The document or payload that says more; it is kept elsewhere, by this digest.</summary>
    public Digest? Digest { get; init; }

    public string? Environment { get; init; }

    /// <summary>Why, in the words of whoever did it.</summary>
    public string? Reason { get; init; }

    /// <summary>What a replay needs beyond the subject and the digest: a few short values by name. Null for none.</summary>
    public IReadOnlyDictionary<string, string>? Facts
    {
        get;
        init => field = value is null or { Count: 0 } ? null : Sorted(value);
    }

    private static ReadOnlyDictionary<string, string> Sorted(IReadOnlyDictionary<string, string> facts) =>
        new SortedDictionary<string, string>(facts.ToDictionary(), StringComparer.Ordinal).AsReadOnly();
}

/// <summary>Who did it.</summary>
/// <param name="Name">As the source gives it: "ada@example.com".</param>
/// <param name="Source">Where the name comes from, because not every source is to be believed: "git", "github-actions".</param>
public sealed record Actor(string Name, string Source);
