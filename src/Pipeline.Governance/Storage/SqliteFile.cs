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

/// <summary>Statements whose values are parameters, numbered from <c>$1</c>; no value is ever written into a statement.</summary>
internal static class SqliteCommands
{
    public static SqliteCommand Statement(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"${i + 1}"), values[i] ?? DBNull.Value);
        return command;
    }

    public static int Execute(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var command = connection.Statement(sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>The first value of the first row; the default without a row, or for NULL.</summary>
    public static T? Scalar<T>(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var command = connection.Statement(sql, values);
        return command.ExecuteScalar() is T value ? value : default;
    }

    public static List<T> Rows<T>(
        this SqliteConnection connection, Func<SqliteDataReader, T> row, string sql, params ReadOnlySpan<object?> values)
    {
        using var command = connection.Statement(sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(row(reader));
        return rows;
    }

    public static string? Text(this SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);
}

/// <summary>What a SQLite file holds, written into its header so that no other file is taken for it.</summary>
/// <param name="Name">What people call it: "journal".</param>
/// <param name="ApplicationId">SQLite's <c>application_id</c>.</param>
/// <param name="Version">SQLite's <c>user_version</c>, counted from 1.</param>
/// <param name="Schema">The statements that make an empty file into one of this format.</param>
internal sealed record SqliteFormat(string Name, int ApplicationId, int Version, IReadOnlyList<string> Schema)
{
    /// <summary>Why a file with this header is not of this format; null if it is.</summary>
    public string? Refuse(long applicationId, long version) =>
        applicationId != ApplicationId ? $"it is a SQLite file of something else, not a {Name} of this toolkit"
        : version > Version
            ? $"it has format {version}, made by a newer toolkit, and this one reads up to format {Version}; update this one"
        : version < 1 ? $"its header names the impossible format {version}"
        : null;
}

/// <summary>How patient and how durable a file is.</summary>
public sealed record StorageOptions
{
    /// <summary>How long a write waits for another process: 10 seconds unless given, from 0 to 10 minutes.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>False for what can be made again: it then survives a kill, but may lose its last writes to a power cut.</summary>
    internal bool IsPrecious { get; init; } = true;

    internal string Pragmas =>
        $"""
        PRAGMA synchronous = {(IsPrecious ? "FULL" : "NORMAL")};
        PRAGMA fullfsync = {(IsPrecious ? "ON" : "OFF")};
        PRAGMA foreign_keys = ON;
        PRAGMA trusted_schema = OFF;
        """;

    internal void ThrowIfInvalid()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(LongestWait, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LongestWait, TimeSpan.FromMinutes(10));
    }
}
