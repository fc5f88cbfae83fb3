using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Pipeline.Models.Predictions;

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
