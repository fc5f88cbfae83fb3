using Pipeline.Testing;

namespace Pipeline.Targets.Tests.Bootstrap;

/// <summary>A folder that nobody may write into: by its permissions, or for root, whom they do not stop, by a mount.</summary>
internal sealed class ReadOnlyFolder : IDisposable
{
    private readonly string _folder;
    private readonly bool _isMounted;

    public ReadOnlyFolder(string folder)
    {
        _folder = folder;
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Permissions of folders are Unix's here");
            return;
        }

        if (Environment.IsPrivilegedProcess)
        {
            _isMounted = Child.Run("mount", ["-t", "tmpfs", "-o", "ro,size=4k", "tmpfs", folder], "/").ExitCode == 0;
            if (!_isMounted)
                Requirement.Missing("PIPELINE_TEST_MOUNT", "A disk in memory may not be mounted here");
            return;
        }

        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public void Dispose()
    {
        if (_isMounted)
            Child.Run("umount", [_folder], "/");
        else if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
