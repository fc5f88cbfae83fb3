using System.Text.Json;
using Pipeline.Core.Documents;

namespace Pipeline.Environments;

public sealed class PredictionCountsTests
{
    [Fact]
    public void IndexOf_AnyNumber_IsTheBinBetweenItsEdges()
    {
        var random = new Random(7);
        var numbers = Enumerable.Range(0, 10_000)
            .Select(_ => Math.CopySign(Math.Pow(2, (random.NextDouble() * 60) - 19.9), random.NextDouble() - 0.5));

        foreach (var number in numbers)
        {
            var bin = new ScoreBin(ScoreBin.EdgeOf(ScoreBin.IndexOf(number)), 1);

            Math.Abs(bin.From).ShouldBeLessThanOrEqualTo(Math.Abs(number));
            Math.Abs(bin.To).ShouldBeGreaterThan(Math.Abs(number));
            Math.Abs(bin.To - bin.From).ShouldBeLessThanOrEqualTo(Math.Abs(number) / 32);
        }
    }

    [Fact]
    public void EdgeOf_AllBins_RiseAndAreTheirOwn()
    {
        var edges = Enumerable.Range(0, ScoreBin.Bins).Select(ScoreBin.EdgeOf).ToList();

        edges.ShouldBe(edges.Order());
        edges.Select(ScoreBin.IndexOf).ShouldBe(Enumerable.Range(0, ScoreBin.Bins));
        edges.Skip(ScoreBin.Bins / 2).SkipLast(1).Select(x => new ScoreBin(x, 1).To)
            .ShouldBe(edges.Skip((ScoreBin.Bins / 2) + 1));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1e-9, 0)]
    [InlineData(-1e-9, 0)]
    [InlineData(1, 1)]
    [InlineData(0.99, 0.984375)]
    [InlineData(-0.99, -0.984375)]
    [InlineData(double.MaxValue, 2164663517184)]
    public void IndexOf_Number_BeginsAtAnEdgeThatNeverMoves(double number, double edge) =>
        ScoreBin.EdgeOf(ScoreBin.IndexOf(number)).ShouldBe(edge);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void IndexOf_NoNumber_IsTheCallersMistake(double number) =>
        Should.Throw<ArgumentOutOfRangeException>(() => ScoreBin.IndexOf(number));

    [Fact]
    public void Since_APart_IsTheRestAndAddsUpToTheWhole()
    {
        var earlier = Counts(2, ("yes", 1), (0.5, 2));
        var later = Counts(5, ("yes", 1), (0.25, 1), (0.5, 4));

        var between = later.Since(earlier);

        between.Rows.ShouldBe(3);
        between.Labels.ShouldBeEmpty();
        between.Scores.ShouldBe([new ScoreBin(0.25, 1), new ScoreBin(0.5, 2)]);
        JsonSerializer.Serialize(earlier.Plus(between), DocumentJson.Options)
            .ShouldBe(JsonSerializer.Serialize(later, DocumentJson.Options));
    }

    [Fact]
    public void Traffic_AfterItsWayThroughJson_IsTheSame()
    {
        var mirrored = new MirrorTraffic { Answered = 3, Agreeing = 2, Disagreeing = 1, Answers = Counts(3, ("no", 3)) };
        var predictions = Counts(1, ("no", 1), (1, 1));
        var traffic = new RevisionTraffic { Revision = 2, Requests = 0, Mirrored = mirrored, Predictions = predictions };

        var json = JsonSerializer.Serialize(new TrafficSnapshot("epoch", [traffic]), DocumentJson.Options);
        var read = JsonSerializer.Deserialize<TrafficSnapshot>(json, DocumentJson.Options)!;

        read.Of(2).Predictions!.Scores.ShouldBe([new ScoreBin(1, 1)]);
        read.Since(read).Of(2).Mirrored!.Answers.Rows.ShouldBe(0);
        JsonSerializer.Serialize(read, DocumentJson.Options).ShouldBe(json);
    }

    private static PredictionCounts Counts(
        long rows, (string Label, long Count) label, params (double From, long Count)[] bins) =>
        new()
        {
            Rows = rows,
            Labels = new Dictionary<string, long> { [label.Label] = label.Count },
            Scores = [.. bins.Select(x => new ScoreBin(x.From, x.Count))],
        };
}
