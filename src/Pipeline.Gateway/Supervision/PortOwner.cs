using System.Globalization;

namespace Pipeline.Gateway.Supervision;

/// <summary>Finds who listens at a port, in /proc.</summary>
internal static class PortOwner
{
    private const string Listening = "0A";
    private const int LocalAddress = 1;
    private const int State = 3;
    private const int Inode = 9;

    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>"'python3' (process 4711)"; another user's process has no name. Null when nobody listens.</summary>
    public static string? Find(int port)
    {
        var sockets = Tables.Where(File.Exists)
            .SelectMany(File.ReadLines).Skip(1)
            .Select(x => x.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(x => x.Length > Inode && x[State] == Listening && PortOf(x[LocalAddress]) == port)
            .Select(x => $"socket:[{x[Inode]}]").ToHashSet();
        if (sockets.Count == 0)
            return null;
        var owner = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Where(x => int.TryParse(x, out _)).FirstOrDefault(x => Holds(x!, sockets));
        return owner is null ? "a process of another user" : $"'{NameOf(owner)}' (process {owner})";
    }

    private static int? PortOf(string address) =>
        int.TryParse(address.Split(':')[^1], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var port) ? port : null;

    private static bool Holds(string process, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries($"/proc/{process}/fd")
                .Any(x => new FileInfo(x).LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string NameOf(string process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/comm").Trim();
        }
        catch (IOException)
        {
            return "a process that ended meanwhile";
        }
    }
}
