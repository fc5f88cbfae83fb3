using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text;

namespace Pipeline.Statistics;

public class StableHashTests
{
    /// <summary>Sketches in documents rest on these: another value would make old and new ones unmergeable.</summary>
    [Theory]
    [InlineData("", 258580493776800827UL)]
    [InlineData("a", 13418755828060584431UL)]
    [InlineData("category", 6857978669118756387UL)]
    [InlineData("some longer text of more than sixteen bytes", 11295858728917635419UL)]
    public void Hash_OfAText_StaysTheSame(string text, ulong expected) =>
        StableHash.Of(Encoding.UTF8.GetBytes(text)).ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("sixteen bytes ha")]
    public void Hash_OfAFewBytesInARegister_IsThatOfTheBytes(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);

        var hash = StableHash.Of(Vector128.Create<byte>(Encoding.UTF8.GetBytes(text.PadRight(16, '\0'))), bytes.Length);

        hash.ShouldBe(StableHash.Of(bytes));
    }

    [Fact]
    public void Hash_OfOneBitMore_IsAnotherInHalfOfItsBits()
    {
        var (changed, flips) = (0L, 0);
        foreach (var length in new[] { 1, 3, 4, 7, 8, 9, 16, 17, 40 })
        {
            for (var bit = 0; bit < length * 8; bit++, flips++)
            {
                var bytes = Enumerable.Range(0, length).Select(x => (byte)(x * 37)).ToArray();
                var before = StableHash.Of(bytes);
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                changed += BitOperations.PopCount(before ^ StableHash.Of(bytes));
            }
        }

        (changed / (64.0 * flips)).ShouldBe(0.5, 0.02);
    }

    [Fact]
    public void Hash_OfManyNumbersAsText_NeverCollides() => Enumerable.Range(0, 200_000)
        .Select(x => StableHash.Of(Encoding.UTF8.GetBytes($"{x}"))).Distinct().Count().ShouldBe(200_000);
}
