namespace Pipeline.Statistics;

public class BootstrapTests
{
    private static readonly double[] Lsat = [576, 635, 558, 578, 666, 580, 555, 661, 651, 605, 653, 575, 545, 572, 594];

    private static readonly double[] Gpa =
        [3.39, 3.30, 2.81, 3.03, 3.44, 3.07, 3.00, 3.43, 3.36, 3.13, 3.12, 2.74, 2.76, 2.88, 2.96];

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    /// <summary>Efron and Tibshirani 1993, tables 3.1 and 6.1: the correlation is 0.776, its standard error 0.132.</summary>
    [Fact]
    public void Run_LawSchools_HasThePublishedStandardError()
    {
        var resampled = Bootstrap.Run(15, 1, Correlation, new BootstrapOptions { Resamples = 3200 }, Token).Of(0);

        var mean = resampled.Average();
        Math.Sqrt(resampled.Average(x => Math.Pow(x - mean, 2))).ShouldBe(0.132, 0.005);
    }

    [Fact]
    public void Run_Mean_HasTheStandardErrorOfTheory()
    {
        var deviation = Math.Sqrt(Lsat.Average(x => Math.Pow(x - Lsat.Average(), 2)));

        var means = Bootstrap.Run(15, 1, Mean, new BootstrapOptions { Resamples = 20_000 }, Token).Of(0);

        var error = Math.Sqrt(means.Average(x => Math.Pow(x - means.Average(), 2)));
        error.ShouldBe(deviation / Math.Sqrt(15), 0.02 * error);
    }

    [Fact]
    public void Run_AnyNumberOfThreads_DrawsTheSame()
    {
        var drawn = new int?[] { 1, 2, 7, null }
            .Select(x => Bootstrap.Run(15, 1, Correlation, new BootstrapOptions { Threads = x }, Token).Of(0)).ToList();

        drawn.ShouldAllBe(x => x.SequenceEqual(drawn[0]));
    }

    [Fact]
    public void Run_AnotherSeed_DrawsOthers()
    {
        var first = Bootstrap.Run(15, 1, Correlation, new BootstrapOptions { Seed = 1 }, Token).Of(0);
        var second = Bootstrap.Run(15, 1, Correlation, new BootstrapOptions { Seed = 2 }, Token).Of(0);

        first.ShouldNotBe(second);
    }

    [Fact]
    public void Run_EveryResample_DrawsAsManyRowsAsThereAre()
    {
        var sums = Bootstrap.Run(15, 1, (weights, values) => values[0] = Sum(weights), new BootstrapOptions(), Token).Of(0);

        sums.ShouldAllBe(x => x == 15);
    }

    [Fact]
    public void Difference_SameStatisticTwice_IsZero()
    {
        var resampled = Bootstrap.Run(15, 2, Twice, new BootstrapOptions(), Token);

        resampled.Difference(0, 1).ShouldAllBe(x => x == 0);

        static void Twice(ReadOnlySpan<int> weights, Span<double> values)
        {
            Mean(weights, values);
            values[1] = values[0];
        }
    }

    [Fact]
    public void Run_Cancelled_Ends()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Should.Throw<OperationCanceledException>(() => Bootstrap.Run(15, 1, Mean, new BootstrapOptions(), cancelled.Token));
    }

    private static void Mean(ReadOnlySpan<int> weights, Span<double> values) => values[0] = Mean(weights, x => Lsat[x]);

    private static void Correlation(ReadOnlySpan<int> weights, Span<double> values)
    {
        var (lsat, gpa) = (Mean(weights, x => Lsat[x]), Mean(weights, x => Gpa[x]));
        var both = Mean(weights, x => (Lsat[x] - lsat) * (Gpa[x] - gpa));
        var (ofLsat, ofGpa) = (Mean(weights, x => Math.Pow(Lsat[x] - lsat, 2)), Mean(weights, x => Math.Pow(Gpa[x] - gpa, 2)));
        values[0] = both / Math.Sqrt(ofLsat * ofGpa);
    }

    private static double Mean(ReadOnlySpan<int> weights, Func<int, double> value)
    {
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
            sum += weights[i] * value(i);
        return sum / Sum(weights);
    }

    private static int Sum(ReadOnlySpan<int> weights)
    {
        var sum = 0;
        foreach (var weight in weights)
            sum += weight;
        return sum;
    }
}
