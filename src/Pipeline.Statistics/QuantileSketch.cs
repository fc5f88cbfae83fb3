using System.Buffers.Binary;

namespace Pipeline.Statistics;

/// <summary>
/// Where numbers stand among each other, in a few kilobytes: the sketch of Karnin, Lang and Liberty (2016). A rank that it tells
/// is off by less than 1 percent of the count, 99 times in 100. Items of level l stand for 2^l numbers each; a full level is
/// sorted and every other item moves up; the lowest levels, which would hold few items, are a sample of one in 2^l instead.
/// Which items these are is drawn from a fixed seed, so that the same numbers in the same order make the same sketch.
/// </summary>
public sealed class QuantileSketch
{
    /// <summary>What 99 of 100 ranks are off by at most, as a share of the count.</summary>
    public const double RankError = 0.01;

    private const int TopCapacity = 448;
    private const int LeastCapacity = 32;
    private const int MostDepth = 7;
    private const double Shrinking = 2.0 / 3;
    private const int MostLevels = 56;
    private const int Seed = 20_160_317;

    private readonly List<double>[] _levels = new List<double>[MostLevels];
    private SeededRandom _random = new(Seed, stream: 0);
    private int _depth;
    private int _base;
    private int _top;
    private long _inBlock;
    private long _chosen;
    private double _candidate;
    private Ranking? _ranking;

    /// <param name="parts">
    /// How many sketches of about as many numbers will be merged: each may be coarser than one that stands alone. Default: 1.
    /// </param>
    public QuantileSketch(int parts = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        _levels[0] = new List<double>(TopCapacity);
        _depth = Math.Max(1, MostDepth - (int)Math.Log2(parts));
    }

    /// <summary>How many numbers were added.</summary>
    public long Count { get; private set; }

    /// <param name="values">Finite numbers.</param>
    public void Add(ReadOnlySpan<double> values)
    {
        Count += values.Length;
        _ranking = null;
        while (!values.IsEmpty)
            values = values[(_base == 0 ? AppendAll(values) : Sample(values))..];
    }

    public void Merge(QuantileSketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Count += other.Count;
        _ranking = null;
        _depth = MostDepth;
        while (_base < other._base)
            RaiseBase();
        for (var level = other._base; level <= other._top; level++)
        {
            foreach (var item in other._levels[level])
                Place(item, level);
        }

        if (other._inBlock > other._chosen)
            PlaceRest(other._candidate, other._inBlock);
        Compress();
    }

    /// <summary>The number below which that share of all numbers is.</summary>
    /// <param name="share">Between 0 and 1.</param>
    /// <exception cref="InvalidOperationException">There are no numbers.</exception>
    public double Quantile(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        return Ranked().IsEmpty
            ? throw new InvalidOperationException("There are no numbers to rank.")
            : Ranked().Quantile(share);
    }

    /// <summary>The share of the numbers that are at most this one; 0 where there are none.</summary>
    public double Rank(double value) => Ranked().Rank(value);

    /// <summary>What is kept of the numbers, in order.</summary>
    public Ranking Ranked()
    {
        var items = Enumerable.Range(_base, _top - _base + 1)
            .SelectMany(level => _levels[level].Select(x => (Value: x, Weight: (double)(1L << level))));
        return _ranking ??= new Ranking([.. _inBlock > _chosen ? items.Append((_candidate, _inBlock)) : items]);
    }

    /// <summary>For documents: the count, then each item after its weight's logarithm.</summary>
    public byte[] ToBytes()
    {
        var levels = Enumerable.Range(_base, _top - _base + 1)
            .SelectMany(x => _levels[x].Select(y => (Level: (byte)x, Value: y)));
        (byte Level, double Value)[] items = _inBlock > _chosen ? [.. levels, ((byte)_base, _candidate)] : [.. levels];
        var bytes = new byte[sizeof(long) + (items.Length * (1 + sizeof(double)))];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Count);
        for (var i = 0; i < items.Length; i++)
        {
            var place = bytes.AsSpan(sizeof(long) + (i * (1 + sizeof(double))));
            place[0] = items[i].Level;
            BinaryPrimitives.WriteDoubleLittleEndian(place[1..], items[i].Value);
        }

