using System;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Scriban.Functions;

[SuppressMessage("Security", "CA5350", Justification = "A template asks for this digest by name.")]
[SuppressMessage("Security", "CA5351", Justification = "A template asks for this digest by name.")]
internal static class StringDigests
{
    public static string Md5(string text) => Hex(MD5.HashData(Bytes(text)));

    public static string Sha1(string text) => Hex(SHA1.HashData(Bytes(text)));

    public static string Sha256(string text) => Hex(SHA256.HashData(Bytes(text)));

    public static string Sha512(string text) => Hex(SHA512.HashData(Bytes(text)));

    public static string HmacSha1(string text, string secretKey) => Hex(HMACSHA1.HashData(Bytes(secretKey), Bytes(text)));

    public static string HmacSha256(string text, string secretKey) => Hex(HMACSHA256.HashData(Bytes(secretKey), Bytes(text)));

    public static string HmacSha512(string text, string secretKey) => Hex(HMACSHA512.HashData(Bytes(secretKey), Bytes(text)));

    public static string Base64Encode(string text) => Convert.ToBase64String(Bytes(text));

    public static string Base64Decode(string text) => Encoding.UTF8.GetString(Convert.FromBase64String(text ?? string.Empty));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text ?? string.Empty);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
