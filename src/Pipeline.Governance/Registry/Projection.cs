using Microsoft.Data.Sqlite;
using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Governance.Storage;

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
