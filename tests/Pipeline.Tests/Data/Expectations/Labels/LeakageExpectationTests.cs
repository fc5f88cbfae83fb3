using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Models.Documents;
using Pipeline.Statistics;

namespace Pipeline.Data.Expectations.Labels;

public class LeakageExpectationTests
{
    private const string Plain = "path: data.csv\nlabel: y\nsplit: {by: random, seed: 1}";

    private const string Section = "path: data.csv\nlabel: y\nsplit: {by: random, seed: 1}\nexpect: [{label-leakage: features}]";

    [Theory]
    [InlineData("binary-classification")]
    [InlineData("regression")]
    public void Feature_ThatGivesTheLabelAway_IsFound(string task)
    {
        using var dataset = new SomeDataset(Section, Csv(3000), task);

        var checks = new PartitionRun { Partitions = 3, BlockBytes = 4000 }.Judge(dataset);

        checks.Where(x => x.Result.IsBad).Select(x => x.Result.Check.Id).ShouldBe(
            ["score/label-leakage", "code/label-leakage", "settled/label-leakage"]);
        checks.First(x => x.Result.IsBad).Evidence.Anomaly.ShouldBe(DataAnomaly.LabelLeakage);
    }

    [Fact]
    public void Feature_OfChance_HasNoPower()
    {
        using var dataset = new SomeDataset(Section, Csv(3000));

        var checks = new PartitionRun().Judge(dataset);

        foreach (var name in new[] { "noise", "name", "row" })
            Power(checks, name).ShouldBeLessThan(0.1);
        Power(checks, "score").ShouldBe(1);
        Power(checks, "weak").ShouldBeInRange(0.3, 0.9);
    }

    [Fact]
    public void Verdict_OfALeak_HasBothNumbers()
    {
        using var dataset = new SomeDataset(Section, Csv(3000));

        var check = new PartitionRun().Judge(dataset).First(x => x.Result.IsBad);

        check.Result.Verdict.ToString().ShouldBe(
            "Failed: power to predict the label alone (|2 AUC - 1| by its order) in column 'score' is 1; "
                + "at most 0.98 is required.");
    }

    [Fact]
    public void Rows_TooFew_SayNothing()
    {
        using var dataset = new SomeDataset(Section, Csv(99));

        var check = new PartitionRun().Judge(dataset)[^1];

        check.Result.Verdict.Outcome.ShouldBe(Outcome.Skipped);
        check.Result.Verdict.Reason.ShouldContain("100 are needed");
    }

    [Fact]
    public void Label_OfThreeClasses_IsPredictedByNameAndNumber()
    {
        var csv = "name,number,other,y\n" + string.Concat(Enumerable.Range(0, 900).Select(x => string.Create(
            CultureInfo.InvariantCulture, $"n{x % 3},{(x % 3 * 1000) + x},{x},{"abc"[x % 3]}\n")));
        using var dataset = new SomeDataset(Section, csv, "multiclass-classification");

        var checks = new PartitionRun().Judge(dataset);

        Power(checks, "name").ShouldBe(1);
        Power(checks, "number").ShouldBeInRange(0.9, 0.99);
        Power(checks, "other").ShouldBeLessThan(0.1);
    }

    [Fact]
    public void Power_OfOrderedClasses_IsThatOfTheAuc()
    {
        double[] order = [.. Enumerable.Range(0, 100), .. Enumerable.Range(50, 100)];
        var values = order.Select(x => new SampledValue(SampledKind.Number, BitConverter.DoubleToUInt64Bits(x))).ToList();
        var rows = values.Select((x, i) => new SampledRow(i < 100 ? "0" : "1", [x])).ToList();

        var power = FeaturePower.Of(FeatureBins.Of(values), Target.OfClasses(rows));

        var wins = (from a in order.Take(100) from b in order.Skip(100) select b > a ? 1 : b.Equals(a) ? 0.5 : 0).Sum();
        power.Value.ShouldBe((2 * wins / 10_000) - 1, 1e-12);
    }

    [Fact]
    public async Task Leak_OfAManifestThatSaysNothing_IsAWarningThatNamesColumnMeasureAndValue()
    {
        using var dataset = new SomeDataset(Plain, Csv(3000));

        var document = (await dataset.ValidateAsync()).OrThrow();

        var check = document.Report.Results.Single(x => x.Check.Id == "label/leakage");
        (check.Check.Severity, check.Verdict.Outcome, check.Fails).ShouldBe((Severity.Warn, Outcome.Failed, false));
        check.Verdict.Reason.ShouldBe(
            "power to predict the label alone (|2 AUC - 1| by its order; as much in 'code', 'settled') in column 'score' is "
                + "1; at most 0.98 is required.");
    }

