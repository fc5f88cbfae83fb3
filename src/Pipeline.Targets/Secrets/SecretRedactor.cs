using System.Text;
using System.Text.Json;

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
