using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Identity;

namespace Pipeline.Data.Versions;

/// <summary>
/// The digests of files that were read before, by size, times and inode, so that only changed files are read again. It may be
/// deleted at any time; a damaged one is as good as none.
/// </summary>
public sealed class DigestCache
{
    private const string Header = "pipeline digest cache v1 ";
    private const long MostBytes = 512L << 20;

    private static readonly TimeSpan Grain = TimeSpan.FromSeconds(2);
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _file;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<Key, KnownDigest> _known;
    private bool _hasNews;

    private DigestCache(string file, TimeProvider clock, IEnumerable<KeyValuePair<Key, KnownDigest>> known) =>
        (_file, _clock, _known) = (file, clock, new ConcurrentDictionary<Key, KnownDigest>(known));

    private readonly record struct Key(string Path, string Algorithm);

    /// <param name="file">Where it is kept; need not be there.</param>
    /// <param name="clock">Tells files that were written a moment ago, whose times prove nothing yet.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<DigestCache> OpenAsync(string file, TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return new DigestCache(file, clock, await ReadAsync(file, cancellationToken));
    }

    /// <summary>Of the bytes of a file or of what a link leads to.</summary>
    public async Task<Digest> Sha256Async(string path, CancellationToken cancellationToken) =>
        Digest.Parse("sha256:" + await HexAsync(path, HashAlgorithmName.SHA256, cancellationToken));

    /// <summary>Lower-case hexadecimal digits; safe to call for several files at once.</summary>
    public async Task<string> HexAsync(string path, HashAlgorithmName algorithm, CancellationToken cancellationToken)
    {
        var full = Path.GetFullPath(path);
        var key = new Key(full, algorithm.Name!);
        var identity = FileIdentity.Of(full);
        if (_known.TryGetValue(key, out var known) && known.Identity == identity)
            return known.Hex;
        var hex = await FileHash.OfAsync(full, algorithm, cancellationToken);
        if (FileIdentity.Of(full) == identity && !identity.IsRacy(_clock.GetUtcNow(), Grain) && !full.Any(char.IsControl))
        {
            _known[key] = new KnownDigest(identity, hex);
            _hasNews = true;
        }

        return hex;
    }

    /// <summary>Keeps what was learnt, together with what other processes have kept. A disk that refuses is no failure.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        if (!_hasNews)
            return;
        try
        {
            foreach (var (key, known) in await ReadAsync(_file, cancellationToken))
                _known.TryAdd(key, known);
            await AtomicFile.WriteAsync(_file, Bytes(), cancellationToken);
            _hasNews = false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    private byte[] Bytes()
    {
        var lines = _known.Where(x => File.Exists(x.Key.Path)).OrderBy(x => x.Key.Path, StringComparer.Ordinal)
            .Select(x => $"{x.Value} {x.Key.Algorithm} {x.Key.Path}\n");
        var body = Strict.GetBytes(string.Concat(lines));
        return [.. Strict.GetBytes($"{Header}{Digest.OfBytes(body)}\n"), .. body];
    }

    private static async Task<List<KeyValuePair<Key, KnownDigest>>> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            if (!File.Exists(file) || new FileInfo(file).Length > MostBytes)
                return [];
            return Parse(await File.ReadAllBytesAsync(file, cancellationToken));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            return [];
        }
    }

    /// <summary>Nothing, unless the body is what the header was written for.</summary>
    private static List<KeyValuePair<Key, KnownDigest>> Parse(byte[] bytes)
    {
        var end = Array.IndexOf(bytes, (byte)'\n');
        if (end < 0 || Strict.GetString(bytes, 0, end) != $"{Header}{Digest.OfBytes(bytes.AsSpan(end + 1))}")
            return [];
        var known = new List<KeyValuePair<Key, KnownDigest>>();
        foreach (var line in Strict.GetString(bytes.AsSpan(end + 1)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (KnownDigest.TryParse(line, out var value, out var rest) && rest.Split(' ', 2) is [var algorithm, var path])
                known.Add(new(new Key(path, algorithm), value));
        }

        return known;
    }
}

