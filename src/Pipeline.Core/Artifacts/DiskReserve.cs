using System.Security.Cryptography;

namespace Pipeline.Core.Artifacts;

/// <summary>
/// Disk that is set aside in a folder while there is plenty. When the disk is full it is given up, so that the few kilobytes of a
/// rollback can still be written.
/// </summary>
/// <param name="folder">On the disk of what is written; there already.</param>
/// <param name="bytes">How much is set aside; 4 MiB unless told.</param>
public sealed class DiskReserve(string folder, long bytes = DiskReserve.DefaultBytes)
{
    public const long DefaultBytes = 4L << 20;

    private const int BlockBytes = 1 << 16;

    /// <summary>The file that holds the space. It may be deleted at any time.</summary>
    public string Path { get; } = System.IO.Path.Combine(folder, "reserve");

    public bool IsHeld => new FileInfo(Path) is { Exists: true } file && file.Length >= bytes;

    /// <summary>Sets the space aside where it is not yet. A disk that has none, or refuses, is no failure.</summary>
    /// <returns>Whether the reserve is held now.</returns>
    public bool Hold()
    {
        if (IsHeld)
            return true;
        try
        {
            Fill();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Release();
            return false;
        }
    }

    /// <summary>Gives the space up.</summary>
    /// <returns>Whether there was any to give up.</returns>
    public bool Release()
    {
        try
        {
            var wasThere = File.Exists(Path);
            File.Delete(Path);
            return wasThere;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>
    /// Writes, and when the disk is full gives the reserve up and writes once more. The reserve is taken back before the next
    /// write that finds room for it.
    /// </summary>
    /// <param name="write">Can be begun again after it failed half-way, so nothing may rest on what it had buffered.</param>
    /// <param name="cancellationToken">Passed on.</param>
    /// <exception cref="IOException">The disk is full even so, or failed in another way.</exception>
    public async Task WriteAsync(Func<CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(write);
        Hold();
        try
        {
            await write(cancellationToken);
        }
        catch (IOException exception) when (IsDiskFull(exception) && Release())
        {
            await write(cancellationToken);
        }
    }

    /// <summary>Whether the failure is that a disk, or what its owner may use of it, is full.</summary>
    public static bool IsDiskFull(IOException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        const int diskFull = unchecked((int)0x80070070);
        const int handleDiskFull = unchecked((int)0x80070027);
        const int noSpace = 28;
        var overQuota = OperatingSystem.IsMacOS() ? 69 : 122;
        return OperatingSystem.IsWindows()
            ? exception.HResult is diskFull or handleDiskFull
            : exception.HResult == noSpace || exception.HResult == overQuota;
    }

    /// <summary>With bytes of chance: zeros would take no space on a file system that compresses or leaves holes.</summary>
    private void Fill()
    {
        using var file = File.OpenHandle(Path, FileMode.Create, FileAccess.Write, FileShare.None, FileOptions.None, bytes);
        var block = new byte[BlockBytes];
        for (var written = 0L; written < bytes; written += block.Length)
        {
            RandomNumberGenerator.Fill(block);
            RandomAccess.Write(file, block.AsSpan(0, (int)Math.Min(block.Length, bytes - written)), written);
        }
    }
}
