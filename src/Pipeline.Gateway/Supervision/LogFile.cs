namespace Pipeline.Gateway.Supervision;

/// <summary>A file that a running program appends to.</summary>
internal static class LogFile
{
    private const long Most = 8 << 20;

    /// <summary>
    /// Keeps it at 8 MiB and one older copy: copied, then emptied, because the program goes on writing to the same file.
    /// Lines written between the two are lost.
    /// </summary>
    public static void Rotate(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length < Most)
            return;
        file.CopyTo(path + ".1", overwrite: true);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        stream.SetLength(0);
    }
}
