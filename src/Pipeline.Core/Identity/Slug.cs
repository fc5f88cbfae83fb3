using System.Text.RegularExpressions;

namespace Pipeline.Core.Identity;

/// <summary>Names that are safe as a folder, an image repository, a host name and a label.</summary>
public static partial class Slug
{
    public const string Accepted = "1 to 63 lower-case letters, digits and single dashes, beginning with a letter";

    [GeneratedRegex(@"\A[a-z](?:-?[a-z0-9]){0,62}\z")]
    public static partial Regex Pattern();

    public static bool IsValid(string? text) => text is { Length: <= 63 } && Pattern().IsMatch(text);
}
