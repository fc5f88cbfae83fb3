using System.Globalization;

namespace Pipeline.Core.Retention;

/// <summary>
/// Removes a file or a folder whole or not at all. A folder gets another name first, which its users never look for; a kill
/// leaves it under that name, and the next sweep finishes.
/// </summary>
public static class Removal
{
    /// <summary>Of the names of folders that are being removed.</summary>
    public const string Extension = ".removed";

    private static int _removals;

    /// <summary>Whether a name is that of something half-removed.</summary>
    public static bool IsLeftover(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.EndsWith(Extension, StringComparison.Ordinal);
    }

    /// <summary>Takes the name away, which is what counts for others, unless the thing was used since it was measured.</summary>
    /// <returns>What is left to delete, with <see cref="Delete"/>; null when it stays or is gone already.</returns>
    /// <exception cref="IOException">The disk refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">The thing belongs to somebody else.</exception>
    public static string? TakeAway(KeptEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (!IsUnused(entry, entry.Path))
            return null;
        var away = IsLeftover(entry.Path) ? entry.Path : AwayFrom(entry.Path);
        if (away == entry.Path)
            return away;
        Move(entry.Path, away);
        if (IsUnused(entry, away))
            return away;
        // Its user renewed it between the look and the renaming, and will look for it under its name.
        Move(away, entry.Path);
        return null;
    }

    /// <summary>Of a folder, the rest stays where something in it cannot be deleted.</summary>
    public static void Delete(string away)
    {
        try
        {
            if (Directory.Exists(away))
                Directory.Delete(away, recursive: true);
            else
                File.Delete(away);
        }
        catch (DirectoryNotFoundException)
        {
            // Another sweep was faster.
        }
    }

    private static bool IsUnused(KeptEntry entry, string path) => LastUse.Of(path) is { } last && last <= entry.LastUsed;

    private static void Move(string from, string to)
    {
        if (Directory.Exists(from))
            Directory.Move(from, to);
        else
            File.Move(from, to);
    }

    private static string AwayFrom(string path) => Path.Combine(
        Path.GetDirectoryName(path)!,
        string.Create(
            CultureInfo.InvariantCulture,
            $".{Path.GetFileName(path)}.{Environment.ProcessId}-{Interlocked.Increment(ref _removals)}{Extension}"));
}
