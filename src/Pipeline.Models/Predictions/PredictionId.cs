using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO.Hashing;
using System.Text.Json.Serialization;
using System.Text;
using Pipeline.Core.Identity;

namespace Pipeline.Models.Predictions;

/// <summary>One answer of one server: 32 hexadecimal digits. Who learns later what came true reports it under this id.</summary>
[JsonConverter(typeof(ParsableConverter<PredictionId>))]
public readonly record struct PredictionId : IParsable<PredictionId>
{
    private const int Length = 32;

    private readonly string? _value;

    private PredictionId(string value) => _value = value;

    internal ulong Server => Part(0);

    internal ulong Number => Part(Length / 2);

    /// <param name="server">The number of the server.</param>
    /// <param name="number">Its answers, counted.</param>
    public static PredictionId Of(ulong server, ulong number) => new(string.Create(Length, (server, number), static (id, parts) =>
    {
        // An interpolated string would box both numbers until the runtime has compiled it for good.
        parts.server.TryFormat(id, out var half, "x16", CultureInfo.InvariantCulture);
        parts.number.TryFormat(id[half..], out _, "x16", CultureInfo.InvariantCulture);
    }));

    /// <exception cref="FormatException">The text is not the id of a prediction.</exception>
    public static PredictionId Parse(string s, IFormatProvider? provider = null) => TryParse(s, provider, out var id)
        ? id
        : throw new FormatException($"'{s}' is not the id of a prediction; {Length} lower-case hexadecimal digits are.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out PredictionId result)
    {
        var isId = Hexadecimal.IsLower(s, Length);
        result = isId ? new PredictionId(s!) : default;
        return isId;
    }

    public override string ToString() => _value ?? "";

    private ulong Part(int start) =>
        ulong.Parse(_value.AsSpan(start, Length / 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
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
