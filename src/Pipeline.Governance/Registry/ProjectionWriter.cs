using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Pipeline.Core.Audit;
using Pipeline.Governance.Storage;
using SQLitePCL;

namespace Pipeline.Governance.Registry;

/// <summary>Folds events into the tables. An event that contradicts those before it is refused, not guessed at.</summary>
internal sealed class ProjectionWriter(SqliteConnection connection) : IDisposable
{
    private readonly SqliteCommand _event = Prepare(
        connection, 7, "INSERT INTO event VALUES ($1, $2, $3, $4, $5, $6, $7)");

    private readonly SqliteCommand _run = Prepare(connection, 5, "INSERT INTO run VALUES ($2, $3, $4, $5, $1)");

    private readonly SqliteCommand _version = Prepare(
        connection,
        5,
        """
        INSERT INTO version SELECT $2, $3, $4, $5, $1
        WHERE $3 = (SELECT coalesce(max(number), 0) + 1 FROM version WHERE model = $2)
        """);

    private readonly SqliteCommand _aliasMove = Prepare(
        connection,
        5,
        """
        INSERT INTO alias_move SELECT $1, $2, $3, $4, $5
        WHERE $4 IS (SELECT to_number FROM alias_move WHERE model = $2 AND alias = $3 ORDER BY position DESC LIMIT 1)
        """);

    private readonly SqliteCommand _document = Prepare(connection, 5, "INSERT INTO document VALUES ($1, $2, $3, $4, $5)");

    public void Dispose()
    {
        foreach (var command in new[] { _event, _run, _version, _aliasMove, _document })
            command.Dispose();
    }

    /// <param name="auditEvent">The next one.</param>
    /// <param name="position">Counted from 1.</param>
    /// <param name="effective">Of its time and those of all events before it, the latest, in ticks of UTC.</param>
    public void Add(AuditEvent auditEvent, long position, long effective)
    {
        var (id, time, actor) = (auditEvent.Id, auditEvent.Time.UtcTicks, auditEvent.Actor);
        Run(_event, position, effective, id, time, actor.Name, actor.Source, auditEvent.Reason);
        if (RegistryEventText.Read(auditEvent) is not { } registryEvent)
            return;
        try
        {
            if (Add(registryEvent, position) != 1)
                throw new EventNotUnderstoodException(auditEvent, "It contradicts the events before it.");
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_CONSTRAINT)
        {
            throw new EventNotUnderstoodException(auditEvent, "It contradicts the events before it.");
        }
    }

    private int Add(RegistryEvent registryEvent, long position) => registryEvent switch
    {
        RegistryEvent.RunRecorded x =>
            Run(_run, position, x.Id.ToString(), x.Model.ToString(), x.Document.ToString(), x.Dataset.ToString()),
        RegistryEvent.VersionRegistered x =>
            Run(_version, position, x.Model.ToString(), x.Version.Number, x.Digest.ToString(), x.Run.ToString()),
        RegistryEvent.AliasMoved x =>
            Run(_aliasMove, position, x.Model.ToString(), x.Alias.ToString(), x.From?.Number, x.To?.Number),
        RegistryEvent.DocumentAttached x =>
            Run(_document, position, x.Model.ToString(), x.Version.Number, x.Name, x.Digest.ToString()),
        _ => throw new UnreachableException(),
    };

    private static SqliteCommand Prepare(SqliteConnection connection, int parameters, string sql) =>
        connection.Statement(sql, new object?[parameters]);

    private static int Run(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command.ExecuteNonQuery();
    }
}

/// <summary>A registry of this format did not write this event, so that nothing after it can be told.</summary>
public sealed class EventNotUnderstoodException(AuditEvent auditEvent, string reason) : Exception(
    $"Event {auditEvent.Id} of the journal, '{auditEvent.Action}' of '{auditEvent.Subject}', is not understood: {reason} "
    + "A newer toolkit wrote it, in which case this one must be updated, or something else than a registry did.")
{
    public string EventId { get; } = auditEvent.Id;
}
