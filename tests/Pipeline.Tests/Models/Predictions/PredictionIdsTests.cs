namespace Pipeline.Models.Predictions;

public sealed class PredictionIdsTests
{
    [Fact]
    public void Ids_OfOneServer_AreDistinct()
    {
        var ids = new PredictionIds(7);

        var drawn = Enumerable.Range(0, 1000).AsParallel().Select(_ => ids.Next()).ToList();

        drawn.Distinct().Count().ShouldBe(1000);
        drawn.ShouldAllBe(x => PredictionId.Parse(x.ToString(), null) == x);
    }

    [Theory]
    [InlineData("a", 1, 0)]
    [InlineData("b", 1, 0)]
    [InlineData("a", 2, 0)]
    [InlineData("a", 1, 1)]
    public void Server_ThatDiffersInAnything_HasAnotherNumber(string machine, int process, int ticks)
    {
        var other = PredictionIds.ServerNumber("c", 3, DateTimeOffset.UnixEpoch);

        var number = PredictionIds.ServerNumber(machine, process, DateTimeOffset.UnixEpoch.AddTicks(ticks));

        number.ShouldNotBe(other);
        number.ShouldBe(PredictionIds.ServerNumber(machine, process, DateTimeOffset.UnixEpoch.AddTicks(ticks)));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Sample_OfManyIds_HasItsShare(double probability)
    {
        var ids = Enumerable.Range(0, 20_000).Select(x => PredictionId.Of(42, (ulong)x));

        var share = ids.Count(x => PredictionIds.IsSampled(x, probability)) / 20_000.0;

        share.ShouldBe(probability, tolerance: 0.015);
    }

    [Fact]
    public void Sample_OfAllOrNone_IsExact()
    {
        var ids = Enumerable.Range(0, 1000).Select(x => PredictionId.Of(42, (ulong)x)).ToList();

        ids.Count(x => PredictionIds.IsSampled(x, 1)).ShouldBe(1000);
        ids.Count(x => PredictionIds.IsSampled(x, 0)).ShouldBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0000000000000001000000000000000G")]
    [InlineData("0000000000000001000000000000000")]
    public void Id_OfSomethingElse_IsRefused(string text)
    {
        PredictionId.TryParse(text, null, out _).ShouldBeFalse();
        Should.Throw<FormatException>(() => PredictionId.Parse(text));
    }
}
