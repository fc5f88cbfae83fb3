using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Pipeline.Core.Checks;

namespace Pipeline.Data.Expectations;

/// <summary>Values are compared as what their columns are declared as, in every expectation alike.</summary>
public class ValueComparisonTests
{
    private const string Section =
        "path: data.csv\nlabel: {column: y, positive: \"1\"}\nsplit: {by: random, seed: 1, test: 0.5}\n";

    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(150).WithReplay(20_260_101, 7, 50);

    [Theory]
    [InlineData("identifier", "{values: v, one-of: ['1234567890123456789']}", 3)]
    [InlineData("identifier", "{values: v, none-of: ['1234567890123456780']}", 0)]
    [InlineData("identifier", "{increasing: v, strictly: true}", 0)]
    [InlineData("identifier", "{unique: v}", 0)]
    [InlineData("identifier", "{pair: [v, w], is: equal}", 4)]
    [InlineData("identifier", "{pair: [v, w], is: less-than}", 0)]
    [InlineData(null, "{values: v, one-of: [1234567890123456789]}", 3)]
    [InlineData(null, "{increasing: v, strictly: true}", 0)]
    [InlineData(null, "{unique: v}", 0)]
    [InlineData(null, "{pair: [v, w], is: not-equal}", 0)]
    [InlineData("number", "{increasing: v, strictly: true}", 0)]
    [InlineData("number", "{values: v, none-of: [1234567890123456780]}", 0)]
    public void LongIds_InAnyColumn_PassThroughNoDouble(string? type, string expected, int found) =>
        Count(
            type, expected, "1234567890123456781,1234567890123456782", "1234567890123456783,1234567890123456784",
            "1234567890123456785,1234567890123456786", "1234567890123456789,1234567890123456790").ShouldBe(found);

    [Theory]
    [InlineData("category", "{values: v, one-of: ['1E5']}", 2)]
    [InlineData("category", "{unique: v}", 0)]
    [InlineData("number", "{values: v, one-of: ['1E5']}", 0)]
    [InlineData("number", "{unique: v}", 2)]
    [InlineData(null, "{values: v, one-of: ['1E5']}", 0)]
    [InlineData(null, "{unique: v}", 2)]
    [InlineData("number", "{duplicate-rows: {at-most: 0}, as: count}", 2)]
    [InlineData("text", "{duplicate-rows: {at-most: 0}, as: count}", 0)]
    public void OneNumber_InThreeSpellings_IsOneUnlessItIsAText(string? type, string expected, int found) =>
        Count(type, expected, "1E5,a", "100000,a", "+100000.0,a").ShouldBe(found);

    [Theory]
    [InlineData("integer", 1)]
    [InlineData(null, 1)]
    [InlineData("category", 3)]
    public void DistinctCount_OfOneNumberInThreeSpellings_IsOneUnlessItIsAText(string? type, int different) =>
        Check(type, "{distinct-count: v, at-least: 0}", "1,a", "1.0,a", "1e0,a")
            .Result.Measurement.Value.ShouldBe(new MeasuredValue.Number(different));

    [Theory]
    [InlineData("timestamp", "{values: v, one-of: ['2024-05-01T00:00:00Z']}", 0)]
    [InlineData("timestamp", "{values: v, none-of: ['2024-05-01']}", 3)]
    [InlineData("timestamp", "{unique: v}", 2)]
    [InlineData("timestamp", "{pair: [v, w], is: equal}", 0)]
    [InlineData("timestamp", "{increasing: v, strictly: true}", 2)]
    [InlineData(null, "{unique: v}", 2)]
    [InlineData("text", "{unique: v}", 0)]
    public void OneMoment_InThreeOffsets_IsOneUnlessItIsAText(string? type, string expected, int found) =>
        Count(
            type, expected, "2024-05-01,2024-05-01", "2024-05-01T02:00:00+02:00,2024-05-01",
            "2024-04-30T23:30:00-00:30,2024-05-01").ShouldBe(found);

