using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Metrics;

public class LaneTests
{
    private const int Lanes = LaneBootstrap.Lanes;

    [Fact]
    public void Measure_EightResamplesAtOnce_IsEachOfThem()
    {
        foreach (var name in new[] { "plain", "ties", "extremes", "many" })
            AgreeWithOne(ModelTask.BinaryClassification, Fixture.Named(name));
    }

    /// <summary>Rows of a part stand at places of their own among the weights.</summary>
    [Fact]
    public void Measure_PartOfTheRows_ReadsItsOwnWeights()
    {
        int[] places = [.. Enumerable.Range(0, 200).Where(x => x % 3 == 0)];
        var part = Fixture.Of(places.Select(x => (int)Fixture.Many.Truth[x]), places.Select(x => Fixture.Many.Answers[0][x]));
        var metrics = Fixture.Metrics.Of(ModelTask.BinaryClassification);

        LaneBootstrap.Run(
            200, null, 1, Check, new BootstrapOptions { Resamples = 8 }, TestContext.Current.CancellationToken);

        void Check(ReadOnlySpan<byte> weights, Span<double> values)
        {
            var measured = new double[metrics.Count * Lanes];
            new FusedMetrics(metrics, part, places).Measure(weights, measured);
            for (var lane = 0; lane < Lanes; lane++)
            {
                var own = new int[places.Length];
                for (var i = 0; i < own.Length; i++)
                    own[i] = weights[(places[i] * Lanes) + lane];
                foreach (var (index, metric) in metrics.Index())
                    ShouldAgree(measured[(index * Lanes) + lane], metric.Measure(part, own), metric);
            }
        }
    }

    /// <summary>What is drawn does not depend on how it is laid out: lane i is stream i of the seed.</summary>
    [Fact]
    public void Run_Lanes_DrawTheResamplesOfTheirStreams()
    {
        const int Rows = 37;
        var expected = Bootstrap.Run(
            Rows, Rows, All, new BootstrapOptions { Resamples = 19, Seed = 5 }, TestContext.Current.CancellationToken);

        var drawn = LaneBootstrap.Run(
            Rows, null, Rows, AllLanes, new BootstrapOptions { Resamples = 19, Seed = 5 }, TestContext.Current.CancellationToken);

        for (var row = 0; row < Rows; row++)
            drawn.Of(row).ShouldBe(expected.Of(row));

        static void All(ReadOnlySpan<int> weights, Span<double> values)
        {
            for (var row = 0; row < Rows; row++)
                values[row] = weights[row];
        }

        static void AllLanes(ReadOnlySpan<byte> weights, Span<double> values)
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = weights[i];
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_AnyNumberOfThreads_DrawsTheSame(int threads)
    {
        int[] groups = [.. Enumerable.Range(0, 50).Select(x => x / 3)];

        double[] Drawn(int? count) => LaneBootstrap.Run(
            50, groups, 1, First, new BootstrapOptions { Threads = count }, TestContext.Current.CancellationToken).Of(0);

        Drawn(threads).ShouldBe(Drawn(null));

        static void First(ReadOnlySpan<byte> weights, Span<double> values) => Fill(weights, values);
    }

    internal static void AgreeWithOne(ModelTask task, MetricRows rows)
    {
        var metrics = Fixture.Metrics.Of(task).Where(x => x.Refuse(rows) is null).ToList();
        var fused = new FusedMetrics(metrics, rows);
        LaneBootstrap.Run(
            rows.Count, null, 1, Check, new BootstrapOptions { Resamples = 8 }, TestContext.Current.CancellationToken);

        void Check(ReadOnlySpan<byte> weights, Span<double> values)
        {
            var measured = new double[metrics.Count * Lanes];
            fused.Measure(weights, measured);
            for (var lane = 0; lane < Lanes; lane++)
            {
                var own = new int[rows.Count];
                for (var row = 0; row < own.Length; row++)
                    own[row] = weights[(row * Lanes) + lane];
                foreach (var (index, metric) in metrics.Index())
                    ShouldAgree(measured[(index * Lanes) + lane], metric.Measure(rows, own), metric);
            }
        }
    }

    private static void ShouldAgree(double measured, double expected, IMetric metric)
    {
        if (double.IsNaN(expected))
            measured.ShouldBe(double.NaN, metric.Name);
        else
            measured.ShouldBe(expected, 1e-12, metric.Name);
    }

    private static void Fill(ReadOnlySpan<byte> weights, Span<double> values)
    {
        for (var lane = 0; lane < Lanes; lane++)
            values[lane] = weights[lane] + (weights[Lanes + lane] / 256.0);
    }
}
