using Pipeline.Testing;

namespace Pipeline.Targets.Delivery;

/// <summary>A file system of one mebibyte in memory, which can be filled to the last byte.</summary>
internal sealed class FullDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private FullDisk()
    {
    }

    public string Path => _folder.Path;

    /// <summary>Null where this user may not mount one.</summary>
    public static FullDisk? TryMake()
    {
        var disk = new FullDisk();
        if (Run("mount", "-t", "tmpfs", "-o", "size=1m", "none", disk.Path))
            return disk;
        disk._folder.Dispose();
        return null;
    }

    public void Write(string name, string text) => _folder.Write(name, text);

    public void Fill()
    {
        using var stream = new FileStream(_folder["filler"], FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
                stream.Write(new byte[512]);
        }
        catch (IOException)
        {
            return;
        }
    }

    public void Dispose()
    {
        Run("umount", "-l", Path);
        _folder.Dispose();
    }

    private static bool Run(string file, params string[] arguments)
    {
        try
        {
            return Child.Run(file, arguments, "/").ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
