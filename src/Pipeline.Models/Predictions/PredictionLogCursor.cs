using System.Globalization;
using System.IO.Enumeration;
using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;

namespace Pipeline.Models.Predictions;

/// <summary>
/// How far a log was read, to be kept in a document beside whatever was counted: both are written at once, or neither, so that
/// nothing counts twice after a kill. It has a few files for each server and not every file that ever was.
/// </summary>
public sealed record PredictionLogCursor
{
    /// <summary>Before anything was read.</summary>
    public static PredictionLogCursor Start { get; } = new();

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<LogServerCursor> Servers { get; init; } = [];

    /// <summary>
    /// Files that began no later, of servers that are not here any more, were read; null while there are few servers.
    /// In the form that stands in the files' names, so that it compares as they do.
    /// </summary>
    public string? Horizon { get; init; }
}

/// <summary>What was read of one server's files.</summary>
/// <param name="Server">As in the names of the files; of a file with another name, that name.</param>
/// <param name="Settled">Files up to this number are not looked at any more.</param>
/// <param name="Newest">The latest time of its predictions, in ticks of UTC; 0 before there was one.</param>
/// <param name="Files">Those with higher numbers, in their order; a few.</param>
public sealed record LogServerCursor(string Server, int Settled, long Newest, IReadOnlyList<LogFileCursor> Files);

/// <summary>What was read of one file.</summary>
/// <param name="Name">In the folder.</param>
/// <param name="Offset">Bytes that were read: whole lines.</param>
/// <param name="Lines">As many lines.</param>
/// <param name="Length">Of the file when it was looked at; what follows the offset was not a line yet.</param>
/// <param name="Head">A hash of its beginning, by which another file under this name is known.</param>
/// <param name="Tail">A hash of the end of what was read, likewise.</param>
public sealed record LogFileCursor(string Name, long Offset, long Lines, long Length, string Head, string Tail);

