using System.Text.Json.Serialization;
using Pipeline.Core.Identity;

namespace Pipeline.Core.Audit;

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
