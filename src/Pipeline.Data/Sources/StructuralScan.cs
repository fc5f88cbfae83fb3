using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pipeline.Data.Sources;

/// <summary>
/// Finds where values end in a block that begins with a row, 64 bytes at a time: a separator or line feed ends a value where an
/// even number of quotes stands before it, which the prefix sums of the quotes modulo 2 tell (Langdale and Lemire, Parsing
/// Gigabytes of JSON per Second, 2019). It is true for RFC 4180 alone; who wants more counts the quotes of each row.
/// </summary>
internal sealed class StructuralScan
{
    private const int Step = 64;
    private const int Unrolled = 8;

    private int[] _ends = [];
    private ulong[] _quotes = [];
    private ulong[] _returns = [];
    private int[] _quotesBefore = [];
    private int[] _returnsBefore = [];
    private int _from;
    private int _count;

    /// <summary>The places of separators and line feeds outside of quotes, ascending.</summary>
    public ReadOnlySpan<int> Ends => _ends.AsSpan(0, _count);

    public bool HasQuotes { get; private set; }

    /// <summary>There are carriage returns outside of quotes.</summary>
    public bool HasReturns { get; private set; }

    /// <param name="bytes">A block.</param>
    /// <param name="from">Where a row begins in it.</param>
    /// <param name="separator">Between two values.</param>
    public void Scan(ReadOnlySpan<byte> bytes, int from, byte separator)
    {
        Reserve(((bytes.Length - from) / Step) + 1);
        (_from, _count) = (from, 0);
        var state = default(State);
        var (position, block) = (from, 0);
        for (; position + Step <= bytes.Length; position += Step, block++)
            Add(Vector512.Create(bytes.Slice(position, Step)), position, block, separator, ref state);
        Span<byte> rest = stackalloc byte[Step];
        rest.Clear();
        bytes[position..].CopyTo(rest);
        Add(Vector512.Create<byte>(rest), position, block, separator, ref state);
        (HasQuotes, HasReturns) = (state.Quotes > 0, state.Returns > 0);
    }

    /// <summary>How many quotes stand in a range of the block; both ends after the beginning of the scan.</summary>
    public int QuotesIn(int start, int end) => Before(_quotes, _quotesBefore, end) - Before(_quotes, _quotesBefore, start);

    /// <summary>How many carriage returns stand outside of quotes in a range of the block.</summary>
    public int ReturnsIn(int start, int end) => Before(_returns, _returnsBefore, end) - Before(_returns, _returnsBefore, start);

    private int Before(ulong[] masks, int[] before, int position)
    {
        var (block, bit) = Math.DivRem(position - _from, Step);
        return before[block] + BitOperations.PopCount(masks[block] & ((1UL << bit) - 1));
    }

    private void Add(Vector512<byte> bytes, int position, int block, byte separator, ref State state)
    {
        var quotes = Vector512.Equals(bytes, Vector512.Create((byte)'"')).ExtractMostSignificantBits();
        var returns = Vector512.Equals(bytes, Vector512.Create((byte)'\r')).ExtractMostSignificantBits();
        var ends = (Vector512.Equals(bytes, Vector512.Create(separator)) | Vector512.Equals(bytes, Vector512.Create((byte)'\n')))
            .ExtractMostSignificantBits();
        var inside = state.Inside;
        if (quotes != 0)
        {
            inside ^= PrefixXor(quotes);
            state.Inside = (ulong)((long)inside >> 63);
        }

        returns &= ~inside;
        (_quotes[block], _quotesBefore[block]) = (quotes, state.Quotes);
        (_returns[block], _returnsBefore[block]) = (returns, state.Returns);
        state.Quotes += BitOperations.PopCount(quotes);
        state.Returns += BitOperations.PopCount(returns);
        Emit(ends & ~inside, position);
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

    private void Reserve(int blocks)
    {
        if (_quotes.Length >= blocks)
            return;
        (_quotes, _returns) = (new ulong[blocks], new ulong[blocks]);
        (_quotesBefore, _returnsBefore) = (new int[blocks], new int[blocks]);
        _ends = new int[(blocks * Step) + Step];
    }

    private struct State
    {
        /// <summary>All ones within quotes, else zero.</summary>
        public ulong Inside;

        public int Quotes;

        public int Returns;
    }
}