    [Theory]
    [InlineData("{values: v, one-of: ['yes']}", 1)]
    [InlineData("{unique: v}", 2)]
    public void OneTruth_InThreeSpellings_IsOne(string expected, int found) =>
        Count("boolean", expected, "true,a", "True,a", "1,a", "no,a").ShouldBe(found);

    [Theory]
    [InlineData("{increasing: v, strictly: true}", 0)]
    [InlineData("{unique: v}", 0)]
    public void Identifiers_OfGrowingLength_AreInTheOrderOfTheirNumbers(string expected, int found) =>
        Count("identifier", expected, "8,a", "9,a", "10,a", "011,a").ShouldBe(found);

    [Fact]
    public async Task Null_WhereAnEmptyTextIsNone_IsMissingInEveryExpectation()
    {
        const string section = "path: data.jsonl\nlabel: {column: y, positive: \"1\"}\nmissing-values: [\"-\"]\n"
            + "split: {by: random, seed: 1, test: 0.5}\n"
            + "expect: [{unique: v}, {distinct-count: v, at-most: 9}, {not-null: v}, {values: v, one-of: ['']}, {increasing: v}]";
        using var dataset = new SomeDataset(section, "");
        await File.WriteAllTextAsync(
            Path.Combine(Path.GetDirectoryName(dataset.Path)!, "data.jsonl"),
            "{\"v\":null,\"y\":1}\n{\"v\":null,\"y\":0}\n{\"v\":\"\",\"y\":1}\n{\"y\":0}\n",
            TestContext.Current.CancellationToken);

        var document = (await dataset.ValidateAsync()).OrThrow();

        var results = document.Report.Results.Zip(document.Evidence)
            .Where(x => x.First.Check.Id.StartsWith("v/", StringComparison.Ordinal));
        results.Select(x => (x.First.Check.Id, x.First.Measurement.Samples, x.Second.Count)).ShouldBe(
            [("v/unique", 1, 0), ("v/distinct-count", 1, 0), ("v/not-null", 4, 3), ("v/values", 1, 0), ("v/increasing", 1, 1)]);
    }

    [Fact]
    public void Mostly_MetExactly_Passes() => Prop.ForAll(
        (from looked in Gen.Choose(1, 1000) from found in Gen.Choose(0, looked - 1) select (looked, found)).ToArbitrary(),
        x =>
        {
            var mostly = (x.looked - x.found) / (decimal)x.looked;
            var rows = new Violations.ViolationSummary([], keepsAll: false);
            rows.Look(x.looked);
            for (var i = 0; i < x.found; i++)
                rows.Add(new Violations.Violation(Violations.RowPlace.Of(0, i + 1), null));

            return rows.ConformingShare >= double.Parse($"{mostly}", CultureInfo.InvariantCulture);
        }).Check(Config);

    [Theory]
    [InlineData(25, 8, "0.68")]
    [InlineData(100, 93, "0.07")]
    [InlineData(50, 17, "0.66")]
    public void Mostly_OfSomeRows_IsHeldToTheShareAsItIsWritten(int rows, int bad, string mostly)
    {
        var lines = Enumerable.Range(0, rows).Select(x => x < bad ? "bad,a" : "good,a");

        Check("category", $"{{values: v, one-of: [good], mostly: {mostly}}}", [.. lines]).Result.Verdict.Outcome
            .ShouldBe(Core.Checks.Outcome.Passed);
    }

    private static long Count(string? type, string expected, params string[] rows) => Check(type, expected, rows).Evidence.Count;

    private static DataCheck Check(string? type, string expected, params string[] rows)
    {
        var columns = type is null ? "" : $"columns: {{v: {type}, w: {type}}}\n";
        var csv = "v,w,y\n" + string.Concat(rows.Select(x => $"{x},1\n"));
        // Rows of another label, so that there are two; no expectation on v sees anything in them.
        using var dataset = new SomeDataset($"{Section}{columns}expect: [{expected}]", csv + "?,?,0\n");
        return new PartitionRun().Judge(dataset).Single(x => x.Result.Check.Source == "data.expect[0]");
    }
}
