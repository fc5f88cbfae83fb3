using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Pipeline.Core.Identity;

/// <summary>The digest of an image's manifest: the only thing that is ever deployed.</summary>
[JsonConverter(typeof(ParsableConverter<ImageDigest>))]
public readonly record struct ImageDigest(Digest Value) : IParsable<ImageDigest>
{
    /// <exception cref="FormatException">The text is not a digest.</exception>
    public static ImageDigest Parse(string s, IFormatProvider? provider = null) => new(Digest.Parse(s, provider));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ImageDigest result)
    {
        var isDigest = Digest.TryParse(s, provider, out var digest);
        result = new ImageDigest(digest);
        return isDigest;
    }

    public override string ToString() => Value.ToString();
}
