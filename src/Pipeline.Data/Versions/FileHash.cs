using System.Security.Cryptography;
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
