using System.Globalization;
using System.Text;
using Pipeline.Data.Parquet;
using Pipeline.Models.Values;
using Pipeline.Statistics;

namespace Pipeline.Data.Values;

/// <summary>Beside the runtime's own shortest form, which is right and slower.</summary>
public class ShortDecimalTests
{
    [Fact]
    public void Double_OfAnySize_IsWrittenAsTheRuntimeDoes()
    {
        var random = new SeededRandom(1, stream: 0);
        for (var i = 0; i < 200_000; i++)
        {
            Check(BitConverter.UInt64BitsToDouble(Bits(ref random)));
            Check((random.Below(1_000_000) - 500_000) / Math.Pow(10, random.Below(17)));
            Check(random.Below(int.MaxValue) * (double)random.Below(int.MaxValue) / Math.Pow(10, random.Below(20)));
            Check(random.Below(1_000) / 7.0);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(0.0001)]
    [InlineData(0.00009999)]
    [InlineData(999999999999999)]
    [InlineData(999999999999999.9)]
    [InlineData(1e15)]
    [InlineData(4503599627370497.5)]
    [InlineData(double.MaxValue)]
    [InlineData(double.Epsilon)]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void Double_AtALimit_IsWrittenAsTheRuntimeDoes(double value) => Check(value);

    [Fact]
    public void Zero_BelowZero_IsZero() => Check(-0.0);

    [Fact]
    public void Single_OfAnySize_IsTheDecimalThatTheRuntimeWrites()
    {
        var random = new SeededRandom(2, stream: 0);
        for (var i = 0; i < 200_000; i++)
        {
            Check((float)Math.Pow(2, (i % 80) - 40));
            Check(BitConverter.UInt32BitsToSingle((uint)Bits(ref random)));
            Check((random.Below(1_000_000) - 500_000) / (float)Math.Pow(10, random.Below(9)));
        }
    }

    [Fact]
    public void Half_Any_IsTheDecimalThatTheRuntimeWrites()
    {
        for (var bits = 0; bits <= ushort.MaxValue; bits++)
            Check(BitConverter.UInt16BitsToHalf((ushort)bits));
    }

    private static ulong Bits(ref SeededRandom random) =>
        ((ulong)random.Below(1 << 30) << 34) ^ ((ulong)random.Below(1 << 30) << 15) ^ (ulong)random.Below(1 << 30);

    private static void Check(double value)
    {
        Span<byte> text = stackalloc byte[64];
        var type = default(DoubleType);
        Encoding.UTF8.GetString(text[..type.Write(value, text)]).ShouldBe(value.ToString(CultureInfo.InvariantCulture));
        type.Number(value).ShouldBe(NumberText.TryParse(text[..type.Write(value, text)], out var read) ? read : double.NaN);
    }

    private static void Check<T>(T value)
        where T : System.Numerics.IBinaryFloatingPointIeee754<T>, IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[64];
        var type = default(SingleType<T>);
        var written = value.ToString(null, CultureInfo.InvariantCulture);
        Encoding.UTF8.GetString(text[..type.Write(value, text)]).ShouldBe(written);
        type.Number(value).ShouldBe(
            NumberText.TryParse(Encoding.UTF8.GetBytes(written), out var read) ? read : double.NaN, written);
    }
}
