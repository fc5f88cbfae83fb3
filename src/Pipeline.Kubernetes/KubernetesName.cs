using System.Text.RegularExpressions;
using Pipeline.Core.Identity;

namespace Pipeline.Kubernetes;

/// <summary>Names as clusters take them: labels of DNS (RFC 1123) that begin with a letter, and values of labels.</summary>
internal static partial class KubernetesName
{
    public const int Longest = 63;

    private const int DigestLength = 8;

    /// <summary>
    /// The parts, two dashes between them: a slug has none of those, so that no two lists of slugs make one name. Where that is
    /// too long or no such name, it is cut, and a digest of the parts keeps it apart from others.
    /// </summary>
    public static string Of(int longest, params IReadOnlyList<string> parts)
    {
        var plain = string.Join("--", parts);
        if (plain.Length <= longest && IsLabel(plain) && char.IsAsciiLetter(plain[0]) && !LooksEncoded(plain))
            return plain;
        var kept = Foreign().Replace(plain.ToLowerInvariant(), "-").Trim('-');
        if (kept.Length == 0 || !char.IsAsciiLetter(kept[0]))
            kept = $"x-{kept}".TrimEnd('-');
        var most = longest - DigestLength - 1;
        kept = kept[..Math.Min(kept.Length, most)].TrimEnd('-');
        return $"{kept}-{Digest.OfText(string.Join('\0', parts)).Hex[..DigestLength]}";
    }

    public static bool IsLabel(string text) => text.Length <= Longest && Label().IsMatch(text);

    /// <summary>The text, or a name made of it where it is no value of a label.</summary>
    public static string Value(string text) => text.Length <= Longest && LabelValue().IsMatch(text) ? text : Of(Longest, text);

    /// <summary>Internationalised names have two dashes behind two letters, and some resolvers take such for one.</summary>
    private static bool LooksEncoded(string text) => text is [_, _, '-', '-', ..];

    [GeneratedRegex(@"\A[a-z0-9](-*[a-z0-9])*\z", RegexOptions.NonBacktracking)]
    private static partial Regex Label();

    [GeneratedRegex(@"\A[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?\z")]
    private static partial Regex LabelValue();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Foreign();
}
