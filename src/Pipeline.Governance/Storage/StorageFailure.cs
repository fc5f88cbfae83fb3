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
