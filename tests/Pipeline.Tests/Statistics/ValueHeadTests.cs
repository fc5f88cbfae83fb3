namespace Pipeline.Statistics;

public class ValueHeadTests
{
    [Fact]
    public void Head_OfAnyLength_IsTheFirstBytesAndZeros()
    {
        var bytes = Enumerable.Range(1, 40).Select(x => (byte)(x * 7)).ToArray();
        for (var length = 0; length <= 20; length++)
        {
            var head = ValueHead.Of(bytes.AsSpan(0, length));

            byte[] padded = [.. bytes.Take(Math.Min(length, 16)), .. new byte[Math.Max(0, 16 - length)]];
            Enumerable.Range(0, ValueHead.MostBytes).Select(x => head[x]).ShouldBe(padded, $"{length}");
            ValueHead.Of(bytes, length).ShouldBe(ValueHead.Of(bytes.AsSpan(0, length)), $"{length}");
        }
    }
}
