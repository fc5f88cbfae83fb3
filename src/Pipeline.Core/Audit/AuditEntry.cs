using System.Collections.ObjectModel;
using System.Text.Json.Serialization;
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

/// <summary>An entry in its place: linked to the event before it, so that none can be changed or taken out unseen.</summary>
public sealed record AuditEvent : AuditEntry
{
    private const int IdLength = 16;

    /// <summary>16 hexadecimal digits, derived from the entry and its place.</summary>
    public required string Id { get; init; }

    /// <summary>The hash of the event before; null for the first.</summary>
    public Digest? Previous { get; init; }

    /// <summary>SHA-256 of this event's canonical JSON.</summary>
    [JsonIgnore]
    public Digest Hash => Identity.Digest.OfJson(this);

    /// <summary>The event that this entry makes behind the given head.</summary>
    public static AuditEvent Link(AuditEntry entry, Digest? head)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var unnamed = new AuditEvent
        {
            Id = "",
            Previous = head,
            Time = entry.Time,
            Actor = entry.Actor,
            Action = entry.Action,
            Subject = entry.Subject,
            Digest = entry.Digest,
            Environment = entry.Environment,
            Reason = entry.Reason,
            Facts = entry.Facts,
        };
        return unnamed with { Id = IdOf(unnamed) };
    }

    internal bool HasOwnId() => Id == IdOf(this);

    private static string IdOf(AuditEvent auditEvent) => (auditEvent with { Id = "" }).Hash.Hex[..IdLength];
}
