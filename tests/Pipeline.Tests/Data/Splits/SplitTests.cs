using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Pipeline.Core.Identity;
using Pipeline.Core.Progress;
using Pipeline.Data.Columns;
using Pipeline.Data.Sources;
using Pipeline.Models.Values;

namespace Pipeline.Data.Splits;

public class SplitTests
{
    private const int Count = 2000;

    [Fact]
    public async Task Hash_OfAValue_IsAsDocumented()
    {
        var expected = Enumerable.Range(0, Count).Where(x => IsTest($"k{x}", 0.3));

        var split = await SplitAsync("{by: hash, of: id, test: 0.3}", Enumerable.Range(0, Count));

        split.Test.ShouldBe(expected.Select(x => $"k{x}"));
        split.Test.Count.ShouldBeInRange(520, 680);
    }

    [Fact]
    public async Task Hash_OfConsecutiveIds_DividesThemEvenly()
    {
        var split = await SplitAsync("{by: hash, of: id}", Enumerable.Range(1_000_000, 20_000));

        split.Test.Count.ShouldBeInRange(3_800, 4_200);
        var tenths = split.Test.CountBy(x => int.Parse(x[1..], CultureInfo.InvariantCulture) % 10).Select(x => x.Value);
        tenths.ShouldAllBe(x => x > 320 && x < 480);
    }

    /// <summary>
    /// A promise to everybody whose models were judged by these rows: it is the formula that is wrong when this fails.
    /// </summary>
    [Theory]
    [InlineData("{by: hash, of: [id, t], test: 0.3}", "k1 k3 k7 k14 k20 k21 k24 k25 k28 k29 k32 k34")]
    [InlineData("{by: hash, test: 0.3}", "k3 k4 k8 k13 k14 k15 k16 k18 k22 k23 k25 k27 k28 k30 k33 k39")]
    [InlineData("{by: random, seed: 7, test: 0.3}", "k3 k5 k9 k10 k11 k13 k14 k15 k20 k21 k32 k37")]
    public async Task Split_OfFixedRows_StaysTheSame(string split, string expected)
    {
        var loaded = await SplitAsync(split, Enumerable.Range(0, 40));

        string.Join(' ', loaded.Test).ShouldBe(expected);
    }

    [Theory]
    [InlineData("a", "b", 16769568593148757260UL)]
    [InlineData("?", "b", 16022999403071623622UL)]
    [InlineData("a", "?", 3707366933446634164UL)]
    [InlineData("Grüße", "1.0", 5049601449777640747UL)]
    public void Position_OfFixedValues_StaysTheSame(string first, string second, ulong expected) =>
        PositionOf(first, second).ShouldBe(expected);

    [Fact]
    public void Position_OfEmptyTexts_IsThePublishedHashOfNothing() =>
        PositionOf([0], new MissingMarkers(["?"]), "", "b").ShouldBe(0x2D06800538D394C2UL);

    [Fact]
    public void Split_OfMoreRowsThanOneListHolds_IsAProblem()
    {
        var splitter = DatasetSplitter.Of(
            new Schemas.SplitSpec { By = Schemas.SplitBy.Random, Seed = 1 }, [], new MissingMarkers(SourceOptions.UsualMissing));

        var problem = splitter.Finish(3_000_000_000).Problems.ShouldHaveSingleItem();

        problem.Message.ShouldBe("The data has 3000000000 rows; at most 2147483591 can be divided.");
    }

    /// <summary>Nanoseconds since 1970: doubles near them are 256 apart.</summary>
    [Fact]
    public async Task Time_OfNanosecondsInOneColumn_IsExact()
    {
        const long first = 1_700_000_000_000_000_000;
        var rows = Enumerable.Range(0, 10).Select(x => $"k{x},{first + x},{x % 2}\n");
        using var dataset = new SomeDataset(
            "path: data.csv\nlabel: y\nsplit: {by: time, column: t, test: 0.2}", "id,t,y\n" + string.Concat(rows));

        var document = (await dataset.ValidateAsync()).OrThrow();

        (document.Split.Train, document.Split.Test).ShouldBe((8, 2));
    }

    [Theory]
    [InlineData("a", "b", "ab", "")]
    [InlineData("a", "b", "b", "a")]
    [InlineData("", "a", "a", "")]
    public void Position_OfTheSameTextInOtherColumns_IsAnother(string first, string second, string third, string fourth) =>
        PositionOf(first, second).ShouldNotBe(PositionOf(third, fourth));

    [Fact]
    public async Task Hash_RowsInAnotherOrderAndOthersGone_KeepTheirSides()
    {
        var whole = await SplitAsync("{by: hash, of: id}", Enumerable.Range(0, Count));

        var half = await SplitAsync("{by: hash, of: id}", Enumerable.Range(0, Count / 2).Reverse());

        half.Test.Order().ShouldBe(whole.Test.Where(x => int.Parse(x[1..]) < Count / 2).Order());
    }

