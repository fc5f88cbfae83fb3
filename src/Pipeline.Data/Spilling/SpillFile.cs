using Microsoft.Win32.SafeHandles;

namespace Pipeline.Data.Spilling;

/// <summary>
/// One temporary file for everything that does not fit into memory. It is made at the first write, for its owner alone; on Unix
/// it has no name from then on, so that nothing is left behind however the process ends.
/// </summary>
/// <param name="folder">Where the file is made.</param>
internal sealed class SpillFile(string folder) : IDisposable
{
    private readonly Lock _gate = new();
    private FileStream? _stream;
    private long _end;

    /// <summary>How many bytes were written.</summary>
    public long Size => Interlocked.Read(ref _end);

    /// <summary>Any thread may write at any time.</summary>
    /// <returns>Where to read them again.</returns>
    public long Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var handle = Open();
            var offset = Interlocked.Add(ref _end, bytes.Length) - bytes.Length;
            RandomAccess.Write(handle, bytes, offset);
            return offset;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SpillFailedException(folder, exception);
        }
    }

    public void Read(long offset, Span<byte> bytes)
    {
        for (var done = 0; done < bytes.Length;)
        {
            var read = RandomAccess.Read(Open(), bytes[done..], offset + done);
            done += read > 0 ? read : throw new SpillFailedException(folder, new EndOfStreamException("It has become shorter."));
        }
    }

    public void Dispose() => _stream?.Dispose();

    private SafeFileHandle Open()
    {
        lock (_gate)
            return (_stream ??= Create()).SafeFileHandle;
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
