using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Governance.Runs;
using Pipeline.Governance.Storage;
using SQLitePCL;

namespace Pipeline.Governance.Registry;

/// <summary>What the journal says, in tables. It takes in what is new before it answers, and can be deleted.</summary>
internal sealed class Projection : IAsyncDisposable
{
    private const int BatchSize = 10_000;

    private readonly SqliteFile _file;
    private readonly IAuditJournal _journal;

    private Projection(SqliteFile file, IAuditJournal journal) => (_file, _journal) = (file, journal);

    public static async Task<Projection> OpenAsync(
        string path, IAuditJournal journal, StorageOptions options, CancellationToken cancellationToken)
    {
        var file = await SqliteFile.OpenAsync(
            Path.GetFullPath(path), ProjectionFormat.Current, options with { IsPrecious = false }, cancellationToken);
        return new Projection(file, journal);
    }

    /// <summary>The state after the last event that the journal has now.</summary>
    /// <exception cref="RegistryDivergedException">The journal lacks events that were in it.</exception>
    public async Task<RegistryView> ReadAsync(CancellationToken cancellationToken)
    {
        var head = await _journal.ReadHeadAsync(cancellationToken);
        var state = await _file.ReadAsync(ReadState, cancellationToken);
        while (state.Head != head)
        {
            var before = state.Position;
            state = await _file.WriteAsync(x => FoldAsync(x, cancellationToken), cancellationToken);
            if (state.Position - before < BatchSize)
                break;
        }

        return new RegistryView(_file, state.Position, state.Head);
    }

    /// <summary>The state at a moment: after the last event before which nothing had a later time.</summary>
    public async Task<RegistryView> ReadAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        var position = await _file.ReadAsync(
            x => x.Scalar<long>("SELECT coalesce(max(position), 0) FROM event WHERE effective <= $1", time.UtcTicks),
            cancellationToken);
        return new RegistryView(_file, position, head: null);
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private async Task<State> FoldAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        var state = ReadState(connection);
        var (last, position, effective) = ((AuditEvent?)null, state.Position, state.Effective);
        using var writer = new ProjectionWriter(connection);
        try
        {
            await foreach (var auditEvent in _journal.ReadAsync(state.Head, cancellationToken))
            {
                (last, position, effective) = (auditEvent, position + 1, Math.Max(effective, auditEvent.Time.UtcTicks));
                writer.Add(auditEvent, position, effective);
                if (position - state.Position == BatchSize)
                    break;
            }
        }
        catch (UnknownHeadException exception)
        {
            throw new RegistryDivergedException(_file.Path, exception);
        }

        return last is null ? state : Write(connection, new State(last.Hash, position, effective));
    }

    private static State ReadState(SqliteConnection connection) => connection.Rows(
        x => new State(x.Text(0) is { } head ? Digest.Parse(head) : null, x.GetInt64(1), x.GetInt64(2)),
        "SELECT head, position, effective FROM projection").Single();

    private static State Write(SqliteConnection connection, State state)
    {
        connection.Execute(
            "UPDATE projection SET head = $1, position = $2, effective = $3",
            state.Head.ToString(),
            state.Position,
            state.Effective);
        return state;
    }

    private sealed record State(Digest? Head, long Position, long Effective);
}

/// <summary>The projection has seen events that the journal lacks: the only trace of a journal whose end was cut off.</summary>
public sealed class RegistryDivergedException(string projectionPath, UnknownHeadException innerException) : Exception(
    $"{innerException.Message} If the journal is right as it is, delete '{projectionPath}', and it is made anew from it.",
    innerException);

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
    private readonly RunProjectionWriter _runs = new(connection);

    public void Dispose()
    {
        foreach (var command in new[] { _event, _run, _version, _aliasMove, _document })
            command.Dispose();
        _runs.Dispose();
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
            Run(_run, position, x.Id.ToString(), x.Model.ToString(), x.Document.ToString(), x.Dataset.ToString())
            + _runs.Add(x, position),
        RegistryEvent.RunEvaluated x => _runs.Add(x, position),
        RegistryEvent.RunTagged x => _runs.Add(x, position),
        RegistryEvent.RunNoted x => _runs.Add(x, position),
        RegistryEvent.VersionRegistered x =>
            Run(_version, position, x.Model.ToString(), x.Version.Number, x.Digest.ToString(), x.Run.ToString()),
        RegistryEvent.AliasMoved x =>
            Run(_aliasMove, position, x.Model.ToString(), x.Alias.ToString(), x.From?.Number, x.To?.Number),
        RegistryEvent.DocumentAttached x =>
            Run(_document, position, x.Model.ToString(), x.Version.Number, x.Name, x.Digest.ToString()),
        _ => throw new UnreachableException(),
    };

    internal static SqliteCommand Prepare(SqliteConnection connection, int parameters, string sql) =>
        connection.Statement(sql, new object?[parameters]);

    internal static int Run(SqliteCommand command, params ReadOnlySpan<object?> values)
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

/// <summary>
/// The tables of the projection. Rows are added and never changed, each with the position of its event, so that the state at
/// any moment is what the rows up to some position say.
/// </summary>
internal static class ProjectionFormat
{
    public static SqliteFormat Current { get; } = new(
        "projection",
        ApplicationId: 0x504C5231,
        Version: 2,
        [
            """
            CREATE TABLE projection (
                id INTEGER PRIMARY KEY CHECK (id = 1), head TEXT, position INTEGER NOT NULL, effective INTEGER NOT NULL
            ) STRICT
            """,
            "INSERT INTO projection VALUES (1, NULL, 0, 0)",
            """
            CREATE TABLE event (
                position INTEGER PRIMARY KEY, effective INTEGER NOT NULL,
                event_id TEXT NOT NULL, time INTEGER NOT NULL, actor TEXT NOT NULL, source TEXT NOT NULL, reason TEXT
            ) STRICT
            """,
            "CREATE INDEX event_effective ON event (effective)",
            """
            CREATE TABLE run (
                run TEXT PRIMARY KEY, model TEXT NOT NULL, document TEXT NOT NULL, dataset TEXT NOT NULL,
                position INTEGER NOT NULL REFERENCES event
            ) STRICT
            """,
            "CREATE INDEX run_model ON run (model, position)",
            """
            CREATE TABLE version (
                model TEXT NOT NULL, number INTEGER NOT NULL, digest TEXT NOT NULL, run TEXT NOT NULL REFERENCES run,
                position INTEGER NOT NULL REFERENCES event, PRIMARY KEY (model, number), UNIQUE (model, digest)
            ) STRICT
            """,
            """
            CREATE TABLE alias_move (
                position INTEGER PRIMARY KEY REFERENCES event, model TEXT NOT NULL, alias TEXT NOT NULL,
                from_number INTEGER, to_number INTEGER, FOREIGN KEY (model, to_number) REFERENCES version
            ) STRICT
            """,
            "CREATE INDEX alias_move_alias ON alias_move (model, alias, position)",
            """
            CREATE TABLE document (
                position INTEGER PRIMARY KEY REFERENCES event, model TEXT NOT NULL, number INTEGER NOT NULL,
                name TEXT NOT NULL, digest TEXT NOT NULL, FOREIGN KEY (model, number) REFERENCES version
            ) STRICT
            """,
            "CREATE INDEX document_version ON document (model, number, position)",
            "CREATE INDEX run_document ON run (document)",
            "CREATE INDEX run_dataset ON run (dataset)",
            "CREATE INDEX version_digest ON version (digest)",
            "CREATE INDEX document_digest ON document (digest)",
            .. RunProjectionWriter.Schema,
        ]);
}
