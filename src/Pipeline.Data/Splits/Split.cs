using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Pipeline.Core.Identity;

namespace Pipeline.Data.Splits;

/// <summary>Which rows a model learns from, and which it is judged by.</summary>
public sealed class Split
{
    private const int BufferBytes = 1 << 16;

    private readonly RowBits _isTest = new();

    private Split(IEnumerable<bool> isTest)
    {
        foreach (var bit in isTest)
        {
            _isTest.Add(bit);
            TestCount += bit ? 1 : 0;
        }

        Digest = DigestOfRows();
    }

    public int TestCount { get; }

    public int TrainCount => _isTest.Count - TestCount;

    /// <summary>Row numbers from 0, ascending.</summary>
    public ImmutableArray<int> Train => field.IsDefault ? field = Rows(areTest: false, TrainCount) : field;

    /// <summary>Row numbers from 0, ascending.</summary>
    public ImmutableArray<int> Test => field.IsDefault ? field = Rows(areTest: true, TestCount) : field;

    /// <summary>Of the count of train rows and then the numbers of the test rows, each as four bytes, least first.</summary>
    public Digest Digest { get; }

    public bool IsTest(int row) => _isTest[row];

    internal static Split Of(IEnumerable<bool> isTest) => new(isTest);

    private ImmutableArray<int> Rows(bool areTest, int count)
    {
        var rows = ImmutableArray.CreateBuilder<int>(count);
        for (var row = 0; row < _isTest.Count; row++)
        {
            if (_isTest[row] == areTest)
                rows.Add(row);
        }

        return rows.MoveToImmutable();
    }

    private Digest DigestOfRows()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (buffer, length) = (new byte[BufferBytes], 0);
        Append(TrainCount);
        for (var row = 0; row < _isTest.Count; row++)
        {
            if (_isTest[row])
                Append(row);
        }

        hash.AppendData(buffer, 0, length);
        return Digest.Parse("sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset()));

        void Append(int number)
        {
            if (length == buffer.Length)
            {
                hash.AppendData(buffer);
                length = 0;
            }

            BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(length), number);
            length += sizeof(int);
        }
    }
}

/// <summary>One bit for each row, in order.</summary>
internal sealed class RowBits
{
    private const int WordBits = 64;

    private ulong[] _words = new ulong[16];

    public int Count { get; private set; }

    public bool this[int row] => (_words[row / WordBits] & (1UL << (row % WordBits))) != 0;

    public void Add(bool bit)
    {
        if (Count == (long)_words.Length * WordBits)
            Array.Resize(ref _words, _words.Length * 2);
        _words[Count / WordBits] |= (bit ? 1UL : 0) << (Count % WordBits);
        Count++;
    }
}
