using System.Text;

namespace Pipeline.Data.Values;

public class InternerTests
{
    [Fact]
    public void NumberOf_ManyValues_IsThatOfTheFirstAppearance()
    {
        var interner = new Interner();
        var known = new Dictionary<string, int>();
        var random = new Random(1);

        for (var i = 0; i < 20_000; i++)
        {
            var value = new string((char)('a' + random.Next(3)), random.Next(20)) + random.Next(300);
            known.TryAdd(value, known.Count);

            interner.NumberOf(Encoding.UTF8.GetBytes(value)).ShouldBe(known[value]);
        }

        interner.Count.ShouldBe(known.Count);
        known.ShouldAllBe(x => interner.Text(x.Value) == x.Key);
    }

    [Fact]
    public void NumberOf_MoreThanAreKept_IsFull()
    {
        var interner = new Interner(1);
        interner.NumberOf("a"u8);

        var number = interner.NumberOf("b"u8);

        number.ShouldBe(Interner.Full);
        interner.NumberOf("a"u8).ShouldBe(0);
    }
}
