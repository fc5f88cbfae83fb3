using Microsoft.Win32.SafeHandles;

namespace Pipeline.Data.Spilling;

/// <summary>
/// Temporary files for everything that does not fit into memory: several, because writers of one file wait for each other. Each
/// is made at its first write, for its owner alone; on Unix it has no name from then on, so that nothing is left behind however
/// the process ends.
/// </summary>
/// <param name="folder">Where the files are made.</param>
internal sealed class SpillFile(string folder) : IDisposable
{
    private const int Files = 4;
    private const int OffsetBits = 48;

    private readonly Lock _gate = new();
    private readonly FileStream?[] _streams = new FileStream?[Files];
    private readonly long[] _ends = new long[Files];

    /// <summary>How many bytes were written.</summary>
    public long Size => _ends.Sum();

    /// <summary>Any thread may write at any time.</summary>
    /// <returns>Where to read them again, from the first byte or from one behind it.</returns>
    public long Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var number = Environment.CurrentManagedThreadId % Files;
            var handle = Open(number);
            var offset = Interlocked.Add(ref _ends[number], bytes.Length) - bytes.Length;
            RandomAccess.Write(handle, bytes, offset);
            return ((long)number << OffsetBits) | offset;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SpillFailedException(folder, exception);
        }
    }

    public void Read(long place, Span<byte> bytes)
    {
        var (handle, offset) = (Open((int)(place >> OffsetBits)), place & ((1L << OffsetBits) - 1));
        for (var done = 0; done < bytes.Length;)
        {
            var read = RandomAccess.Read(handle, bytes[done..], offset + done);
            done += read > 0 ? read : throw new SpillFailedException(folder, new EndOfStreamException("It has become shorter."));
        }
    }

    public void Dispose()
    {
        foreach (var stream in _streams)
            stream?.Dispose();
    }

    private SafeFileHandle Open(int number)
    {
        lock (_gate)
            return (_streams[number] ??= Create()).SafeFileHandle;
    }

    private FileStream Create()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (OperatingSystem.IsWindows())
            options.Options = FileOptions.DeleteOnClose;
        else
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var path = Path.Combine(folder, "pipeline-" + Path.GetRandomFileName());
        var stream = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return stream;
    }
}

/// <summary>What does not fit into memory could not be kept on disk either.</summary>
public sealed class SpillFailedException(string folder, Exception cause) : Exception(
    $"The temporary file in '{folder}', for what does not fit into memory, cannot be used: {cause.Message} "
        + "Free some space there, or let TMPDIR name another folder.",
    cause);
