using System.Text;

namespace Pipeline.Environments;

/// <summary>The end of what a program wrote, as it may be shown.</summary>
public static class LogTail
{
    private const int TailBytes = 256 << 10;
    private const int LineLength = 4096;

    /// <summary>The last lines of a file: of its last 256 KiB, each at most 4096 characters long. None without it.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(string path, int lines, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return [];
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Position = Math.Max(0, stream.Length - TailBytes);
        var bytes = new byte[TailBytes];
        // The program may go on writing without a pause: what comes after this is not waited for.
        var read = await stream.ReadAtLeastAsync(bytes, TailBytes, throwOnEndOfStream: false, cancellationToken);
        return Of(Encoding.UTF8.GetString(bytes, 0, read), lines);
    }

    /// <summary>The last lines of a text, each of them plain and short.</summary>
    public static IReadOnlyList<string> Of(string text, int lines)
    {
        ArgumentNullException.ThrowIfNull(text);
        var written = text.TrimEnd('\n');
        return written.Length == 0 ? [] : [.. written.Split('\n').TakeLast(lines).Select(Plain)];
    }

    /// <summary>A server writes what it likes, and a terminal obeys: control characters are blanks.</summary>
    public static string Plain(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        // Half of a pair of surrogates is no character.
        var length = line.Length <= LineLength ? line.Length : LineLength - (char.IsHighSurrogate(line[LineLength - 1]) ? 1 : 0);
        return string.Concat(line[..length].Select(x => char.IsControl(x) || x is '\u2028' or '\u2029' ? ' ' : x)).Trim();
    }

    /// <summary>The last line that says something to a person: neither empty nor a stack frame; null without one.</summary>
    public static string? LastWords(IReadOnlyList<string> log)
    {
        ArgumentNullException.ThrowIfNull(log);
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
            using var json = System.Text.Json.JsonDocument.Parse(line);
            return json.RootElement.TryGetProperty("Message", out var message) && message.GetString() is { Length: > 0 } said
                ? Plain(said)
                : line;
        }
        catch (Exception exception) when (exception is System.Text.Json.JsonException or InvalidOperationException)
        {
            return line;
        }
    }
}

/// <summary>How a server ended by itself, in one sentence.</summary>
public static class ExitReason
{
    /// <param name="revision">Whose server.</param>
    /// <param name="exitCode">Null where nobody knows.</param>
    /// <param name="log">What it wrote, the last line last.</param>
    public static string Of(int revision, int? exitCode, IReadOnlyList<string> log)
    {
        var code = exitCode is { } known ? FormattableString.Invariant($" with exit code {known}") : "";
        var line = LogTail.LastWords(log);
        return FormattableString.Invariant($"The server of revision {revision} ended by itself{code}")
            + (line is null ? "." : $"; the last line of its log is: {line}");
    }
}
