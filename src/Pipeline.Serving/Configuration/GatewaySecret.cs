using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Serving.Configuration;

/// <summary>What the gateway and its server alone know. It is compared in fixed time, and never shown.</summary>
internal sealed class GatewaySecret
{
    public const int Shortest = 16;
    public const int Longest = 256;

    private readonly byte[] _secret;

    private GatewaySecret(byte[] secret) => _secret = secret;

    /// <returns>Null for a text that is too short, too long, or cannot stand in a header.</returns>
    public static GatewaySecret? TryParse(string text) =>
        text.Length is >= Shortest and <= Longest && text.All(x => x is > ' ' and <= '~')
            ? new GatewaySecret(Encoding.ASCII.GetBytes(text))
            : null;

    /// <summary>As a text in a file, which may end with a line break.</summary>
    /// <returns>Null also where the file cannot be read.</returns>
    public static GatewaySecret? TryRead(string path)
    {
        try
        {
            return new FileInfo(path).Length <= Longest + 2 ? TryParse(File.ReadAllText(path).TrimEnd('\r', '\n')) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>How long it takes depends on the length of what was given alone.</summary>
    public bool Is(string? given)
    {
        if (given is null || given.Length > Longest)
            return false;
        Span<byte> bytes = stackalloc byte[Longest * 3];
        return CryptographicOperations.FixedTimeEquals(bytes[..Encoding.UTF8.GetBytes(given, bytes)], _secret);
    }
}