/// <param name="Identity">Of the file when it was read.</param>
/// <param name="Hex">Lower-case hexadecimal digits.</param>
internal sealed record KnownDigest(FileIdentity Identity, string Hex)
{
    private const int Fields = 5;

    /// <summary>Reads what <see cref="ToString"/> writes, from the start of a line.</summary>
    public static bool TryParse(
        string line, [NotNullWhen(true)] out KnownDigest? known, [NotNullWhen(true)] out string? rest)
    {
        (known, rest) = (null, null);
        var parts = line.Split(' ', Fields + 1);
        if (parts.Length <= Fields
            || !TryNumber(parts[0], out var size)
            || !TryNumber(parts[1], out var modified)
            || !TryNumber(parts[2], out var changed)
            || !ulong.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var inode))
        {
            return false;
        }

        (known, rest) = (new KnownDigest(new FileIdentity(size, modified, changed, inode), parts[4]), parts[5]);
        return true;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Identity.Size} {Identity.Modified} {Identity.Changed} {Identity.Inode} {Hex}");

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}

/// <summary>What changes with a file's content, without reading it. Times are nanoseconds since 1970.</summary>
/// <param name="Size">In bytes.</param>
/// <param name="Modified">When the content was last written; a person or a tool may set it.</param>
/// <param name="Changed">When the kernel last saw a change, which nobody can set; 0 where there is no such time.</param>
/// <param name="Inode">The file's number on its disk; 0 where there is none.</param>
internal readonly record struct FileIdentity(long Size, long Modified, long Changed, ulong Inode)
{
    private const int CurrentFolder = -100;
    private const uint BasicFields = 0x7FF;
    private const int StatxSize = 256;
    private const ushort KindMask = 0xF000;
    private const ushort RegularKind = 0x8000;
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long NanosecondsPerTick = 100;

    /// <summary>Neither a folder nor a pipe, socket or device.</summary>
    public bool IsRegular { get; private init; } = true;

    /// <summary>Of what the path leads to, through links.</summary>
    /// <exception cref="FileNotFoundException">There is nothing.</exception>
    public static FileIdentity Of(string path)
    {
        try
        {
            return OperatingSystem.IsLinux() ? OfKernel(path) : OfRuntime(path);
        }
        catch (EntryPointNotFoundException)
        {
            return OfRuntime(path);
        }
    }

    /// <summary>Another write within the grain of the clock would leave the times as they are: they prove nothing yet.</summary>
    public bool IsRacy(DateTimeOffset now, TimeSpan grain)
    {
        var newest = DateTimeOffset.UnixEpoch.AddTicks(Math.Max(Modified, Changed) / NanosecondsPerTick);
        return now - newest < grain;
    }

    private static FileIdentity OfRuntime(string path)
    {
        var file = new FileInfo(path);
        var modified = (file.LastWriteTimeUtc - DateTime.UnixEpoch).Ticks * NanosecondsPerTick;
        return new FileIdentity(file.Length, modified, 0, 0);
    }

    /// <summary>The layout of the answer is the same on all architectures: man 2 statx.</summary>
    private static FileIdentity OfKernel(string path)
    {
        var answer = new byte[StatxSize];
        if (statx(CurrentFolder, Encoding.UTF8.GetBytes(path + '\0'), 0, BasicFields, answer) != 0)
            return OfRuntime(path);
        var kind = BinaryPrimitives.ReadUInt16LittleEndian(answer.AsSpan(28)) & KindMask;
        return new FileIdentity(Signed(answer, 40), Time(answer, 112), Time(answer, 96), (ulong)Signed(answer, 32))
        {
            IsRegular = kind == RegularKind,
        };
    }

    private static long Time(byte[] answer, int offset) =>
        (Signed(answer, offset) * NanosecondsPerSecond) + BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(offset + 8));

    private static long Signed(byte[] answer, int offset) => BinaryPrimitives.ReadInt64LittleEndian(answer.AsSpan(offset));

    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int statx(int folder, byte[] path, int flags, uint mask, byte[] answer);
}
