using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Win32.SafeHandles;

namespace Pipeline.Data.Versions;

/// <summary>Reads a file once, from front to back, and digests it; the next block is read while one is digested.</summary>
internal static class FileHash
{
    private const int BlockSize = 1 << 20;

    /// <returns>Lower-case hexadecimal digits.</returns>
    public static async Task<string> OfAsync(string path, HashAlgorithmName algorithm, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(algorithm);
        using var source = Open(path);
        await ReadAsync(source, hash.AppendData, cancellationToken);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Writes what it digests to a new file.</summary>
    public static async Task<string> CopyAsync(
        string path, string copy, HashAlgorithmName algorithm, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(algorithm);
        using var source = Open(path);
        using var target = File.OpenHandle(copy, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        var written = 0L;
        await ReadAsync(source, Take, cancellationToken);
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Take(ReadOnlySpan<byte> block)
        {
            hash.AppendData(block);
            RandomAccess.Write(target, block, written);
            written += block.Length;
        }
    }

    private static SafeFileHandle Open(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.SequentialScan);

    private static async Task ReadAsync(SafeFileHandle source, Block take, CancellationToken cancellationToken)
    {
        var size = (int)Math.Clamp(RandomAccess.GetLength(source) + 1, 1, BlockSize);
        var (ready, filling) = (new byte[size], new byte[size]);
        var count = RandomAccess.Read(source, ready, 0);
        var offset = (long)count;
        while (count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (from, into) = (offset, filling);
            var next = size < BlockSize
                ? Task.FromResult(RandomAccess.Read(source, into, from))
                : Task.Run(() => RandomAccess.Read(source, into, from), CancellationToken.None);
            try
            {
                take(ready.AsSpan(0, count));
            }
            finally
            {
                count = await next;
            }

            offset += count;
            (ready, filling) = (filling, ready);
        }
    }

    private delegate void Block(ReadOnlySpan<byte> bytes);
}

/// <summary>What DVC calls bytes: 32 hexadecimal digits, their MD5; ".dir" behind those of a folder's listing.</summary>
public readonly partial record struct ObjectId : IParsable<ObjectId>
{
    private const string DirectorySuffix = ".dir";
    private const int HexLength = 32;
    private const int Fan = 2;

    private readonly string? _text;

    private ObjectId(string text) => _text = text;

    /// <summary>The digits alone.</summary>
    public string Hex => ToString()[..HexLength];

    /// <summary>Of the listing of a folder.</summary>
    public bool IsDirectory => ToString().Length > HexLength;

    /// <summary>Below a cache or a remote, as DVC 3 lays them out: "files/md5/f9/8bf6f12e90ff6cf3d6a7a2b2c5c8a8.dir".</summary>
    internal string RelativePath => Path.Combine("files", "md5", ToString()[..Fan], ToString()[Fan..]);

    public static ObjectId Parse(string s, IFormatProvider? provider = null) => TryParse(s, provider, out var id)
        ? id
        : throw new FormatException($"'{s}' is not an object; 32 lower-case hexadecimal digits are, with or without '.dir'.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ObjectId result)
    {
        var isId = s is not null && Form().IsMatch(s);
        result = isId ? new ObjectId(s!) : default;
        return isId;
    }

    /// <exception cref="InvalidOperationException">This is <c>default</c>, which is no object.</exception>
    public override string ToString() => _text ?? throw new InvalidOperationException("A default id is that of no object.");

    internal static ObjectId OfFile(string hex) => Parse(hex);

    internal static ObjectId OfListing(ReadOnlySpan<byte> json)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        hash.AppendData(json);
        return new ObjectId(Convert.ToHexStringLower(hash.GetHashAndReset()) + DirectorySuffix);
    }

    [GeneratedRegex(@"\A[0-9a-f]{32}(\.dir)?\z")]
    private static partial Regex Form();
}
