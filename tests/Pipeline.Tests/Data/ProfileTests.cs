using System.Globalization;
using System.Text.Json;
using Pipeline.Core.Documents;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Data.Sources;
using Pipeline.Models.Documents;
using Pipeline.Statistics;

namespace Pipeline.Data;

public class ProfileTests
{
    private const string Csv =
        "n,c,t,d,y\n1,a,some text,2024-01-01,1\n2,b,\"other, text\",2024-01-03,0\n?,a,some text,2024-01-02,1\n4,,é,?,0\n";

    [Fact]
    public async Task Profile_OfEachType_SaysWhatItsValuesAreLike()
    {
        var profile = (await ProfileAsync(Csv)).OrThrow();

        profile.Rows.ShouldBe(4);
        profile.Columns.Select(x => (x.Name, x.Type, x.Count, x.Missing, x.Distinct)).ShouldBe(
        [
            ("n", DataType.Integer, 3, 1, 3), ("c", DataType.Category, 3, 1, 2), ("t", DataType.Category, 4, 0, 3),
            ("d", DataType.Timestamp, 3, 1, 3), ("y", DataType.Integer, 4, 0, 2),
        ]);
        var numbers = profile.Columns[0].Numbers.ShouldNotBeNull();
        (numbers.Min, numbers.Max, numbers.Quantiles["0.5"]).ShouldBe((1, 4, 2));
        numbers.Mean.ShouldBe(7 / 3.0, 1e-12);
        numbers.StandardDeviation!.Value.ShouldBe(Math.Sqrt(7 / 3.0), 1e-12);
        numbers.Histogram.Sum(x => x.Count).ShouldBe(3);
        profile.Columns[1].Frequent.ShouldBe([new("a", 2) { LabelRate = 1 }, new("b", 1) { LabelRate = 0 }]);
        profile.Columns[2].Lengths.ShouldBe(new LengthProfile(1, 30 / 4.0, 11) { StandardDeviation = Math.Sqrt(59 / 3.0) });
        profile.Columns[3].Times.ShouldBe(new TimeRange(Day(1), Day(3)));
    }

    [Fact]
    public async Task Profile_OfAPersonalColumn_HasNoTraceOfItsValues()
    {
        const string Personal = ", columns: {n: {type: integer, personal: true}, t: {type: text, personal: true}}";
        var profile = (await ProfileAsync(Csv, Personal)).OrThrow();

        var json = JsonSerializer.Serialize(profile.Columns.Where(x => x.IsPersonal), DocumentJson.Options);

        json.ShouldNotContain("some");
        profile.Columns.Where(x => x.IsPersonal).Select(x => (x.Name, x.Missing, x.Distinct))
            .ShouldBe([("n", 1, 3), ("t", 0, 3)]);
        profile.Columns[0].Numbers.ShouldBeNull();
        profile.Columns[0].Sketches.ShouldBeNull();
        profile.Columns[0].Frequent.ShouldBeEmpty();
    }

    [Fact]
    public async Task Profile_OfFreeText_ShowsNoValueThatFewRowsHave()
    {
        var rows = Enumerable.Range(0, 3_000).Select(x => x % 10 == 0 ? "hello there" : $"my secret {x}");

        var profile = (await ProfileAsync("t,y\n" + string.Concat(rows.Select(x => $"{x},1\n")))).OrThrow();

        profile.Columns[0].Type.ShouldBe(DataType.Text);
        profile.Columns[0].Frequent.Select(x => x.Value).ShouldBe(["hello there"]);
    }

