using Pipeline.Core.Artifacts;
using Pipeline.Core.Audit;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Environments;

namespace Pipeline.Gateway.State;

/// <summary>
/// The document and the journal of one environment on disk. Events are written first, behind what is committed; the rename of
/// the document commits both. A kill at any instant leaves the old pair or the new one.
/// </summary>
internal sealed class EnvironmentStore : IDisposable
{
    private const int LockAttempts = 10;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(50);

    private readonly EnvironmentFolder _folder;
    private readonly FileStream _lock;
    private readonly FileStream _journal;

    private EnvironmentDocument _current;

    private EnvironmentStore(EnvironmentFolder folder, FileStream @lock, FileStream journal, EnvironmentDocument current)
    {
        (_folder, _lock, _journal, _current) = (folder, @lock, journal, current);
        Reserve = new DiskReserve(folder.Path);
    }

    /// <summary>Read by any thread, also while a change is being written.</summary>
    public EnvironmentDocument Current
    {
        get => Volatile.Read(ref _current);
        private set => Volatile.Write(ref _current, value);
    }

    /// <summary>What a full disk is written with.</summary>
    public DiskReserve Reserve { get; }

    /// <param name="initial">The document of an environment that has none yet.</param>
    /// <exception cref="EnvironmentBusyException">Another gateway keeps this folder.</exception>
    /// <exception cref="EnvironmentDamagedException">A file is not as it was written.</exception>
    public static async Task<EnvironmentStore> OpenAsync(
        EnvironmentFolder folder, EnvironmentDocument initial, CancellationToken cancellationToken)
    {
        folder.Create();
        var @lock = await AcquireAsync(folder, cancellationToken);
        try
        {
            var current = await ReadAsync(folder, initial, cancellationToken);
            return new EnvironmentStore(folder, @lock, OpenJournal(folder, current.Journal), current);
        }
        catch
        {
            await @lock.DisposeAsync();
            throw;
        }
    }

    /// <summary>Also on a full disk, for as long as the reserve lasts.</summary>
    public Task CommitAsync(
        EnvironmentDocument next, IReadOnlyCollection<AuditEntry> entries, CancellationToken cancellationToken) =>
        Reserve.WriteAsync(token => CommitOnceAsync(next, entries, token), cancellationToken);

    private async Task CommitOnceAsync(
        EnvironmentDocument next, IReadOnlyCollection<AuditEntry> entries, CancellationToken cancellationToken)
    {
        var committed = entries.Count == 0 ? Current.Journal : await AppendAsync(entries, cancellationToken);
        var document = next with { Journal = committed };
        try
        {
            await DocumentFile.WriteAsync(_folder.Document, document, cancellationToken);
            Current = document;
        }
        catch (IOException)
        {
            // The rename may have happened before its folder failed: the next event must not overwrite what it committed.
            Current = await ReadAsync(_folder, Current, CancellationToken.None);
            throw;
        }
    }

    /// <summary>The last of the events that were committed by then, oldest first.</summary>
    public async Task<IReadOnlyList<AuditEvent>> LastAsync(
        JournalHead committed, int count, CancellationToken cancellationToken)
    {
        if (count == 0)
            return [];
        var events = await EnvironmentJournal.ReadAsync(_folder.Journal, committed, cancellationToken);
        return [.. events.TakeLast(count)];
    }

    public void Dispose()
    {
        _journal.Dispose();
        _lock.Dispose();
    }

    /// <summary>Asks again for a moment: whoever removes old images holds the lock for as long as renaming takes.</summary>
    private static async Task<FileStream> AcquireAsync(EnvironmentFolder folder, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < LockAttempts)
            {
                await Task.Delay(LockPause, cancellationToken);
            }
            catch (IOException)
            {
                throw new EnvironmentBusyException(folder.Path);
            }
        }
    }

    private static async Task<EnvironmentDocument> ReadAsync(
        EnvironmentFolder folder, EnvironmentDocument initial, CancellationToken cancellationToken)
    {
        if (!File.Exists(folder.Document))
            return initial;
        var read = await DocumentFile.ReadAsync<EnvironmentDocument>(folder.Document, cancellationToken);
        return read.TryGet(out var document)
            ? document
            : throw new EnvironmentDamagedException(folder.Document, string.Join(' ', read.Problems.Select(x => x.Message)));
    }

    private static FileStream OpenJournal(EnvironmentFolder folder, JournalHead committed)
    {
        var journal = new FileStream(folder.Journal, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite,
            UnixCreateMode = OwnerOnly,
            // Nothing is left to be written later: a write that failed half-way is made again from its beginning.
            BufferSize = 0,
        });
        if (journal.Length < committed.Length)
        {
            journal.Dispose();
            throw new EnvironmentDamagedException(folder.Journal, "it ends before the last event that was committed");
        }

        journal.SetLength(committed.Length);
        return journal;
    }

    private async Task<JournalHead> AppendAsync(IReadOnlyCollection<AuditEntry> entries, CancellationToken cancellationToken)
    {
        var (head, length, count) = (Current.Journal.Head, Current.Journal.Length, Current.Journal.Count);
        _journal.SetLength(length);
        _journal.Position = length;
        foreach (var entry in entries)
        {
            var auditEvent = AuditEvent.Link(entry, head);
            var line = EnvironmentJournal.Line(auditEvent);
            await _journal.WriteAsync(line, cancellationToken);
            (head, length, count) = ((Digest?)auditEvent.Hash, length + line.Length, count + 1);
        }

        _journal.Flush(flushToDisk: true);
        return new JournalHead { Head = head, Length = length, Count = count };
    }
}

/// <summary>Two gateways were started for one environment.</summary>
internal sealed class EnvironmentBusyException(string folder) : Exception(
    $"Another gateway keeps the environment in '{folder}'; ask that one, or stop it first.");
