using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Pipeline.Data.Versions;

/// <summary>What DVC calls bytes: 32 hexadecimal digits, their MD5; ".dir" behind those of a folder's listing.</summary>
public readonly partial record struct ObjectId : IParsable<ObjectId>
{
    private const string DirectorySuffix = ".dir";
    private const int HexLength = 32;
    private const int Fan = 2;

    private readonly string? _text;

    private ObjectId(string text) => _text = text;

    /// <summary>The digits alone.</summary>
    public string Hex => ToString()[..HexLength];

    /// <summary>Of the listing of a folder.</summary>
    public bool IsDirectory => ToString().Length > HexLength;

    /// <summary>Below a cache or a remote, as DVC 3 lays them out: "files/md5/f9/8bf6f12e90ff6cf3d6a7a2b2c5c8a8.dir".</summary>
    internal string RelativePath => Path.Combine("files", "md5", ToString()[..Fan], ToString()[Fan..]);

    public static ObjectId Parse(string s, IFormatProvider? provider = null) => TryParse(s, provider, out var id)
        ? id
        : throw new FormatException($"'{s}' is not an object; 32 lower-case hexadecimal digits are, with or without '.dir'.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ObjectId result)
    {
        var isId = s is not null && Form().IsMatch(s);
        result = isId ? new ObjectId(s!) : default;
        return isId;
    }

    /// <exception cref="InvalidOperationException">This is <c>default</c>, which is no object.</exception>
    public override string ToString() => _text ?? throw new InvalidOperationException("A default id is that of no object.");

    internal static ObjectId OfFile(string hex) => Parse(hex);

    internal static ObjectId OfListing(ReadOnlySpan<byte> json)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        hash.AppendData(json);
        return new ObjectId(Convert.ToHexStringLower(hash.GetHashAndReset()) + DirectorySuffix);
    }

    [GeneratedRegex(@"\A[0-9a-f]{32}(\.dir)?\z")]
    private static partial Regex Form();
}