    [Theory]
    [InlineData("none", 0)]
    [InlineData("features", 7)]
    public async Task Leak_AsTheManifestSays_IsLookedForInNoColumnOrIsAnErrorInEach(string scope, int count)
    {
        using var dataset = new SomeDataset($"{Plain}\nexpect: [{{label-leakage: {scope}}}]", Csv(3000));

        var report = (await dataset.ValidateAsync()).OrThrow().Report;

        var results = report.Results.Where(x => x.Check.Id.Contains("leakage")).ToList();
        results.Count.ShouldBe(count);
        results.ShouldAllBe(x => x.Check.Severity == Severity.Error);
    }

    [Fact]
    public async Task Leak_OfAColumnThatNoModelReads_IsNone()
    {
        var rows = Enumerable.Range(0, 400).Select(x => $"20{x % 2 + 20}-01-{(x % 28) + 1:00},{x % 7},{x % 2}\n");
        using var dataset = new SomeDataset($"{Plain}\nignore: [closed]", "closed,a,y\n" + string.Concat(rows));

        var check = (await dataset.ValidateAsync()).OrThrow().Report.Results.Single(x => x.Check.Id == "label/leakage");

        (check.Measurement.Column, check.Verdict.Outcome).ShouldBe(("a", Outcome.Passed));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Leak_OfARareClass_IsFoundAmongAllOfIt(int partitions)
    {
        var random = new SeededRandom(3, 0);
        var rows = Enumerable.Range(0, 60_000).Select(x => x % 2_000 == 0).Select(x => string.Create(
            CultureInfo.InvariantCulture, $"{(x ? 900 : random.Below(800))},{random.Below(9)},{(x ? 1 : 0)}\n"));
        using var dataset = new SomeDataset(Section, "chargeback,noise,y\n" + string.Concat(rows));

        var checks = new PartitionRun { Partitions = partitions, BlockBytes = 10_000 }.Judge(dataset);

        Power(checks, "chargeback").ShouldBe(1);
        checks[^1].Result.Measurement.Samples.ShouldNotBeNull().ShouldBeInRange(1_000, 1_100);
    }

    [Fact]
    public void Class_OfTooFewRows_SaysNothing()
    {
        var rows = Enumerable.Range(0, 400).Select(x => $"{x},{(x < 9 ? 1 : 0)}\n");
        using var dataset = new SomeDataset(Section, "a,y\n" + string.Concat(rows));

        new PartitionRun().Judge(dataset)[^1].Result.Verdict.Reason.ShouldContain(
            "9 rows are of the rarer class, and 10 are needed");
    }

    [Theory]
    [InlineData("category", "9007199254740992", "9007199254740993")]
    [InlineData("integer", "1", "0")]
    [InlineData("category", "1", "1.0")]
    public async Task Label_OfTwoClassesAsItsColumnIsDeclared_HasBoth(string type, string one, string other)
    {
        var section = $"path: data.csv\nlabel: {{column: y, positive: \"{one}\"}}\nsplit: {{by: random, seed: 1}}\n"
            + $"columns: {{y: {type}}}\nexpect: [{{label-leakage: features}}]";
        var rows = Enumerable.Range(0, 400).Select(x => $"{x},{(x < 200 ? one : other)}\n");
        using var dataset = new SomeDataset(section, "a,y\n" + string.Concat(rows));

        var report = (await dataset.ValidateAsync()).OrThrow().Report;

        var check = report.Results.Single(x => x.Check.Id == "a/label-leakage");
        (check.Verdict.Outcome, check.Measurement.Value).ShouldBe((Outcome.Failed, new MeasuredValue.Number(1)));
    }

    [Fact]
    public void Label_OfOneNumberInTwoSpellings_IsOneClass()
    {
        var rows = Enumerable.Range(0, 400).Select(x => $"{x},{(x < 200 ? "1" : "1.0")}\n");
        using var dataset = new SomeDataset(Section, "a,y\n" + string.Concat(rows));

        new PartitionRun().Judge(dataset)[^1].Result.Verdict.Reason.ShouldContain("the label is the same everywhere");
    }

    private static double Power(IReadOnlyList<DataCheck> checks, string column) =>
        ((MeasuredValue.Number)checks.Single(x => x.Result.Check.Id == $"{column}/label-leakage").Result.Measurement.Value).Value;

    /// <summary>Three columns that say what the label is, one that says something, and three that say nothing.</summary>
    private static string Csv(int rows)
    {
        var (text, random) = ("row,score,noise,weak,code,name,settled,y\n", new SeededRandom(1, 0));
        var lines = new List<string>();
        for (var row = 0; row < rows; row++)
        {
            var label = random.Below(10) < 4 ? 1 : 0;
            var settled = label == 1 ? $"2024-01-{1 + random.Below(28):00}" : "?";
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{row},{label * 1000 + random.Below(900)},{random.Below(1000)},{label * 200 + random.Below(500)},"
                    + $"{(label == 1 ? "ab" : "cd")[random.Below(2)]},n{row},{settled},{label}\n"));
        }

        return text + string.Concat(lines);
    }
}
