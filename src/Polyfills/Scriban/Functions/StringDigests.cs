using System;
using System.Security.Cryptography;
using System.Text;

namespace Scriban.Functions;

/// <summary>Digests by name. The weak ones are for comparing with what others published, not for keeping secrets.</summary>
internal static class StringDigests
{
    public static string Md5(string text) => Hash(HashAlgorithmName.MD5, text);

    public static string Sha1(string text) => Hash(HashAlgorithmName.SHA1, text);

    public static string Sha256(string text) => Hash(HashAlgorithmName.SHA256, text);

    public static string Sha512(string text) => Hash(HashAlgorithmName.SHA512, text);

    public static string HmacSha1(string text, string secretKey) => Keyed(HashAlgorithmName.SHA1, text, secretKey);

    public static string HmacSha256(string text, string secretKey) => Keyed(HashAlgorithmName.SHA256, text, secretKey);

    public static string HmacSha512(string text, string secretKey) => Keyed(HashAlgorithmName.SHA512, text, secretKey);

    public static string Base64Encode(string text) => Convert.ToBase64String(Bytes(text));

    public static string Base64Decode(string text) => Encoding.UTF8.GetString(Convert.FromBase64String(text ?? string.Empty));

    private static string Hash(HashAlgorithmName algorithm, string text) =>
        Convert.ToHexStringLower(CryptographicOperations.HashData(algorithm, Bytes(text)));

    private static string Keyed(HashAlgorithmName algorithm, string text, string key) =>
        Convert.ToHexStringLower(CryptographicOperations.HmacData(algorithm, Bytes(key), Bytes(text)));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text ?? string.Empty);
}
