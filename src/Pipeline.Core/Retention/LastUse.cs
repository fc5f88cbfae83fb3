namespace Pipeline.Core.Retention;

/// <summary>When something in a cache was used last: the time of its file or folder, which its user renews.</summary>
public static class LastUse
{
    /// <summary>Null for what is not there.</summary>
    public static DateTimeOffset? Of(string path) =>
        Directory.Exists(path) ? Directory.GetLastWriteTimeUtc(path)
        : File.Exists(path) ? File.GetLastWriteTimeUtc(path)
        : null;

    /// <summary>To be called before it is used, so that nobody removes it as unused meanwhile.</summary>
    /// <returns>Whether it is there. A folder that cannot be written keeps its time, and is used all the same.</returns>
    public static bool TryRenew(string path, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        try
        {
            if (Directory.Exists(path))
                Directory.SetLastWriteTimeUtc(path, clock.GetUtcNow().UtcDateTime);
            else
                File.SetLastWriteTimeUtc(path, clock.GetUtcNow().UtcDateTime);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Path.Exists(path);
        }

        return true;
    }

    /// <summary>Whether somebody holds the file open, to write or to read. It is held alone for an instant to find out.</summary>
    public static bool IsNow(string file)
    {
        try
        {
            using var alone = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.None);
            return false;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
