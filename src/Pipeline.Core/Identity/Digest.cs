using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using System.Text;
using Pipeline.Core.Documents;

namespace Pipeline.Core.Identity;

/// <summary>What a thing is, whatever it is called: "sha256:" and 64 lower-case hexadecimal digits of its bytes.</summary>
[JsonConverter(typeof(ParsableConverter<Digest>))]
public readonly record struct Digest : IParsable<Digest>
{
    private const string Prefix = "sha256:";
    private const int HexLength = 64;
    private const int BriefLength = 12;

    private readonly string? _hex;

    private Digest(string hex) => _hex = hex;

    /// <summary>The digits alone, as a file name in a content-addressed folder.</summary>
    /// <exception cref="InvalidOperationException">This is <c>default</c>, which is the digest of nothing.</exception>
    public string Hex => _hex ?? throw new InvalidOperationException("A default digest is the digest of nothing.");

    /// <summary>The first twelve digits, for people.</summary>
    public string Brief => Hex[..BriefLength];

    public static Digest OfBytes(ReadOnlySpan<byte> bytes) => new(Convert.ToHexStringLower(SHA256.HashData(bytes)));

    /// <summary>Of the text in UTF-8.</summary>
    public static Digest OfText(string text) => OfBytes(Encoding.UTF8.GetBytes(text));

    /// <summary>Of the value's canonical JSON, so that the order of keys and the notation of numbers do not matter.</summary>
    public static Digest OfJson<T>(T value) => OfBytes(CanonicalJson.Of(value));

    public static async Task<Digest> OfStreamAsync(Stream stream, CancellationToken cancellationToken) =>
        new(Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)));

    public static async Task<Digest> OfFileAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        return await OfStreamAsync(stream, cancellationToken);
    }

    /// <exception cref="FormatException">The text is not a digest.</exception>
    public static Digest Parse(string s, IFormatProvider? provider = null) => TryParse(s, provider, out var digest)
        ? digest
        : throw new FormatException($"'{s}' is not a digest; 'sha256:' and 64 lower-case hexadecimal digits are.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Digest result)
    {
        var hex = s?.StartsWith(Prefix, StringComparison.Ordinal) == true ? s[Prefix.Length..] : null;
        var isDigest = Hexadecimal.IsLower(hex, HexLength);
        result = isDigest ? new Digest(hex!) : default;
        return isDigest;
    }

    public override string ToString() => _hex is null ? "" : Prefix + _hex;
}

/// <summary>Digests and ids as text.</summary>
public static class Hexadecimal
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    public static bool IsLower([NotNullWhen(true)] string? text, int length) =>
        text?.Length == length && text.AsSpan().IndexOfAnyExcept(Digits) < 0;
}

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