        return bytes;
    }

    /// <exception cref="FormatException">The bytes are not those of a sketch.</exception>
    public static QuantileSketch FromBytes(ReadOnlySpan<byte> bytes)
    {
        const int ItemBytes = 1 + sizeof(double);
        if (bytes.Length < sizeof(long) || (bytes.Length - sizeof(long)) % ItemBytes != 0)
            throw new FormatException("A sketch of quantiles is a count and items of nine bytes.");
        var sketch = new QuantileSketch { Count = BinaryPrimitives.ReadInt64LittleEndian(bytes) };
        for (var rest = bytes[sizeof(long)..]; !rest.IsEmpty; rest = rest[ItemBytes..])
        {
            var value = BinaryPrimitives.ReadDoubleLittleEndian(rest[1..]);
            if (rest[0] >= MostLevels || !double.IsFinite(value) || sketch.Count < 0)
                throw new FormatException("A sketch of quantiles has finite numbers of weights up to 2^55.");
            sketch.Place(value, rest[0]);
        }

        sketch.Compress();
        return sketch;
    }

    /// <returns>How many were taken.</returns>
    private int AppendAll(ReadOnlySpan<double> values)
    {
        var count = Math.Min(values.Length, TopCapacity - _levels[0].Count);
        _levels[0].AddRange(values[..count]);
        if (_levels[0].Count == TopCapacity)
            Compress();
        return count;
    }

    /// <summary>Takes one of each block, and passes over the others.</summary>
    /// <returns>How many were taken or passed over.</returns>
    private int Sample(ReadOnlySpan<double> values)
    {
        var count = (int)Math.Min(values.Length, (1L << _base) - _inBlock);
        if (_chosen >= _inBlock && _chosen < _inBlock + count)
            _candidate = values[(int)(_chosen - _inBlock)];
        _inBlock += count;
        if (_inBlock == 1L << _base)
            EndBlock();
        return count;
    }

    private int Capacity(int level) => Math.Max(LeastCapacity, (int)(TopCapacity * Math.Pow(Shrinking, _top - level)));

    private void EndBlock()
    {
        Append(_candidate);
        NextBlock();
    }

    private void NextBlock() => (_inBlock, _chosen) = (0, (long)(_random.Next() >> (64 - _base)));

    /// <summary>The lowest level takes as many as the highest: so it is sorted seldom, and nothing is lost by it.</summary>
    private void Append(double value)
    {
        _levels[_base].Add(value);
        if (_levels[_base].Count >= TopCapacity)
            Compress();
    }

    private void Compress()
    {
        for (var level = _base; level <= _top; level++)
        {
            if (_levels[level].Count >= (level == _base ? TopCapacity : Capacity(level)))
                Promote(level);
        }

        while (_top - _base >= _depth)
            RaiseBase();
    }

    private void Promote(int level)
    {
        Reach(level + 1);
        var items = _levels[level];
        items.Sort();
        double? odd = items.Count % 2 == 1 ? items[^1] : null;
        for (var i = (int)(_random.Next() & 1); i < items.Count - (items.Count % 2); i += 2)
            _levels[level + 1].Add(items[i]);
        items.Clear();
        if (odd is { } left)
            items.Add(left);
    }

    private void Reach(int level)
    {
        for (; _top < level; _top++)
            _levels[_top + 1] ??= new List<double>(TopCapacity);
    }

    /// <summary>The lowest level ends: a sample of twice the step takes its place.</summary>
    private void RaiseBase()
    {
        var (rest, weight) = (_candidate, _inBlock > _chosen ? _inBlock : 0);
        Promote(_base);
        var odd = _levels[_base].Count > 0 ? _levels[_base][0] : (double?)null;
        _levels[_base].Clear();
        _base++;
        NextBlock();
        if (odd is { } left)
            PlaceRest(left, 1L << (_base - 1));
        if (weight > 0)
            PlaceRest(rest, weight);
    }

    /// <summary>Adds an item of a level; below the lowest one it is kept as often as its weight is worth.</summary>
    private void Place(double value, int level)
    {
        if (level < _base)
        {
            PlaceRest(value, 1L << level);
            return;
        }

        Reach(level);
        _levels[level].Add(value);
    }

    /// <summary>Keeps an item of less weight than the lowest level's with the chance that makes up for it.</summary>
    private void PlaceRest(double value, long weight)
    {
        if (_base == 0 || (long)(_random.Next() >> (64 - _base)) < weight)
            _levels[_base].Add(value);
    }
}
