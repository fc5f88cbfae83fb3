namespace Pipeline.Core.Predictions;

/// <summary>Numbers the answers of one server, and draws the sample of them that is logged; for any number of threads.</summary>
/// <param name="server">A number that no other server has, by <see cref="ServerNumber"/>.</param>
public sealed class PredictionIds(ulong server)
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;
    private const int DoubleBits = 53;

    private ulong _last;

    /// <summary>Distinct for servers that differ in machine, process or start: FNV-1a of all three, then mixed.</summary>
    public static ulong ServerNumber(string machine, int process, DateTimeOffset started)
    {
        ArgumentNullException.ThrowIfNull(machine);
        var hash = FnvOffset;
        foreach (var character in machine)
            hash = (hash ^ character) * FnvPrime;
        hash = (hash ^ (uint)process) * FnvPrime;
        return Mix(hash ^ (ulong)started.UtcTicks);
    }

    public PredictionId Next() => PredictionId.Of(server, Interlocked.Increment(ref _last));

    /// <summary>Whether an answer belongs to the sample; the same for the same id, whoever asks.</summary>
    /// <param name="id">The answer's.</param>
    /// <param name="probability">Between 0, never, and 1, always.</param>
    public static bool IsSampled(PredictionId id, double probability) =>
        probability >= 1 || Fraction(Mix(id.Server ^ Mix(id.Number))) < probability;

    private static double Fraction(ulong bits) => (bits >> (64 - DoubleBits)) * (1.0 / (1UL << DoubleBits));

    /// <summary>SplitMix64, by Steele, Lea and Flood (2014).</summary>
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
