using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Pipeline.Governance.Storage;

/// <summary>Puts what SQLite reports into the words of its file.</summary>
internal static class StorageFailure
{
    private const int ExtendedCodeStart = 8;

    /// <summary>Null for what can only be a mistake of ours.</summary>
    public static Exception? Of(string path, TimeSpan waited, SqliteException exception) => exception.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new StorageBusyException(path, waited, LockHolder.Of(path)),
        raw.SQLITE_NOTADB => new StorageUnreadableException(path, "it is not a SQLite file", exception),
        raw.SQLITE_CORRUPT => new StorageUnreadableException(
            path, "it is damaged; restore it from a copy, or recover it with 'sqlite3 <file> .recover'", exception),
        raw.SQLITE_FULL => new StorageFailedException(path, "the disk is full", exception),
        raw.SQLITE_READONLY or raw.SQLITE_PERM => new StorageFailedException(path, "it may not be written to", exception),
        raw.SQLITE_CANTOPEN => new StorageFailedException(path, "it cannot be opened as a file", exception),
        raw.SQLITE_IOERR => new StorageFailedException(
            path, $"the file system failed ({exception.SqliteExtendedErrorCode})", exception),
        _ => null,
    };

    public static bool IsBusy(int code) => (code & ((1 << ExtendedCodeStart) - 1)) == raw.SQLITE_BUSY;
}

/// <summary>Another process kept a file locked for longer than we wait.</summary>
/// <param name="path">Of the file that could not be written.</param>
/// <param name="waited">How long we have waited.</param>
/// <param name="holder">"process 123 (dotnet)"; null where the system does not tell.</param>
public sealed class StorageBusyException(string path, TimeSpan waited, string? holder) : IOException(string.Create(
    CultureInfo.InvariantCulture,
    $"'{path}' was not written: {holder ?? "another process"} has kept it locked for {waited.TotalSeconds:0.##} s. "
    + $"Wait for it to end, or end it."))
{
    public string Path { get; } = path;

    public string? Holder { get; } = holder;
}

/// <summary>The disk or the file system failed; what was to be written is not there.</summary>
public sealed class StorageFailedException(string path, string reason, Exception innerException) : IOException(
    $"'{path}' could not be read or written: {reason}. Nothing was recorded; see to it and run again.", innerException)
{
    public string Path { get; } = path;
}

/// <summary>A file is not what it should be: of another program, of a newer format, or damaged.</summary>
public sealed class StorageUnreadableException(string path, string reason, Exception? innerException = null) : IOException(
    $"'{path}' cannot be read: {reason}.", innerException)
{
    public string Path { get; } = path;
}

/// <summary>Finds out who has locked a SQLite file, where the system tells: Linux does, in <c>/proc</c>.</summary>
internal static class LockHolder
{
    private const string Locks = "/proc/locks";

    /// <summary>"process 123 (dotnet)", or null.</summary>
    public static string? Of(string path)
    {
        if (!File.Exists(Locks))
            return null;
        try
        {
            return File.ReadLines(Locks)
                .Select(Writer)
                .Where(x => x is not null && HasLocked(x, path))
                .Select(x => $"process {x} ({File.ReadAllText($"/proc/{x}/comm").Trim()})")
                .FirstOrDefault();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The process of a line such as "1: POSIX ADVISORY WRITE 123 fe:00:18350 120 120".</summary>
    private static string? Writer(string line) =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, "POSIX", _, "WRITE", var process, ..]
        && int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? process
            : null;

    /// <summary>Of a WAL's locks, the one that keeps writers out is on the file of its shared memory.</summary>
    private static bool HasLocked(string process, string path)
    {
        var folder = $"/proc/{process}/fd";
        return Directory.Exists(folder) && Directory.EnumerateFiles(folder)
            .Where(x => new FileInfo(x).LinkTarget is { } target && (target == path || target == $"{path}-shm"))
            .Any(x => File.ReadLines($"/proc/{process}/fdinfo/{Path.GetFileName(x)}").Any(IsWriteLock));
    }

    private static bool IsWriteLock(string line) =>
        line.StartsWith("lock:", StringComparison.Ordinal) && Writer(line["lock:".Length..]) is not null;
}
