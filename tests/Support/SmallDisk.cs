namespace Pipeline.Testing;

/// <summary>A disk of a few bytes, in memory. Tests that need one skip where it may not be mounted.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    public static SmallDisk Mount(string folder, long bytes)
    {
        Directory.CreateDirectory(folder);
        var mounted = OperatingSystem.IsLinux()
            && Child.Run("mount", ["-t", "tmpfs", "-o", $"size={bytes}", "tmpfs", folder], "/").ExitCode == 0;
        if (!mounted)
            Requirement.Missing("PIPELINE_TEST_MOUNT", "A disk in memory may not be mounted here");
        return new SmallDisk(folder);
    }

    /// <summary>Writes until nothing more fits.</summary>
    public void Fill()
    {
        using var file = File.OpenHandle(Path.Combine(_folder, "filling"), FileMode.Create, FileAccess.Write);
        var block = new byte[4096];
        try
        {
            for (var written = 0L; ; written += block.Length)
                RandomAccess.Write(file, block, written);
        }
        catch (IOException)
        {
        }
    }

    /// <summary>Lets nobody write, not even root.</summary>
    public void Protect() => Child.Run("mount", ["-o", "remount,ro", _folder], "/");

    public void Dispose() => Child.Run("umount", [_folder], "/");
}
