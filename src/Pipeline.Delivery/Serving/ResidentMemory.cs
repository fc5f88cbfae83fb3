using System.Globalization;

namespace Pipeline.Delivery.Serving;

/// <summary>What of a process is in memory, as Linux counts it; pages that it shares with others count in full.</summary>
/// <param name="Now">VmRSS, in bytes.</param>
/// <param name="Most">VmHWM: the most since its start, in bytes.</param>
internal sealed record ResidentMemory(long Now, long Most)
{
    private const long Kilobyte = 1024;

    /// <summary>Null where the system has no such file, or the process is gone.</summary>
    public static ResidentMemory? TryRead(int process)
    {
        try
        {
            return Parse(File.ReadAllLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status")));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <param name="status">Lines as "VmRSS:	   52488 kB".</param>
    internal static ResidentMemory? Parse(IReadOnlyList<string> status) =>
        Find(status, "VmRSS:") is { } now && Find(status, "VmHWM:") is { } most ? new ResidentMemory(now, most) : null;

    private static long? Find(IReadOnlyList<string> status, string name) =>
        status.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
        && long.TryParse(
            line[name.Length..].Replace("kB", "", StringComparison.Ordinal), NumberStyles.Any, CultureInfo.InvariantCulture,
            out var kilobytes)
            ? kilobytes * Kilobyte
            : null;
}
