using System.Globalization;

namespace Pipeline.Governance.Storage;

/// <summary>Finds out who has locked a SQLite file, where the system tells: Linux does, in <c>/proc</c>.</summary>
internal static class LockHolder
{
    private const string Locks = "/proc/locks";

    /// <summary>"process 123 (dotnet)", or null.</summary>
    public static string? Of(string path)
    {
        if (!File.Exists(Locks))
            return null;
        try
        {
            return File.ReadLines(Locks)
                .Select(Writer)
                .Where(x => x is not null && HasLocked(x, path))
                .Select(x => $"process {x} ({File.ReadAllText($"/proc/{x}/comm").Trim()})")
                .FirstOrDefault();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The process of a line such as "1: POSIX ADVISORY WRITE 123 fe:00:18350 120 120".</summary>
    private static string? Writer(string line) =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, "POSIX", _, "WRITE", var process, ..]
        && int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? process
            : null;

    /// <summary>Of a WAL's locks, the one that keeps writers out is on the file of its shared memory.</summary>
    private static bool HasLocked(string process, string path)
    {
        var folder = $"/proc/{process}/fd";
        return Directory.Exists(folder) && Directory.EnumerateFiles(folder)
            .Where(x => new FileInfo(x).LinkTarget is { } target && (target == path || target == $"{path}-shm"))
            .Any(x => File.ReadLines($"/proc/{process}/fdinfo/{Path.GetFileName(x)}").Any(IsWriteLock));
    }

    private static bool IsWriteLock(string line) =>
        line.StartsWith("lock:", StringComparison.Ordinal) && Writer(line["lock:".Length..]) is not null;
}
