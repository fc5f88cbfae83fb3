using System.Numerics;
using System.Text;

namespace Pipeline.Core.Statistics;

public class StableHashTests
{
    /// <summary>Sketches in documents rest on these: another value would make old and new ones unmergeable.</summary>
    [Theory]
    [InlineData("", 258580493776800827UL)]
    [InlineData("a", 13418755828060584431UL)]
    [InlineData("category", 17156913731542346634UL)]
    [InlineData("some longer text of more than sixteen bytes", 15167455134119538518UL)]
    public void Hash_OfAText_StaysTheSame(string text, ulong expected) =>
        StableHash.Of(Encoding.UTF8.GetBytes(text)).ShouldBe(expected);

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
