using System.Numerics;
using Pipeline.Core.Checks;
using Pipeline.Statistics;

namespace Pipeline.Data.Expectations.Figures;

public class ExactSumTests
{
    [Theory]
    [InlineData(new[] { 1e308, 1, -1e308 }, 1)]
    [InlineData(new[] { 0.1, 0.2, 0.3 }, 0.6)]
    [InlineData(new[] { 1e16, 1, 1, -1e16 }, 2)]
    [InlineData(new[] { double.Epsilon, double.Epsilon }, 2 * double.Epsilon)]
    [InlineData(new[] { double.MaxValue, -double.MaxValue, -3.5 }, -3.5)]
    [InlineData(new[] { 9007199254740992.0, 1.0, 1e-30 }, 9007199254740994)]
    public void Sum_OfAnyNumbers_IsTheNearestDouble(double[] numbers, double expected)
    {
        var figure = Of(new SumFigure(), numbers);

        ShouldBe(figure, expected);
    }

    [Fact]
    public void Figures_OfAnyOrderAndParts_AreTheSame()
    {
        var random = new SeededRandom(11, 0);
        var numbers = Enumerable.Range(0, 5000).Select(_ => Number(ref random)).ToArray();
        var shuffled = numbers.OrderBy(x => BitConverter.DoubleToInt64Bits(x) * 7919).Chunk(600).ToList();

        foreach (var figure in new Func<IFigure>[] { () => new MeanFigure(), () => new SumFigure(), () => new DeviationFigure() })
        {
            var whole = Of(figure(), numbers);
            var parts = shuffled.Select(x => Of(figure(), x)).ToList();
            parts.Skip(1).ToList().ForEach(parts[0].Merge);
            parts[0].Value().ShouldBe(whole.Value());
        }
    }

    [Fact]
    public void Squares_OfIntegers_AreExact()
    {
        var (sum, expected) = (new ExactSum(), BigInteger.Zero);
        for (var number = 1L; number < 1L << 52; number = (number * 3) + 1)
        {
            sum.AddSquare(-number);
            expected += (BigInteger)number * number;
        }

        (sum.Total >> -ExactSum.Exponent).ShouldBe(expected);
    }

    /// <summary>NIST StRD, univariate: the certified deviations of NumAcc3 and NumAcc4, which naive formulas miss.</summary>
    [Theory]
    [InlineData(1000000.2, 1000000.1, 1000000.3, 0.1, 1e-9)]
    [InlineData(10000000.2, 10000000.1, 10000000.3, 0.1, 1e-7)]
    public void Deviation_OfNumbersFarFromZero_IsThatOfNist(double first, double low, double high, double expected, double error)
    {
        double[] numbers = [first, .. Enumerable.Repeat(new[] { low, high }, 500).SelectMany(x => x)];

        var deviation = ((MeasuredValue.Number)Of(new DeviationFigure(), numbers).Value()).Value;

        deviation.ShouldBe(expected, error);
    }

    [Theory]
    [InlineData(new[] { 2.0, 4, 4, 4, 5, 5, 7, 9 }, 2.1380899352993950)]
    [InlineData(new[] { 1e300, -1e300 }, 1.4142135623730951e300)]
    [InlineData(new[] { 1e-300, 3e-300 }, 1.4142135623730951e-300)]
    public void Deviation_OfASample_DividesByOneLess(double[] numbers, double expected)
    {
        var figure = Of(new DeviationFigure(), numbers);

        (((MeasuredValue.Number)figure.Value()).Value / expected).ShouldBe(1, 1e-15);
    }

    [Fact]
    public void Deviation_OfOneValueAgainAndAgain_IsNothing()
    {
        var figure = Of(new DeviationFigure(), [0.1, 0.1, 0.1]);

        ShouldBe(figure, 0);
    }

    [Fact]
    public void Deviation_OfASingleNumber_IsNotMeasured()
    {
        var figure = Of(new DeviationFigure(), [3]);

        figure.Value().ShouldBeOfType<MeasuredValue.NotMeasured>();
    }

    private static double Number(ref SeededRandom random) =>
        (random.Below(2_000_001) - 1_000_000) * Math.Pow(2, random.Below(200) - 100);

    private static void ShouldBe(IFigure figure, double expected) => figure.Value().ShouldBe(new MeasuredValue.Number(expected));

    private static T Of<T>(T figure, double[] numbers)
        where T : IFigure
    {
        figure.Add(numbers);
        return figure;
    }
}
