using System.Buffers.Binary;
using System.Collections.Immutable;
using Pipeline.Core.Identity;

namespace Pipeline.Data.Splits;

/// <summary>Which rows a model learns from, and which it is judged by.</summary>
public sealed class Split
{
    private Split(ImmutableArray<int> train, ImmutableArray<int> test) =>
        (Train, Test, Digest) = (train, test, DigestOf(train.Length, test));

    /// <summary>Row numbers from 0, ascending.</summary>
    public ImmutableArray<int> Train { get; }

    /// <summary>Row numbers from 0, ascending.</summary>
    public ImmutableArray<int> Test { get; }

    /// <summary>Of the count of train rows and then the numbers of the test rows, each as four bytes, least first.</summary>
    public Digest Digest { get; }

    internal static Split Of(IReadOnlyList<bool> isTest)
    {
        var train = ImmutableArray.CreateBuilder<int>(isTest.Count);
        var test = ImmutableArray.CreateBuilder<int>();
        for (var row = 0; row < isTest.Count; row++)
            (isTest[row] ? test : train).Add(row);
        return new Split(train.DrainToImmutable(), test.DrainToImmutable());
    }

    private static Digest DigestOf(int trainCount, ImmutableArray<int> test)
    {
        var bytes = new byte[(test.Length + 1) * sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, trainCount);
        for (var i = 0; i < test.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan((i + 1) * sizeof(int)), test[i]);
        return Digest.OfBytes(bytes);
    }
}
