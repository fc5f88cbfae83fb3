using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Pipeline.Governance.Storage;

/// <summary>
/// One connection to a SQLite file in WAL mode, used by one caller at a time. Writers take the lock before they read what they
/// decide on, and wait for it without holding a thread.
/// </summary>
internal sealed class SqliteFile : IAsyncDisposable
{
    private static readonly int[] Waits = [1, 2, 5, 10, 20, 50];

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly SqliteConnection _connection;
    private readonly TimeSpan _longestWait;

    private SqliteFile(string path, SqliteConnection connection, TimeSpan longestWait) =>
        (Path, _connection, _longestWait) = (path, connection, longestWait);

    public string Path { get; }

    /// <summary>Makes the file where needed.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="format">What it must be.</param>
    /// <param name="options">How long to wait, and how durable a write is.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<SqliteFile> OpenAsync(
        string path, SqliteFormat format, StorageOptions options, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var source = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,
            DefaultTimeout = Math.Max(1, (int)Math.Ceiling(options.LongestWait.TotalSeconds)),
        };
        var file = new SqliteFile(path, new SqliteConnection(source.ToString()), options.LongestWait);
        try
        {
            await file.PrepareAsync(format, options, cancellationToken);
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    public Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken) =>
        AloneAsync(() => Task.FromResult(read(_connection)), cancellationToken);

    /// <summary>All of it is written, or nothing when the work throws.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, Task<T>> write, CancellationToken cancellationToken) =>
        AloneAsync(() => TransactAsync(write, cancellationToken), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        _gate.Dispose();
    }

    private async Task PrepareAsync(SqliteFormat format, StorageOptions options, CancellationToken cancellationToken)
    {
        await AloneAsync(() => Task.FromResult(Open()), cancellationToken);
        var isNew = await ReadAsync(x => CheckAtOnce(x, format), cancellationToken);
        var mode = await ReadAsync(x => x.Scalar<string>("PRAGMA journal_mode = WAL"), cancellationToken);
        if (mode != "wal")
            throw new StorageUnreadableException(Path, "its file system cannot share it safely; choose a local folder");
        await ReadAsync(x => x.Execute(options.Pragmas), cancellationToken);
        if (isNew)
            await WriteAsync(x => Task.FromResult(Check(x, format) && Create(x, format)), cancellationToken);
    }

    private bool Open()
    {
        _connection.Open();
        return true;
    }

    /// <summary>In one transaction, so that a file which another process makes meanwhile is not seen half made.</summary>
    private bool CheckAtOnce(SqliteConnection connection, SqliteFormat format)
    {
        connection.Execute("BEGIN");
        var isNew = Check(connection, format);
        connection.Execute("COMMIT");
        return isNew;
    }

    /// <summary>True for an empty file, which is still to become one of this format.</summary>
    private bool Check(SqliteConnection connection, SqliteFormat format)
    {
        var applicationId = connection.Scalar<long>("PRAGMA application_id");
        var version = connection.Scalar<long>("PRAGMA user_version");
        if (applicationId == 0 && version == 0 && connection.Scalar<long>("SELECT count(*) FROM sqlite_schema") == 0)
            return true;
        return format.Refuse(applicationId, version) is { } reason ? throw new StorageUnreadableException(Path, reason) : false;
    }

    private static bool Create(SqliteConnection connection, SqliteFormat format)
    {
        foreach (var statement in format.Schema)
            connection.Execute(statement);
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {format.ApplicationId}"));
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {format.Version}"));
        return true;
    }

    private async Task<T> AloneAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await work();
        }
        catch (SqliteException exception) when (StorageFailure.Of(Path, _longestWait, exception) is { } failure)
        {
            throw failure;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<T> TransactAsync<T>(Func<SqliteConnection, Task<T>> write, CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        try
        {
            var result = await write(_connection);
            SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(_connection.Handle, "COMMIT"), _connection.Handle);
            return result;
        }
        catch
        {
            raw.sqlite3_exec(_connection.Handle, "ROLLBACK");
            throw;
        }
    }

    /// <summary>The wait is counted, not timed, so that it ends whatever the clocks do.</summary>
    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        var waited = TimeSpan.Zero;
        for (var attempt = 0; ; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var code = raw.sqlite3_exec(_connection.Handle, "BEGIN IMMEDIATE");
            if (!StorageFailure.IsBusy(code) || waited >= _longestWait)
            {
                SqliteException.ThrowExceptionForRC(code, _connection.Handle);
                return;
            }

            var wait = TimeSpan.FromMilliseconds(Waits[Math.Min(attempt, Waits.Length - 1)]);
            await Task.Delay(wait, cancellationToken);
            waited += wait;
        }
    }
}
