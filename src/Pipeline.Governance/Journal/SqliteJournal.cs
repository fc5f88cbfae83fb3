using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Pipeline.Core.Audit;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Governance.Storage;

namespace Pipeline.Governance.Journal;

/// <summary>
/// The journal in one file on this machine. An event that <see cref="AppendAsync"/> has acknowledged is on the disk; a kill at
/// any instant leaves whole events only. Every read checks the hashes of what it reads.
/// </summary>
public sealed class SqliteJournal : IAuditJournal, IAsyncDisposable
{
    /// <summary>The most that the canonical JSON of an event may have; what is larger is a blob that it points to.</summary>
    public const int MostEventBytes = 8 * 1024;

    private const int PageSize = 512;
    private const string Head = "SELECT hash FROM event ORDER BY position DESC LIMIT 1";
    private const string Page = "SELECT position, hash, body FROM event WHERE position > $1 ORDER BY position LIMIT $2";

    private readonly SqliteFile _file;

    private SqliteJournal(SqliteFile file) => _file = file;

    public string Path => _file.Path;

    /// <summary>Makes the journal and its folder where needed.</summary>
    /// <exception cref="StorageUnreadableException">The file is something else, damaged, or made by a newer toolkit.</exception>
    public static async Task<SqliteJournal> OpenAsync(string path, StorageOptions options, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid();
        var absolute = System.IO.Path.GetFullPath(path);
        return new SqliteJournal(await SqliteFile.OpenAsync(absolute, JournalFormat.Current, options, cancellationToken));
    }

    public Task<Digest?> ReadHeadAsync(CancellationToken cancellationToken) => _file.ReadAsync(ReadHead, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="StorageBusyException">Another process kept the journal locked for too long.</exception>
    public Task<AppendResult> AppendAsync(AuditEvent auditEvent, Digest? expectedHead, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(auditEvent);
        if (auditEvent.Previous != expectedHead || AuditEvent.Link(auditEvent, expectedHead).Id != auditEvent.Id)
            throw new ArgumentException("The event was not linked to the expected head.", nameof(auditEvent));
        var body = CanonicalJson.Of(auditEvent);
        if (body.Length > MostEventBytes)
            throw TooLarge(body.Length, nameof(auditEvent));
        return _file.WriteAsync(x => Task.FromResult(Append(x, body, expectedHead)), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="JournalBrokenException">An event is not what was written, or not where it was written.</exception>
    public async IAsyncEnumerable<AuditEvent> ReadAsync(
        Digest? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (position, previous) = (await FindAsync(after, cancellationToken), after?.ToString());
        await foreach (var row in RowsAsync(position, cancellationToken))
        {
            var (auditEvent, broken) = row.Follow(position, previous);
            yield return auditEvent ?? throw new JournalBrokenException(Path, broken!);
            (position, previous) = (row.Position, row.Hash);
        }
    }

    /// <summary>Reads everything, and names the first event that is not as it was written.</summary>
    /// <param name="expectedHead">The head as it is known from elsewhere; only that shows that the end is missing.</param>
    /// <param name="cancellationToken">Ends it between two pages.</param>
    public async Task<ChainStatus> VerifyAsync(Digest? expectedHead, CancellationToken cancellationToken)
    {
        var (position, previous) = (0L, (string?)null);
        await foreach (var row in RowsAsync(position, cancellationToken))
        {
            if (row.FollowStrictly(position, previous).Broken is { } broken)
                return broken;
            (position, previous) = (row.Position, row.Hash);
        }

        return expectedHead is null || expectedHead.ToString() == previous
            ? new ChainStatus.Intact(position, previous is null ? null : Digest.Parse(previous))
            : new ChainStatus.Broken(position, null, $"the journal does not end with {expectedHead}");
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private AppendResult Append(SqliteConnection connection, byte[] body, Digest? expectedHead)
    {
        var head = ReadHead(connection);
        if (head != expectedHead)
            return new AppendResult.HeadMoved(head);
        var hash = Digest.OfBytes(body);
        connection.Execute(
            "INSERT INTO event VALUES ((SELECT coalesce(max(position), 0) + 1 FROM event), $1, $2)",
            hash.ToString(),
            Encoding.UTF8.GetString(body));
        return new AppendResult.Appended(hash);
    }

    private Digest? ReadHead(SqliteConnection connection)
    {
        var text = connection.Scalar<string>(Head);
        return text is null ? null
            : Digest.TryParse(text, null, out var head) ? head
            : throw new JournalBrokenException(Path, new ChainStatus.Broken(Count(connection), null, "its hash is no hash"));
    }

    private static ArgumentException TooLarge(int bytes, string parameter) =>
        new($"The event has {bytes} bytes; at most {MostEventBytes} are kept.", parameter);

    private static long Count(SqliteConnection connection) => connection.Scalar<long>("SELECT max(position) FROM event");

    private async Task<long> FindAsync(Digest? after, CancellationToken cancellationToken)
    {
        if (after is not { } head)
            return 0;
        var position = await _file.ReadAsync(
            x => x.Scalar<long>("SELECT position FROM event WHERE hash = $1", head.ToString()), cancellationToken);
        return position > 0 ? position : throw new UnknownHeadException(Path, head);
    }

    private async IAsyncEnumerable<JournalRow> RowsAsync(
        long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var position = after; ;)
        {
            var page = await _file.ReadAsync(x => x.Rows(JournalRow.From, Page, position, PageSize), cancellationToken);
            foreach (var row in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return row;
            }

            if (page.Count < PageSize)
                yield break;
            position = page[^1].Position;
        }
    }
}

/// <summary>Somebody changed the journal other than by appending; what it says from there on is not to be believed.</summary>
public sealed class JournalBrokenException(string path, ChainStatus.Broken status) : IOException(
    $"'{path}': {status} Keep the file as evidence, and restore the journal from a copy.")
{
    public string Path { get; } = path;

    public ChainStatus.Broken Status { get; } = status;
}

/// <summary>The tables of a journal. The triggers stop a careless hand; only the chain shows a careful one.</summary>
internal static class JournalFormat
{
    public static SqliteFormat Current { get; } = new(
        "journal",
        ApplicationId: 0x504C4A31,
        Version: 1,
        [
            """
            CREATE TABLE event (
                position INTEGER PRIMARY KEY CHECK (position > 0),
                hash TEXT NOT NULL UNIQUE,
                body TEXT NOT NULL
            ) STRICT
            """,
            """
            CREATE TRIGGER event_is_not_changed BEFORE UPDATE ON event
            BEGIN SELECT RAISE(ABORT, 'a journal is only appended to'); END
            """,
            """
            CREATE TRIGGER event_is_not_removed BEFORE DELETE ON event
            BEGIN SELECT RAISE(ABORT, 'a journal is only appended to'); END
            """,
        ]);
}

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
