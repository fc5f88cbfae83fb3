using System.Globalization;
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
