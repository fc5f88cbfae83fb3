using System.Text;
using System.Text.Json;

namespace Pipeline.Gateway.Supervision;

/// <summary>A file that a running program appends to.</summary>
internal static class LogFile
{
    private const long Most = 8 << 20;
    private const int TailBytes = 4096;

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

    /// <summary>What the last line says that is not empty; null without one.</summary>
    public static string? LastLine(string path)
    {
        if (!File.Exists(path))
            return null;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Position = Math.Max(0, stream.Length - TailBytes);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.LastOrDefault(x => !x.StartsWith("at ", StringComparison.Ordinal)) is { } last ? Sentence(last) : null;
    }

    /// <summary>What a line says to a person: of a line of JSON, as structured logs are, its message.</summary>
    private static string Sentence(string line)
    {
        if (!line.StartsWith('{'))
            return line;
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.TryGetProperty("Message", out var message) && message.GetString() is { Length: > 0 } said
                ? said
                : line;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return line;
        }
    }
}
