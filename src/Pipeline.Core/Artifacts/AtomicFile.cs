using System.Globalization;
using System.Text;

namespace Pipeline.Core.Artifacts;

/// <summary>
/// Writes that happen in full or not at all: to a file beside the target, flushed to the disk, then renamed. When they return,
/// the name is on the disk too.
/// </summary>
public static class AtomicFile
{
    private static int _writes;

    public static Task WriteAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        WriteAsync(path, (stream, token) => stream.WriteAsync(bytes, token).AsTask(), cancellationToken);

    /// <summary>In UTF-8 without a byte order mark.</summary>
    public static Task WriteTextAsync(string path, string text, CancellationToken cancellationToken) =>
        WriteAsync(path, Encoding.UTF8.GetBytes(text), cancellationToken);

    /// <summary>Makes the folder where needed. When <paramref name="write"/> throws, the target keeps what it had.</summary>
    public static async Task WriteAsync(
        string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var target = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(target)
            ?? throw new ArgumentException($"'{path}' is a root, not a file.", nameof(path));
        FolderSync.Create(folder);
        var draft = Path.Combine(folder, Draft(Path.GetFileName(target)));
        try
        {
            await using (var stream = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                await write(stream, cancellationToken);
                stream.Flush(flushToDisk: true);
            }

            cancellationToken.ThrowIfCancellationRequested();
            File.Move(draft, target, overwrite: true);
            FolderSync.Flush(folder);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>Unique among running processes; what a killed one left behind is overwritten by the next of its number.</summary>
    private static string Draft(string name) => string.Create(
        CultureInfo.InvariantCulture, $".{name}.{Environment.ProcessId}-{Interlocked.Increment(ref _writes)}.tmp");
}
