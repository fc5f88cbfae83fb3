using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Pipeline.Core.Audit;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Governance.Storage;

namespace Pipeline.Governance.Journal;

/// <summary>An event as it lies in the file: its place, what it claims to be, and its canonical JSON.</summary>
internal sealed record JournalRow(long Position, string Hash, string Body)
{
    private const string NotWritten = "it is not what was written";

    /// <summary>A damaged file can have NULL where the table forbids it.</summary>
    public static JournalRow From(SqliteDataReader reader) => new(reader.GetInt64(0), reader.Text(1) ?? "", reader.Text(2) ?? "");

    /// <summary>The event, or why it cannot be the one after the given place, by the bytes as they are.</summary>
    public (AuditEvent? Event, ChainStatus.Broken? Broken) Follow(long position, string? previous)
    {
        if (Position != position + 1)
            return (null, new ChainStatus.Broken(position + 1, null, "it is missing"));
        if (Digest.OfBytes(Encoding.UTF8.GetBytes(Body)).ToString() != Hash || Parse() is not { } auditEvent)
            return (null, new ChainStatus.Broken(Position, Parse()?.Id, NotWritten));
        return auditEvent.Previous?.ToString() == previous
            ? (auditEvent, null)
            : (null, new ChainStatus.Broken(Position, auditEvent.Id, "it does not follow the event before it"));
    }

    /// <summary>The same, and that nothing is in the row that the event does not say.</summary>
    public (AuditEvent? Event, ChainStatus.Broken? Broken) FollowStrictly(long position, string? previous)
    {
        var (auditEvent, broken) = Follow(position, previous);
        return auditEvent is null || AuditEvent.Link(auditEvent, auditEvent.Previous).Hash.ToString() == Hash
            ? (auditEvent, broken)
            : (null, new ChainStatus.Broken(Position, auditEvent.Id, NotWritten));
    }

    private AuditEvent? Parse()
    {
        try
        {
            return JsonSerializer.Deserialize<AuditEvent>(Body, DocumentJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
