using System.Text.Json;
using System.Text;

namespace Pipeline.Targets.Secrets;

/// <summary>
/// Replaces secrets by <c>***</c>: as they are, line by line, and as they look inside JSON, in a URL and in base64.
/// Longer forms go first, so that a secret that contains another leaves nothing behind.
/// </summary>
public sealed class SecretRedactor
{
    private const string Mask = "***";

    private readonly Lock _lock = new();
    private string[] _forms = [];

    /// <summary>The secrets themselves, for hosts that mask them too.</summary>
    public IReadOnlyList<string> Secrets { get; private set; } = [];

    public void Add(string? secret)
    {
        if (string.IsNullOrWhiteSpace(secret))
            return;
        lock (_lock)
        {
            Secrets = [.. Secrets.Append(secret).Distinct(StringComparer.Ordinal)];
            _forms = [.. Secrets.SelectMany(Forms)
                .Where(x => x.Length > 0)
                .Distinct(StringComparer.Ordinal)
                .OrderByDescending(x => x.Length)];
        }
    }

    public string Redact(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var form in _forms)
            text = text.Replace(form, Mask, StringComparison.Ordinal);
        return text;
    }

    /// <summary>
    /// Where an end of the text begins that more text could turn into a secret; the length where there is none. The place never
    /// lies inside a secret that is complete already.
    /// </summary>
    internal int OpenEnd(string text)
    {
        var forms = _forms;
        var longest = forms.Length > 0 ? forms[0].Length : 0;
        var open = Math.Clamp(text.Length - longest + 1, 0, text.Length);
        while (open < text.Length && !forms.Any(x => x.Length > text.Length - open && x.AsSpan().StartsWith(text.AsSpan(open))))
            open++;
        while (true)
        {
            var starts = forms.Select(x => StartAround(text, x, open)).Where(x => x >= 0);
            if (starts.DefaultIfEmpty(open).Min() is var start && start >= open)
                return open;
            open = start;
        }
    }

    /// <summary>Where an occurrence of the form begins that reaches over the place; -1 where none does.</summary>
    private static int StartAround(string text, string form, int place)
    {
        var from = Math.Max(0, place - form.Length + 1);
        var start = text.IndexOf(form, from, StringComparison.Ordinal);
        return start < place ? start : -1;
    }

    private static IEnumerable<string> Forms(string secret)
    {
        var json = JsonSerializer.Serialize(secret)[1..^1];
        string[] forms =
        [
            secret,
            json,
            secret.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal),
            Uri.EscapeDataString(secret),
            Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
        ];
        return forms.Concat(secret.Split('\n').Select(x => x.Trim()).Where(x => secret.Contains('\n') && x.Length > 3));
    }
}

/// <summary>The engine's note on the last attempt. The real engine may keep the arguments there as they were given.</summary>
internal static class AttemptFile
{
    public static void Redact(string folder, SecretRedactor redactor)
    {
        var path = Path.Combine(folder, "build-attempt.log");
        if (redactor.Secrets.Count == 0 || !File.Exists(path))
            return;
        var text = File.ReadAllText(path);
        if (redactor.Redact(text) is var redacted && redacted != text)
            File.WriteAllText(path, redacted);
    }
}
