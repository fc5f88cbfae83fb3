using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Pipeline.Gateway.Supervision;

/// <summary>How a server ended by itself, in one sentence.</summary>
internal static class ExitReason
{
    public static string Of(int revision, RevisionStatus.Ended ended, IReadOnlyList<string> log)
    {
        var code = ended.ExitCode is { } known ? string.Create(CultureInfo.InvariantCulture, $" with exit code {known}") : "";
        var line = LastWords(log);
        return string.Create(CultureInfo.InvariantCulture, $"The server of revision {revision} ended by itself{code}")
            + (line is null ? "." : $"; the last line of its log is: {line}");
    }

    /// <summary>The last line that is neither empty nor a stack frame; null without one.</summary>
    private static string? LastWords(IReadOnlyList<string> log)
    {
        var last = log.LastOrDefault(x => x.Length > 0 && !x.StartsWith("at ", StringComparison.Ordinal));
        return last is null ? null : Sentence(last);
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
                ? LogFile.Plain(said)
                : line;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return line;
        }
    }
}

/// <summary>A file that a running program appends to.</summary>
internal static class LogFile
{
    private const long Most = 8 << 20;
    private const int TailBytes = 256 << 10;
    private const int LineLength = 4096;

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

    /// <summary>Its last lines, as they may be shown: of the last 256 KiB, each at most 4096 characters long.</summary>
    public static async Task<IReadOnlyList<string>> TailAsync(string path, int lines, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return [];
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Position = Math.Max(0, stream.Length - TailBytes);
        var bytes = new byte[TailBytes];
        // The program may go on writing without a pause: what comes after this is not waited for.
        var read = await stream.ReadAtLeastAsync(bytes, TailBytes, throwOnEndOfStream: false, cancellationToken);
        var text = Encoding.UTF8.GetString(bytes, 0, read).TrimEnd('\n');
        return text.Length == 0 ? [] : [.. text.Split('\n').TakeLast(lines).Select(Plain)];
    }

    /// <summary>A server writes what it likes, and a terminal obeys: control characters are blanks.</summary>
    public static string Plain(string line)
    {
        // Half of a pair of surrogates is no character.
        var length = line.Length <= LineLength ? line.Length : LineLength - (char.IsHighSurrogate(line[LineLength - 1]) ? 1 : 0);
        return string.Concat(line[..length].Select(x => char.IsControl(x) || x is '\u2028' or '\u2029' ? ' ' : x)).Trim();
    }
}
