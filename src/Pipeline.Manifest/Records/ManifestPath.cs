using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipeline.Manifest.Records;

/// <summary>Names a value in a manifest, as "evaluation.gates[2].metric" or "data.columns['zip code']".</summary>
public static partial class ManifestPath
{
    /// <param name="parts">Keys as strings, positions from 0 as numbers.</param>
    public static string Of(params ReadOnlySpan<object> parts)
    {
        var path = "";
        foreach (var part in parts)
            path = part is int index ? Item(path, index) : Key(path, (string)part);
        return path;
    }

    internal static string Key(string path, string key)
    {
        if (Plain().IsMatch(key))
            return path.Length == 0 ? key : $"{path}.{key}";
        var quoted = key.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
        return $"{path}['{quoted}']";
    }

    internal static string Item(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");

    [GeneratedRegex(@"\A[A-Za-z0-9_-]+\z")]
    private static partial Regex Plain();
}

/// <summary>Where a secret comes from, as <c>{env: NAME}</c>. A manifest never holds a secret itself.</summary>
/// <param name="Variable">An environment variable: upper-case letters, digits and underscores, beginning with a letter.</param>
public sealed record SecretReference(string Variable);