    [Fact]
    public async Task Merge_OfParts_IsTheProfileOfTheWhole()
    {
        string[] rows = [.. Enumerable.Range(0, 40_000).Select(Row)];
        var whole = (await ProfileAsync(Text(rows))).OrThrow();

        var parts = new List<ProfileDocument>();
        foreach (var part in rows.Chunk(15_000))
            parts.Add((await ProfileAsync(Text(part))).OrThrow());
        var merged = parts.Aggregate((sum, x) => ProfileMerger.Merge(sum, x).OrThrow());

        merged.Rows.ShouldBe(whole.Rows);
        foreach (var (ours, theirs) in merged.Columns.Zip(whole.Columns))
        {
            (ours.Name, ours.Type).ShouldBe((theirs.Name, theirs.Type));
            (ours.Count, ours.Missing).ShouldBe((theirs.Count, theirs.Missing));
            ((double)ours.Distinct!).ShouldBe((double)theirs.Distinct!, theirs.Distinct!.Value * 0.05);
        }

        var (a, b) = (merged.Columns[0].Numbers!, whole.Columns[0].Numbers!);
        a.Mean.ShouldBe(b.Mean, Math.Abs(b.Mean) * 1e-9);
        a.StandardDeviation!.Value.ShouldBe(b.StandardDeviation!.Value, b.StandardDeviation.Value * 1e-9);
        (a.Min, a.Max).ShouldBe((b.Min, b.Max));
        a.Quantiles["0.5"].ShouldBe(b.Quantiles["0.5"], 40_000 * 2 * QuantileSketch.RankError);
        merged.Columns[1].Frequent.ShouldBe(whole.Columns[1].Frequent);
    }

    [Theory]
    [InlineData(1 << 20)]
    [InlineData(100_000)]
    [InlineData(3_000)]
    public async Task Quantiles_InOnePartitionOrMany_AreWithinTheError(int block)
    {
        const int Count = 100_000;
        var values = Enumerable.Range(0, Count).ToArray();
        new Random(5).Shuffle(values);
        var text = "n,y\n" + string.Concat(values.Select(x => $"{x},{x % 2}\n"));

        var numbers = (await ProfileAsync(text, block: block)).OrThrow().Columns[0].Numbers!;

        foreach (var (share, value) in numbers.Quantiles)
            (value / Count).ShouldBe(double.Parse(share, CultureInfo.InvariantCulture), QuantileSketch.RankError, share);
    }

