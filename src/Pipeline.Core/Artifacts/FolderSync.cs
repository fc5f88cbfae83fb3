using System.Runtime.InteropServices;

namespace Pipeline.Core.Artifacts;

/// <summary>
/// Makes names durable: on Unix a new or renamed file is on the disk only when its folder is, which .NET itself cannot flush.
/// It does nothing on Windows, where a flushed file keeps its name, and on file systems that cannot do it.
/// </summary>
public static class FolderSync
{
    private const int ReadOnly = 0;
    private const int InvalidArgument = 22;

    private static readonly int NotSupported = OperatingSystem.IsMacOS() ? 45 : 95;

    /// <summary>The names that are in the folder now.</summary>
    /// <exception cref="IOException">The folder is not there, or the disk failed to keep it.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
            throw Failed(folder, Marshal.GetLastPInvokeError());
        try
        {
            if (Sync(descriptor) != 0 && Marshal.GetLastPInvokeError() is var error && error is not InvalidArgument
                && error != NotSupported)
            {
                throw Failed(folder, error);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>Makes the folder, and those above it, where needed; what was made is on the disk by name.</summary>
    /// <exception cref="IOException">The disk failed to keep it.</exception>
    public static void Create(string folder)
    {
        var made = new Stack<string>();
        for (var step = Path.GetFullPath(folder); step is not null && !Directory.Exists(step); step = Path.GetDirectoryName(step))
            made.Push(step);
        Directory.CreateDirectory(folder);
        foreach (var step in made)
            Flush(Path.GetDirectoryName(step)!);
    }

    /// <summary>The bytes of a file that is written already.</summary>
    /// <exception cref="IOException">The disk failed to keep them.</exception>
    public static void FlushFile(string path)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, WritableOnWindows, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Everything in a folder and below: the bytes of its files first, then the names, the folder's own last.</summary>
    /// <exception cref="IOException">The disk failed to keep it.</exception>
    public static void FlushTree(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            FlushFile(file);
        foreach (var below in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories))
            Flush(below);
        Flush(folder);
    }

    /// <summary>Windows flushes through a handle that may write; Unix through any, also of a read-only file.</summary>
    private static FileAccess WritableOnWindows => OperatingSystem.IsWindows() ? FileAccess.ReadWrite : FileAccess.Read;

    private static IOException Failed(string folder, int error) =>
        new($"The folder '{folder}' could not be flushed to its disk: {Marshal.GetPInvokeErrorMessage(error)}.", error);

    [DllImport("libc", EntryPoint = "open", ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