/// <summary>What the name of a file says: when it began, whose it is, and its number among that server's files.</summary>
internal readonly ref struct LogFileName
{
    private const string Prefix = "predictions-";
    private const string Suffix = ".jsonl";
    private const int BeginLength = 16;

    private LogFileName(ReadOnlySpan<char> begin, ReadOnlySpan<char> server, int number)
    {
        Begin = begin;
        Server = server;
        Number = number;
    }

    /// <summary>Empty in a name of another form.</summary>
    public ReadOnlySpan<char> Begin { get; }

    public ReadOnlySpan<char> Server { get; }

    public int Number { get; }

    /// <summary>In the form that stands in names.</summary>
    public static string BeginOf(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    public static bool IsLog(ReadOnlySpan<char> name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal);

    public static LogFileName Of(ReadOnlySpan<char> name)
    {
        var rest = name[Prefix.Length..^Suffix.Length];
        var last = rest.LastIndexOf('-');
        if (last > BeginLength + 1 && rest[BeginLength] == '-' && rest[BeginLength - 1] == 'Z'
            && int.TryParse(rest[(last + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
            return new LogFileName(rest[..BeginLength], rest[(BeginLength + 1)..last], number);
        return new LogFileName([], name, 1);
    }
}

/// <summary>A cursor while a log is being read.</summary>
internal sealed class LogProgress
{
    private const int FilesKept = 8;

    private readonly Dictionary<string, ServerProgress> _servers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ServerProgress>.AlternateLookup<ReadOnlySpan<char>> _byName;
    private readonly int _mostServers;
    private string? _horizon;

    /// <param name="cursor">Where to go on.</param>
    /// <param name="mostServers">Of more, those whose files began first are forgotten, and the horizon covers them.</param>
    public LogProgress(PredictionLogCursor cursor, int mostServers)
    {
        (_byName, _mostServers, _horizon) = (_servers.GetAlternateLookup<ReadOnlySpan<char>>(), mostServers, cursor.Horizon);
        foreach (var server in cursor.Servers)
            _servers[server.Server] = new ServerProgress(server);
    }

    /// <summary>Files that were passed over since they began before the horizon.</summary>
    public long BehindHorizon { get; private set; }

    /// <param name="entry">A file of the folder; its size is asked for only where it matters.</param>
    /// <returns>Null where nothing of it is new.</returns>
    public FileProgress? Find(ref FileSystemEntry entry)
    {
        var parts = LogFileName.Of(entry.FileName);
        if (_byName.TryGetValue(parts.Server, out var server))
        {
            if (parts.Number <= server.Settled)
                return null;
            if (server.Files.TryGetValue(parts.Number, out var file))
                return file.Length == entry.Length ? null : file;
        }
        else if (_horizon is not null && !parts.Begin.IsEmpty && parts.Begin.SequenceCompareTo(_horizon) <= 0)
        {
            BehindHorizon++;
            return null;
        }

        return new FileProgress(entry.FileName.ToString(), server ?? Add(parts.Server.ToString()), parts.Number);
    }

    public PredictionLogCursor ToCursor()
    {
        Forget();
        return new PredictionLogCursor
        {
            Horizon = _horizon,
            Servers = [.. _servers.Where(x => x.Value.IsBegun).OrderBy(x => x.Key, StringComparer.Ordinal)
                .Select(x => x.Value.ToCursor())],
        };
    }

    private ServerProgress Add(string name) => _servers[name] = new ServerProgress(name);

    private void Forget()
    {
        var tooMany = _servers.Count - _mostServers;
        if (tooMany <= 0)
            return;
        foreach (var (begin, server) in _servers.Values.Where(x => x is { IsBegun: true, IsDone: true })
            .Select(x => (x.LatestBegin, x.Name))
            .Where(x => x.LatestBegin.Length > 0)
            .OrderBy(x => x.LatestBegin, StringComparer.Ordinal)
            .Take(tooMany)
            .ToList())
        {
            // A server that began before and still writes keeps its entry, which counts before the horizon does.
            _servers.Remove(server);
            _horizon = string.CompareOrdinal(begin, _horizon) > 0 ? begin : _horizon;
        }
    }

    /// <summary>Of one server.</summary>
    internal sealed class ServerProgress
    {
        public ServerProgress(string name) => Name = name;

        public ServerProgress(LogServerCursor cursor)
        {
            (Name, Settled, Newest) = (cursor.Server, cursor.Settled, cursor.Newest);
            foreach (var file in cursor.Files)
                Files[LogFileName.IsLog(file.Name) ? LogFileName.Of(file.Name).Number : 1] = new FileProgress(file, this);
        }

        public string Name { get; }

        public int Settled { get; private set; }

        public long Newest { get; set; }

        public SortedList<int, FileProgress> Files { get; } = [];

        public bool IsBegun => Settled > 0 || Files.Count > 0;

        /// <summary>Nothing of it waits to be read in this run.</summary>
        public bool IsDone => Files.Values.All(x => x.Length >= 0);

        public string LatestBegin => Files.Count == 0 ? "" : Files.Values[^1] is var last && LogFileName.IsLog(last.Name)
            ? LogFileName.Of(last.Name).Begin.ToString()
            : "";

        /// <summary>Files are read in the order of their numbers, so that all that wait are higher.</summary>
        public void Keep(FileProgress file)
        {
            Files[file.Number] = file;
            while (Files.Count > FilesKept)
            {
                Settled = Math.Max(Settled, Files.Keys[0]);
                Files.RemoveAt(0);
            }
        }

        public LogServerCursor ToCursor() => new(Name, Settled, Newest, [.. Files.Values.Select(x => x.ToCursor())]);
    }
}

/// <summary>Of one file.</summary>
internal sealed class FileProgress
{
    private const int HashedBytes = 1024;

    private string _head = "";
    private string _tail = "";

    public FileProgress(string name, LogProgress.ServerProgress server, int number) =>
        (Name, Server, Number, Length) = (name, server, number, -1);

    public FileProgress(LogFileCursor cursor, LogProgress.ServerProgress server)
        : this(cursor.Name, server, LogFileName.IsLog(cursor.Name) ? LogFileName.Of(cursor.Name).Number : 1)
    {
        (Offset, Lines, Length) = (cursor.Offset, cursor.Lines, cursor.Length);
        (_head, _tail) = (cursor.Head, cursor.Tail);
    }

    public string Name { get; }

    public LogProgress.ServerProgress Server { get; }

    public int Number { get; }

    public long Offset { get; private set; }

    public long Lines { get; private set; }

    /// <summary>-1 before it was read to its end.</summary>
    public long Length { get; private set; }

    /// <summary>So far and no further, as its first and last bytes show.</summary>
    public void Advance(long offset, long lines, SafeFileHandle file)
    {
        if (_head.Length == 0 || Math.Min(Offset, offset) < HashedBytes)
            _head = HashOf(file, 0, Math.Min(offset, HashedBytes));
        (Offset, Lines) = (offset, lines);
        _tail = HashOf(file, Math.Max(0, offset - HashedBytes), offset);
        Server.Keep(this);
    }

    /// <summary>There are no more lines in it now.</summary>
    public void Finish(long length)
    {
        Length = length;
        Server.Keep(this);
    }

    /// <summary>Whether the file begins as the one that was read did, and goes on from the same line.</summary>
    public bool IsSame(SafeFileHandle file) =>
        Offset == 0 || (IsSameHead(file, Offset) && HashOf(file, Math.Max(0, Offset - HashedBytes), Offset) == _tail);

    public void Restart() => (Offset, Lines, _head, _tail) = (0, 0, "", "");

    /// <summary>It has less now than was read: what is appended from here on is new.</summary>
    public void Cut(long length, SafeFileHandle file) => Advance(length, Lines, file);

    public LogFileCursor ToCursor() => new(Name, Offset, Lines, Length, _head, _tail);

    /// <param name="file">Open.</param>
    /// <param name="length">How much of it may be compared.</param>
    public bool IsSameHead(SafeFileHandle file, long length) =>
        length < Math.Min(Offset, HashedBytes) || HashOf(file, 0, Math.Min(Offset, HashedBytes)) == _head;

    private static string HashOf(SafeFileHandle file, long from, long to)
    {
        var bytes = new byte[(int)(to - from)];
        var count = RandomAccess.Read(file, bytes, from);
        return XxHash3.HashToUInt64(bytes.AsSpan(0, count)).ToString("x16", CultureInfo.InvariantCulture);
    }
}
