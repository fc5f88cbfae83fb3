namespace Pipeline.Statistics;

public class DeLongTests
{
    private static readonly bool[] Truth = [.. Enumerable.Range(0, 60).Select(x => x % 3 == 0)];
    private static readonly double[] First = Scores(stream: 0);
    private static readonly double[] Second = Scores(stream: 1);

    /// <summary>By the definition over all pairs, which midranks save.</summary>
    [Fact]
    public void Of_TwoScores_HasTheErrorsOfTheDefinition()
    {
        var compared = DeLong.Of(Truth, First, Second);

        var (ofFirst, ofSecond, difference) = ByPairs();
        compared.First.ShouldBe(ofFirst, 1e-12);
        compared.Second.ShouldBe(ofSecond, 1e-12);
        compared.DifferenceError.ShouldBe(difference, 1e-12);
    }

    [Fact]
    public void Of_SameScoreOnAnotherScale_DiffersByNothing()
    {
        var compared = DeLong.Of(Truth, First, [.. First.Select(x => x * x)]);

        compared.DifferenceError.ShouldBe(0);
        compared.First.ShouldBe(compared.Second);
    }

    [Fact]
    public void Of_OneRowOfAClass_KnowsNoError()
    {
        var compared = DeLong.Of([true, false, false], [0.9, 0.2, 0.4], [0.1, 0.2, 0.4]);

        compared.First.ShouldBe(1);
        compared.DifferenceError.ShouldBe(double.PositiveInfinity);
    }

    /// <summary>Rounded, so that many tie.</summary>
    private static double[] Scores(int stream)
    {
        var random = new SeededRandom(seed: 4, stream);
        return [.. Truth.Select(x => (random.Below(12) + (x ? 4 : 0)) / 16.0)];
    }

    private static (double First, double Second, double Error) ByPairs()
    {
        var (positives, negatives) = (Places(true), Places(false));
        var (x1, y1) = Structure(First, positives, negatives);
        var (x2, y2) = Structure(Second, positives, negatives);
        var variance = (Variance([.. x1.Zip(x2, (a, b) => a - b)]) / positives.Length)
            + (Variance([.. y1.Zip(y2, (a, b) => a - b)]) / negatives.Length);
        return (x1.Average(), x2.Average(), Math.Sqrt(variance));
    }

    private static int[] Places(bool positive) => [.. Enumerable.Range(0, Truth.Length).Where(x => Truth[x] == positive)];

    private static (double[] OfPositives, double[] OfNegatives) Structure(double[] scores, int[] positives, int[] negatives)
    {
        double Above(int positive, int negative) =>
            scores[positive] > scores[negative] ? 1 : scores[positive].Equals(scores[negative]) ? 0.5 : 0;
        return (
            [.. positives.Select(x => negatives.Average(y => Above(x, y)))],
            [.. negatives.Select(y => positives.Average(x => Above(x, y)))]);
    }

    private static double Variance(double[] values)
    {
        var mean = values.Average();
        return values.Sum(x => (x - mean) * (x - mean)) / (values.Length - 1);
    }
}
