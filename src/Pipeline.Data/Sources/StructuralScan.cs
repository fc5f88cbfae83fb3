using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pipeline.Data.Sources;

/// <summary>
/// Finds where values end in a block that begins with a row, 64 bytes at a time: a separator or line feed ends a value where an
/// even number of quotes stands before it, which the prefix sums of the quotes modulo 2 tell (Langdale and Lemire, Parsing
/// Gigabytes of JSON per Second, 2019). That is true where quotes and carriage returns stand as RFC 4180 has them.
/// </summary>
internal sealed class StructuralScan
{
    private const int Step = 64;
    private const int Unrolled = 8;
    private const ulong Last = 1UL << (Step - 1);

    private int[] _ends = [];
    private int _count;

    /// <summary>The places of separators and line feeds outside of quotes, ascending.</summary>
    public ReadOnlySpan<int> Ends => _ends.AsSpan(0, _count);

    /// <summary>
    /// Quotes open where a value begins, close where it ends, and are doubled between; carriage returns outside of them stand
    /// before line feeds. If not, <see cref="Ends"/> means nothing.
    /// </summary>
    public bool IsRegular { get; private set; }

    /// <param name="bytes">A block.</param>
    /// <param name="from">Where a row begins in it.</param>
    /// <param name="separator">Between two values.</param>
    /// <param name="hasQuotes">Values may stand in quotes; else a quote is a character like any other.</param>
    public void Scan(ReadOnlySpan<byte> bytes, int from, byte separator, bool hasQuotes = true)
    {
        if (_ends.Length < bytes.Length + Step + Unrolled)
            _ends = new int[bytes.Length + Step + Unrolled];
        _count = 0;
        var state = new State { IsAtStart = 1, Quotes = hasQuotes ? ulong.MaxValue : 0 };
        var position = from;
        for (; position + Step <= bytes.Length; position += Step)
            Add(Vector512.Create(bytes.Slice(position, Step)), position, Step, separator, ref state);
        Span<byte> rest = stackalloc byte[Step];
        rest.Clear();
        bytes[position..].CopyTo(rest);
        Add(Vector512.Create<byte>(rest), position, bytes.Length - position, separator, ref state);
        IsRegular = state.Irregular == 0;
    }

    /// <summary>Where the last row that is there in full ends; the beginning where there is none.</summary>
    public int RowsEnd(ReadOnlySpan<byte> bytes, int from)
    {
        for (var i = _count - 1; i >= 0; i--)
        {
            if (bytes[_ends[i]] == '\n')
                return _ends[i] + 1;
        }

        return from;
    }

    /// <param name="bytes">Some, and zeros up to 64.</param>
    /// <param name="position">Of the first.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="separator">Between two values.</param>
    /// <param name="state">Of the bytes before.</param>
    private void Add(Vector512<byte> bytes, int position, int length, byte separator, ref State state)
    {
        var quotes = Vector512.Equals(bytes, Vector512.Create((byte)'"')).ExtractMostSignificantBits() & state.Quotes;
        var returns = Vector512.Equals(bytes, Vector512.Create((byte)'\r')).ExtractMostSignificantBits();
        var feeds = Vector512.Equals(bytes, Vector512.Create((byte)'\n')).ExtractMostSignificantBits();
        var ends = feeds | Vector512.Equals(bytes, Vector512.Create(separator)).ExtractMostSignificantBits();
        var unknown = length == Step ? Last : length == 0 ? 0 : 1UL << (length - 1);
        if ((quotes | returns | state.Inside | state.Pending) != 0)
            ends &= ~Inside(quotes, returns, ends, feeds, unknown, ref state);
        state.IsAtStart = (ends | quotes) >> (Step - 1);
        Emit(ends, position);
    }

    /// <summary>Which bytes stand within quotes; tells whether these are as they should be.</summary>
    private static ulong Inside(ulong quotes, ulong returns, ulong ends, ulong feeds, ulong unknown, ref State state)
    {
        var inside = state.Inside ^ PrefixXor(quotes);
        state.Inside = (ulong)((long)inside >> (Step - 1));
        var (opening, closing) = (quotes & inside, quotes & ~inside);
        var bare = returns & ~inside;
        var beforeOpening = ((ends | quotes) << 1) | state.IsAtStart;
        var afterClosing = ends | quotes | returns;
        state.Irregular |= opening & ~beforeOpening;
        state.Irregular |= closing & ~((afterClosing >> 1) | unknown);
        state.Irregular |= bare & ~((feeds >> 1) | unknown);
        state.Irregular |= (state.PendingClosing & ~afterClosing & 1) | (state.PendingReturn & ~feeds & 1);
        state.PendingClosing = (closing & Last) >> (Step - 1);
        state.PendingReturn = (bare & Last) >> (Step - 1);
        return inside;
    }

    /// <summary>Writes more places than there are, in groups without a branch; what is too many is written over.</summary>
    private void Emit(ulong ends, int position)
    {
        var found = BitOperations.PopCount(ends);
        for (var written = 0; written < found; written += Unrolled)
        {
            var target = _ends.AsSpan(_count + written, Unrolled);
            for (var i = 0; i < target.Length; i++)
            {
                target[i] = position + BitOperations.TrailingZeroCount(ends);
                ends &= ends - 1;
            }
        }

        _count += found;
    }

    /// <summary>Each bit becomes the sum, modulo 2, of itself and those below it.</summary>
    private static ulong PrefixXor(ulong bits)
    {
        if (Pclmulqdq.IsSupported)
            return Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(bits), Vector128<ulong>.AllBitsSet, 0).ToScalar();
        for (var shift = 1; shift < Step; shift *= 2)
            bits ^= bits << shift;
        return bits;
    }

    private struct State
    {
        /// <summary>All ones where quotes mean something, else zero.</summary>
        public ulong Quotes;

        /// <summary>All ones within quotes, else zero.</summary>
        public ulong Inside;

        /// <summary>A value begins, or a quote stood before.</summary>
        public ulong IsAtStart;

        /// <summary>A closing quote stood last.</summary>
        public ulong PendingClosing;

        /// <summary>A carriage return stood last.</summary>
        public ulong PendingReturn;

        public ulong Irregular;

        public readonly ulong Pending => PendingClosing | PendingReturn;
    }
}
