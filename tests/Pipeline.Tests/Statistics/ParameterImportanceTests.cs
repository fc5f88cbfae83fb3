using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Pipeline.Statistics;

public class ParameterImportanceTests
{
    [Fact]
    public void Importance_OfASumOverAGrid_IsItsAnalysisOfVariance()
    {
        // Of 3a + b over a full grid of five values each, a explains 9/10 and b 1/10; c is noise that is not there.
        var rows = Grid(5, 5, 2);
        double[] metric = [.. rows.Select(row => (3.0 * row[0]) + row[1])];

        var explained = ParameterImportance.Of(Texts(rows), metric)!;

        explained.Shares[0].ShouldBe(0.9, 0.04);
        explained.Shares[1].ShouldBe(0.1, 0.04);
        explained.Shares[2].ShouldBe(0, 0.01);
        explained.Determination.ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void Importance_OfAnInteractionAlone_IsNobodys()
    {
        // An exclusive or: each parameter by itself explains nothing.
        var rows = Grid(2, 2, 8);
        double[] metric = [.. rows.Select(row => row[0] == row[1] ? 1.0 : 0)];

        var explained = ParameterImportance.Of(Texts(rows), metric)!;

        explained.Shares.Sum().ShouldBeLessThan(0.1);
    }

    [Fact]
    public void Importance_OfChance_HasAForestThatKnowsNothing()
    {
        var random = new SeededRandom(4, 0);
        int[][] rows = [.. Enumerable.Range(0, 40).Select(_ => new[] { random.Below(10), random.Below(10) })];
        double[] metric = [.. rows.Select(_ => (double)random.Below(1000))];

        ParameterImportance.Of(Texts(rows), metric)!.Determination.ShouldBeLessThan(0.1);
    }

    [Fact]
    public void Importance_OfNames_NeedsNoOrderOfTheirs()
    {
        string[] names = ["b", "d", "a", "c"];
        double[] worth = [1, 9, 2, 8];
        int[] at = [.. Enumerable.Range(0, 40).Select(row => row % 4)];
        IReadOnlyList<IReadOnlyList<string?>> rows = [.. at.Select(x => new[] { names[x] == "a" ? null : names[x], "same" })];

        var explained = ParameterImportance.Of(rows, [.. at.Select(x => worth[x])])!;

        explained.Shares[0].ShouldBe(1, 0.02);
        explained.Shares[1].ShouldBe(0);
    }

    [Fact]
    public void Importance_Again_IsTheSame()
    {
        var rows = Grid(4, 4, 2);
        double[] metric = [.. rows.Select(row => (double)(row[0] * row[1]))];

        ParameterImportance.Of(Texts(rows), metric)!.Shares.ShouldBe(ParameterImportance.Of(Texts(rows), metric)!.Shares);
    }

    [Theory]
    [InlineData(7, true, true)]
    [InlineData(20, false, true)]
    [InlineData(20, true, false)]
    public void Importance_OfTooLittle_IsNone(int count, bool varies, bool differs)
    {
        int[][] rows = [.. Enumerable.Range(0, count).Select(row => new[] { varies ? row : 1 })];

        ParameterImportance.Of(Texts(rows), [.. rows.Select((_, row) => differs ? row : 1.0)]).ShouldBeNull();
    }

    [Fact]
    public void Importance_OfAnything_IsSharesThatAddUpToNoMoreThanAll() => Prop.ForAll<int>(seed =>
    {
        var random = new SeededRandom(seed, 1);
        int[][] rows = [.. Enumerable.Range(0, 8 + random.Below(20)).Select(_ =>
            new[] { random.Below(3), random.Below(12), random.Below(2) })];
        double[] metric = [.. rows.Select(row => row[0] + (random.Below(100) / 25.0))];

        var shares = ParameterImportance.Of(Texts(rows), metric, seed)?.Shares ?? [];

        return shares.All(share => share >= 0) && shares.Sum() <= 1 + 1e-9;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(50).WithReplay(20_261_126, 7, 50));

    private static int[][] Grid(int first, int second, int third) =>
    [
        .. from a in Enumerable.Range(0, first)
           from b in Enumerable.Range(0, second)
           from c in Enumerable.Range(0, third)
           select new[] { a, b, c },
    ];

    private static IReadOnlyList<IReadOnlyList<string?>> Texts(int[][] rows) =>
        [.. rows.Select(row => row.Select(value => value.ToString(CultureInfo.InvariantCulture)).ToArray())];
}
