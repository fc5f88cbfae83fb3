using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using System.Text;
using Pipeline.Core.Identity;

namespace Pipeline.Models.Predictions;

/// <summary>One answer of one server: 32 hexadecimal digits. Who learns later what came true reports it under this id.</summary>
/// <param name="Server">The number of the server, which stands in the names of its log's files too.</param>
/// <param name="Number">Its answers, counted.</param>
[JsonConverter(typeof(ParsableConverter<PredictionId>))]
public readonly record struct PredictionId(ulong Server, ulong Number) : IParsable<PredictionId>, IUtf8SpanFormattable
{
    /// <summary>As a text, in bytes and characters.</summary>
    public const int Length = 32;

    private const int HalfLength = Length / 2;

    public static PredictionId Of(ulong server, ulong number) => new(server, number);

    /// <exception cref="FormatException">The text is not the id of a prediction.</exception>
    public static PredictionId Parse(string s, IFormatProvider? provider = null) => TryParse(s, provider, out var id)
        ? id
        : throw new FormatException($"'{s}' is not the id of a prediction; {Length} lower-case hexadecimal digits are.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out PredictionId result)
    {
        result = default;
        if (!Hexadecimal.IsLower(s, Length))
            return false;
        result = new PredictionId(Half(s.AsSpan(0, HalfLength)), Half(s.AsSpan(HalfLength)));
        return true;
    }

    /// <param name="utf8">The whole text, in UTF-8.</param>
    /// <param name="result">The id.</param>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out PredictionId result)
    {
        result = default;
        if (utf8.Length != Length || !TryHalf(utf8[..HalfLength], out var server) || !TryHalf(utf8[HalfLength..], out var number))
            return false;
        result = new PredictionId(server, number);
        return true;
    }

    public bool TryFormat(
        Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
    {
        bytesWritten = 0;
        if (utf8Destination.Length < Length)
            return false;
        Server.TryFormat(utf8Destination, out _, "x16", CultureInfo.InvariantCulture);
        Number.TryFormat(utf8Destination[HalfLength..], out _, "x16", CultureInfo.InvariantCulture);
        bytesWritten = Length;
        return true;
    }

    public override string ToString() => string.Create(Length, this, static (text, id) =>
    {
        // An interpolated string would box both numbers until the runtime has compiled it for good.
        id.Server.TryFormat(text, out var half, "x16", CultureInfo.InvariantCulture);
        id.Number.TryFormat(text[half..], out _, "x16", CultureInfo.InvariantCulture);
    });

    private static ulong Half(ReadOnlySpan<char> digits) =>
        ulong.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>Sixteen digits, eight at a time: 0x30 to 0x39 and 0x61 to 0x66, each to its value, and then together.</summary>
    private static bool TryHalf(ReadOnlySpan<byte> digits, out ulong value)
    {
        var isHigh = TryEight(BinaryPrimitives.ReadUInt64BigEndian(digits), out var high);
        var isLow = TryEight(BinaryPrimitives.ReadUInt64BigEndian(digits[sizeof(ulong)..]), out var low);
        value = (ulong)high << 32 | low;
        return isHigh && isLow;
    }

    private static bool TryEight(ulong text, out uint value)
    {
        const ulong ones = 0x0101010101010101;
        const ulong tops = 0x80 * ones;
        // Of every byte, its top bit tells whether it is at least as large; no carry leaves a byte while all are below 0x80.
        var isDigit = (text + ones * (0x80 - '0')) & ~(text + ones * (0x7F - '9'));
        var isLetter = (text + ones * (0x80 - 'a')) & ~(text + ones * (0x7F - 'f'));
        var letters = (isLetter & tops) >> 7;
        var nibbles = (text & 0x0F * ones) + letters * 9;
        nibbles = (nibbles | nibbles >> 4) & 0x00FF00FF00FF00FF;
        nibbles = (nibbles | nibbles >> 8) & 0x0000FFFF0000FFFF;
        value = (uint)(nibbles | nibbles >> 16);
        return (text & tops) == 0 && ((isDigit | isLetter) & tops) == tops;
    }
}

/// <summary>
/// What a client knows a prediction by, such as the number of an application, hashed: a log has no value that says who somebody
/// is, and to find the prediction of an outcome it is enough to know that two keys are the same.
/// </summary>
/// <param name="Hash">The first 128 bits of the HMAC; 0 is no key.</param>
public readonly record struct PredictionKey(UInt128 Hash)
{
    /// <summary>As a text, in bytes and characters.</summary>
    public const int Length = 32;

    /// <summary>Of a key in clear, in UTF-8 bytes.</summary>
    public const int LongestBytes = 256;

    public bool IsNone => Hash == default;

    /// <summary>
    /// HMAC-SHA-256 under the secret. Without one it hides keys from who reads the log, and not from who tries all keys that
    /// there may be.
    /// </summary>
    /// <param name="key">In clear, in UTF-8.</param>
    /// <param name="secret">That servers and whoever joins outcomes share; may be empty.</param>
    public static PredictionKey Of(ReadOnlySpan<byte> key, ReadOnlySpan<byte> secret)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, key, hash);
        return new PredictionKey(BinaryPrimitives.ReadUInt128BigEndian(hash));
    }

    public static PredictionKey Of(string key, ReadOnlySpan<byte> secret) => Of(Encoding.UTF8.GetBytes(key), secret);

    /// <param name="utf8">32 lower-case hexadecimal digits.</param>
    /// <param name="result">The key.</param>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out PredictionKey result)
    {
        var isKey = PredictionId.TryParse(utf8, out var halves);
        result = new PredictionKey(new UInt128(halves.Server, halves.Number));
        return isKey;
    }

    public override string ToString() => Hash.ToString("x32", CultureInfo.InvariantCulture);
}

/// <summary>Numbers the answers of one server, and draws the sample of them that is logged; for any number of threads.</summary>
/// <param name="server">A number that no other server has, by <see cref="ServerNumber"/>.</param>
public sealed class PredictionIds(ulong server)
{
    private const int DoubleBits = 53;

    private ulong _last;

    /// <summary>Distinct for servers that differ in machine, process or start: XxHash3 of all three.</summary>
    public static ulong ServerNumber(string machine, int process, DateTimeOffset started)
    {
        ArgumentNullException.ThrowIfNull(machine);
        Span<byte> rest = stackalloc byte[sizeof(int) + sizeof(long)];
        BinaryPrimitives.WriteInt32LittleEndian(rest, process);
        BinaryPrimitives.WriteInt64LittleEndian(rest[sizeof(int)..], started.UtcTicks);
        return XxHash3.HashToUInt64([.. Encoding.UTF8.GetBytes(machine), .. rest]);
    }

    public PredictionId Next() => PredictionId.Of(server, Interlocked.Increment(ref _last));

    /// <summary>Whether an answer belongs to the sample; the same for the same id, whoever asks.</summary>
    /// <param name="id">The answer's.</param>
    /// <param name="probability">Between 0, never, and 1, always.</param>
    public static bool IsSampled(PredictionId id, double probability) =>
        probability >= 1 || Fraction(Hash(id)) < probability;

    private static double Fraction(ulong bits) => (bits >> (64 - DoubleBits)) * (1.0 / (1UL << DoubleBits));

    private static ulong Hash(PredictionId id)
    {
        Span<byte> both = stackalloc byte[2 * sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(both, id.Server);
        BinaryPrimitives.WriteUInt64LittleEndian(both[sizeof(ulong)..], id.Number);
        return XxHash3.HashToUInt64(both);
    }
}