    [Fact]
    public async Task Merge_OfOtherColumns_IsAProblem()
    {
        var (first, second) = ((await ProfileAsync("a,y\n1,1\n")).OrThrow(), (await ProfileAsync("b,y\n1,1\n")).OrThrow());

        ProfileMerger.Merge(first, second).Problems.ShouldHaveSingleItem().Message
            .ShouldBe("The profiles of 'data.csv' and 'data.csv' are of other columns.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public async Task Profile_ByAnyNumberOfThreads_IsTheSame(int threads)
    {
        var text = Text([.. Enumerable.Range(0, 20_000).Select(Row)]);
        var alone = (await ProfileAsync(text, threads: 1)).OrThrow();

        var profile = (await ProfileAsync(text, threads: threads)).OrThrow();

        Json(profile).ShouldBe(Json(alone));
    }

    [Fact]
    public async Task Profile_Written_IsReadBackAndSmall()
    {
        using var folder = new Pipeline.Testing.TemporaryFolder();
        var profile = (await ProfileAsync(Text([.. Enumerable.Range(0, 20_000).Select(Row)]))).OrThrow();
        var token = TestContext.Current.CancellationToken;

        await DocumentFile.WriteAsync(folder["profile.json"], profile, token);
        var read = (await DocumentFile.ReadAsync<ProfileDocument>(folder["profile.json"], token)).OrThrow();

        new FileInfo(folder["profile.json"]).Length.ShouldBeLessThan(profile.Columns.Count * 60_000);
        ProfileMerger.Merge(read, profile).IsValid.ShouldBeTrue();
    }

    [Fact]
    public async Task Profile_OfNumbersAtTheEndsOfADouble_IsWrittenAndRead()
    {
        var values = new[] { double.MaxValue, -double.MaxValue, double.Epsilon, 0, 1e300, -1e300 };
        var rows = Enumerable.Range(0, 200).Select(x => $"{values[x % values.Length]:R},{values[x % 3]:R}");
        var profile = (await ProfileAsync("n,y\n" + string.Join('\n', rows), task: "regression")).OrThrow();
        using var folder = new Pipeline.Testing.TemporaryFolder();
        var token = TestContext.Current.CancellationToken;

        await DocumentFile.WriteAsync(folder["profile.json"], profile, token);
        var read = (await DocumentFile.ReadAsync<ProfileDocument>(folder["profile.json"], token)).OrThrow();

        var numbers = read.Columns[0].Numbers.ShouldNotBeNull();
        (numbers.Min, numbers.Max, numbers.StandardDeviation).ShouldBe((-double.MaxValue, double.MaxValue, null));
        double.IsFinite(numbers.Mean).ShouldBeTrue();
        ProfileMerger.Merge(read, profile).OrThrow().Columns[0].Numbers!.StandardDeviation.ShouldBeNull();
    }

    [Fact]
    public async Task Profile_OfMomentsBeyondTheCalendar_ShowsItsEnds()
    {
        const string Text = "t,y\n0001-01-01T00:00:00+05:00,1\n9999-12-31T23:59:59-05:00,0\n";

        var times = (await ProfileAsync(Text)).OrThrow().Columns[0].Times.ShouldNotBeNull();

        times.ShouldBe(new TimeRange(DateTimeOffset.MinValue, DateTimeOffset.MaxValue));
    }

    [Theory]
    [InlineData("a,y\n", "data.csv: The file has a header and no rows.")]
    [InlineData(
        "a,b\n1,2\n",
        "model.yml:6:33: The data has no column 'y'. Known here: a, b. "
            + "Values were divided by ',', as the first rows suggest; 'format: {separator: ...}' states another.")]
    public async Task Profile_OfNothing_IsRefused(string text, string expected) =>
        (await ProfileAsync(text)).Problems.ShouldHaveSingleItem().ToString().ShouldBe(expected);

    [Fact]
    public async Task Profile_OfNumbersWithDecimalCommas_SaysSo()
    {
        var profile = (await ProfileAsync("a;b;c;y\n1,5;1;1,5;0\n2;2;x;1\n-1.234,5;3;2,5;1\n")).OrThrow();

        profile.Columns.Select(x => x.HasDecimalCommas).ShouldBe([true, false, false, false]);
    }

    [Fact]
    public async Task Profile_OfAColumnThatIsTheLabel_HasItsPower()
    {
        var rows = Enumerable.Range(0, 400).Select(x => $"{x % 2 * 10},{x * 7919 % 101},{x % 2}\n");

        var profile = (await ProfileAsync("settled,noise,y\n" + string.Concat(rows))).OrThrow();

        profile.Columns[0].LabelPower.ShouldBe(new LabelPower(1, "|2 AUC - 1| by its order"));
        profile.Columns[1].LabelPower!.Value.ShouldBeLessThan(0.3);
        profile.Columns[2].LabelPower.ShouldBeNull();
    }

    [Theory]
    [InlineData("", "1 row has a line break in quotes, the first in line 3; "
        + "where quotes are plain characters, write format: {quotes: none}.")]
    [InlineData(", format: {quotes: double}", null)]
    [InlineData(", format: {quotes: none}", null)]
    public async Task Profile_OfTsvWithQuotesOverSeveralLines_WarnsUnlessTheyAreStated(string format, string? expected)
    {
        using var files = new SomeFiles("data.tsv", $", split: {{by: random, seed: 1}}{format}")
            .With("data.tsv", "t\ty\nfive\t1\n\"six\t2\nseven\t3\neight\"\t4\nnine\t5\n");
        var told = new Told();

        (await ProfileMaker.ProfileAsync(files.Request, told, TestContext.Current.CancellationToken)).OrThrow();

        told.Warnings.SingleOrDefault().ShouldBe(expected);
    }

    private static string Json(ProfileDocument profile) => JsonSerializer.Serialize(profile, DocumentJson.Options);

    private static DateTimeOffset Day(int day) => new(2024, 1, day, 0, 0, 0, TimeSpan.Zero);

    private static string Row(int x)
    {
        var number = (x * 7919L) % 40_009;
        return string.Create(CultureInfo.InvariantCulture, $"{number}.5,{"abc"[x % 3]},word {x % 500},{x % 2}");
    }

    private static string Text(string[] rows) => "n,c,t,y\n" + string.Join('\n', rows);

    private static async Task<Validated<ProfileDocument>> ProfileAsync(
        string text, string more = "", int threads = 2, int block = 20_000, string task = "binary-classification")
    {
        using var files = new SomeFiles(more: more, task: task).With("data.csv", text);
        return await ProfileMaker.ProfileAsync(
            files.Request with { Threads = threads, BlockBytes = block },
            new Progress<StepEvent>(),
            TestContext.Current.CancellationToken);
    }

    private sealed class Told : IProgress<StepEvent>
    {
        public List<string> Warnings { get; } = [];

        public void Report(StepEvent value)
        {
            if (value is StepEvent.Warned warned)
                Warnings.Add(warned.Message);
        }
    }
}