    [Fact]
    public async Task Hash_ByDefault_IsOfTheWholeRow()
    {
        var split = await SplitAsync("{by: hash}", Enumerable.Repeat(7, 50).Concat(Enumerable.Range(0, 200)));

        split.Test.Count(x => x == "k7").ShouldBeOneOf(0, 51);
    }

    [Fact]
    public async Task Random_WithASeed_IsExactAndRepeatable()
    {
        var first = await SplitAsync("{by: random, seed: 3, test: 0.25}", Enumerable.Range(0, Count));
        var again = await SplitAsync("{by: random, seed: 3, test: 0.25}", Enumerable.Range(0, Count));
        var other = await SplitAsync("{by: random, seed: 4, test: 0.25}", Enumerable.Range(0, Count));

        first.Test.Count.ShouldBe(Count / 4);
        again.Test.ShouldBe(first.Test);
        again.Digest.ShouldBe(first.Digest);
        other.Test.Intersect(first.Test).Count().ShouldBeInRange(80, 170);
        other.Digest.ShouldNotBe(first.Digest);
    }

    [Fact]
    public async Task Time_RowsOfOneTime_StayTogether()
    {
        var split = await SplitAsync("{by: time, column: t, test: 0.25}", [1, 1, 9, 9, 9, 2, 3, 4]);

        split.Test.ShouldBe(["k9", "k9", "k9"]);
    }

    [Theory]
    [InlineData("{by: time, column: id}", "data.csv:2:1: The split is by time, and the row has no timestamp and no number here.")]
    [InlineData("{by: random, seed: 1, test: 0.0001}",
        "model.yml:9:3: The split leaves no rows to judge a model by: 4 for training and 0 for the test.")]
    public async Task Split_Impossible_IsAProblem(string split, string expected)
    {
        using var dataset = Some(split, [1, 2, 3, 4]);

        var problems = (await dataset.ValidateAsync()).Problems;

        problems[0].ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("{by: files}",
        "model.yml:9:3: 'data.split': A split by files names those for the test. Add of: with names or "
        + "patterns.")]
    [InlineData("{by: random}", "model.yml:9:3: 'data.split': A random split names its seed. Add seed: and a whole number.")]
    [InlineData("{by: time}",
        "model.yml:9:3: 'data.split': A split by time names its column. Add column: with a timestamp or a number.")]
    [InlineData("{by: hash, seed: 1}", "model.yml:9:27: 'data.split.seed': Only a random split has a seed.")]
    public void Split_WithoutSense_IsRefused(string split, string expected)
    {
        using var dataset = Some(split, [1, 2]);

        var problems = dataset.ManifestProblems;

        problems.ShouldHaveSingleItem().ToString().ShouldBe(expected);
    }

    private static ulong PositionOf(string first, string second) =>
        PositionOf([0, 1], new MissingMarkers(SourceOptions.UsualMissing), first, second);

    private static ulong PositionOf(int[] columns, MissingMarkers markers, string first, string second)
    {
        var source = ByteSource.Open(new MemoryStream(Encoding.UTF8.GetBytes($"x,y\n{first},{second}\n")));
        using var reader = CsvReader.Open(source, "some.csv", new SourceOptions());
        var batch = new ColumnBatch();
        reader.Read(batch).ShouldBeTrue();
        return new RowPosition(columns, markers).Of(batch, 0);
    }

    private static bool IsTest(string id, double share)
    {
        var position = XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(id));
        return position < (ulong)(share * Math.Pow(2, 64));
    }

    private static SomeDataset Some(string split, IEnumerable<int> rows)
    {
        var csv = string.Concat(rows.Select(x => $"k{x},{x},{(x % 2 == 0 ? "no" : "yes")}\n"));
        return new SomeDataset($"path: data.csv\nlabel: {{column: y, positive: \"yes\"}}\nsplit: {split}", "id,t,y\n" + csv);
    }

    private static async Task<(IReadOnlyList<string> Test, Digest Digest)> SplitAsync(string split, IEnumerable<int> rows)
    {
        using var dataset = Some(split + "\nprotected: [id]", rows);
        var document = (await dataset.ValidateAsync()).OrThrow();
        var token = TestContext.Current.CancellationToken;
        var loaded = (await DatasetLoader.LoadAsync(dataset.Request, document, new Progress<StepEvent>(), token)).OrThrow();
        var ids = loaded.TestRows()["id"];
        return ([.. Enumerable.Range(0, ids.Count).Select(x => ids.Text(x)!)], loaded.Split.Digest);
    }
}
