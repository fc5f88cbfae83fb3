using System.Text.Json;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Expectations;

public class ExpectationTests
{
    private const string Csv = """"
        id,amount,code,start,end,note,y
        1,10,AB1,2024-01-01,2024-01-03,short,yes
        2,20,AB2,2024-01-02,2024-01-01,"a, b",no
        2,30,xb3,2024-01-03,2024-01-03,"said ""so""",no
        4,40,?,2024-01-05,?,Grüße,no
        5,1e2,AB12,2024-01-04,2024-01-06,?,yes
        2,30,xb3,2024-01-03,2024-01-03,"said ""so""",no

        """";

    private const string Section =
        "path: data.csv\nlabel: {column: y, positive: \"yes\"}\nsplit: {by: random, seed: 1, test: 0.5}\n";

    [Theory]
    [InlineData("{values: code, none-of: [xb3, 7]}", "code/none-of", DataAnomaly.ForbiddenValue, 2, 5, "4 7",
        "count of values that are one of xb3, 7 in column 'code' is 2; at most 0 is required.")]
    [InlineData("{values: amount, none-of: [100, 10]}", "amount/none-of", DataAnomaly.ForbiddenValue, 2, 6, "2 6",
        "count of values that are one of 100, 10 in column 'amount' is 2; at most 0 is required.")]
    [InlineData("{values: amount, between: [10, 30]}", "amount/values", DataAnomaly.ValueOutOfRange, 2, 6, "5 6",
        "count of values that are not between 10 and 30 in column 'amount' is 2; at most 0 is required.")]
    [InlineData("{values: code, regex: '^[A-Z]+[0-9]$'}", "code/regex", DataAnomaly.PatternMismatch, 3, 5, "4 6 7",
        "count of values that do not match '^[A-Z]+[0-9]$' in column 'code' is 3; at most 0 is required.")]
    [InlineData("{values: code, not-regex: '12'}", "code/not-regex", DataAnomaly.ForbiddenPattern, 1, 5, "6",
        "count of values that match '12' in column 'code' is 1; at most 0 is required.")]
    [InlineData("{lengths: note, at-most: 5}", "note/lengths", DataAnomaly.LengthOutOfRange, 2, 5, "4 7",
        "count of values whose length is not at most 5 in column 'note' is 2; at most 0 is required.")]
    [InlineData("{not-null: code}", "code/not-null", DataAnomaly.NullValue, 1, 6, "5",
        "count of missing values in column 'code' is 1; at most 0 is required.")]
    [InlineData("{unique: id}", "id/unique", DataAnomaly.DuplicateValue, 2, 6, "4 7",
        "count of repeated values in column 'id' is 2; at most 0 is required.")]
    [InlineData("{unique: [id, amount]}", "id, amount/unique", DataAnomaly.DuplicateValue, 1, 6, "7",
        "count of repeated values in column 'id, amount' is 1; at most 0 is required.")]
    [InlineData("{increasing: start}", "start/increasing", DataAnomaly.NotIncreasing, 2, 6, "6 7",
        "count of values that are less than the one before in column 'start' is 2; at most 0 is required.")]
    [InlineData("{increasing: id, strictly: true}", "id/increasing", DataAnomaly.NotIncreasing, 2, 6, "4 7",
        "count of values that are not greater than the one before in column 'id' is 2; at most 0 is required.")]
    [InlineData("{increasing: note}", "note/increasing", DataAnomaly.NotIncreasing, 5, 5, "2 3 4 5 7",
        "count of values that are less than the one before in column 'note' is 5; at most 0 is required.")]
    [InlineData("{pair: [start, end], is: less-than}", "start, end/pair", DataAnomaly.PairMismatch, 3, 5, "3 4 7",
        "count of rows whose 'start' is not less than their 'end' is 3; at most 0 is required.")]
    [InlineData("{pair: [start, end], is: at-most}", "start, end/pair", DataAnomaly.PairMismatch, 1, 5, "3",
        "count of rows whose 'start' is not at most their 'end' is 1; at most 0 is required.")]
    [InlineData("{pair: [code, note], is: equal}", "code, note/pair", DataAnomaly.PairMismatch, 4, 4, "2 3 4 7",
        "count of rows whose 'code' is not equal to their 'note' is 4; at most 0 is required.")]
    [InlineData("{pair: [id, start], is: at-least}", "id, start/pair", DataAnomaly.PairMismatch, 6, 6, "2 3 4 5 6 7",
        "count of rows whose 'id' is not at least their 'start' is 6; at most 0 is required.")]
    [InlineData("{duplicate-rows: {at-most: 0.1}}", "duplicate-rows", DataAnomaly.DuplicateRow, 1, 6, "7",
        "share of rows that repeat another is 0.1667; at most 0.1 is required.")]
    [InlineData("{duplicate-rows: {at-most: 0}, as: count}", "duplicate-rows", DataAnomaly.DuplicateRow, 1, 6, "7",
        "count of rows that repeat another is 1; at most 0 is required.")]
    [InlineData("{missing: code, at-most: 0.1}", "code/missing", DataAnomaly.MissingShare, 1, 6, "5",
        "share of missing values in column 'code' is 0.1667; at most 0.1 is required.")]
    public void Rows_NotAsExpected_AreCountedAndShown(
        string expected, string id, DataAnomaly anomaly, long count, double looked, string lines, string sentence)
    {
        using var dataset = new SomeDataset($"{Section}expect: [{expected}]", Csv);

        var check = new PartitionRun().Judge(dataset).Single(x => x.Result.Check.Id == id);

        check.Result.Verdict.ToString().ShouldBe("Failed: " + sentence);
        (check.Evidence.Anomaly, check.Evidence.Count, check.Evidence.Share).ShouldBe((anomaly, count, count / looked));
        string.Join(' ', check.Evidence.Lines).ShouldBe(lines);
        check.Evidence.Examples.Select(x => x.Line).ShouldBe(check.Evidence.Lines);
    }

    [Theory]
    [InlineData("{mean: amount, at-most: 30}", "amount/mean", DataAnomaly.MeanOutOfRange,
        "mean in column 'amount' is 38.33; at most 30 is required.")]
    [InlineData("{median: amount, at-least: 31}", "amount/median", DataAnomaly.MedianOutOfRange,
        "median in column 'amount' is 30; at least 31 is required.")]
    [InlineData("{quantile: amount, at: 0.9, at-most: 60}", "amount/quantile", DataAnomaly.QuantileOutOfRange,
        "0.9 quantile in column 'amount' is 70; at most 60 is required.")]
    [InlineData("{standard-deviation: amount, at-most: 1}", "amount/standard-deviation", DataAnomaly.DeviationOutOfRange,
        "standard deviation in column 'amount' is 31.89; at most 1 is required.")]
    [InlineData("{sum: amount, between: [0, 200]}", "amount/sum", DataAnomaly.SumOutOfRange,
        "sum in column 'amount' is 230; between 0 and 200 is required.")]
    [InlineData("{min: amount, at-least: 11}", "amount/min", DataAnomaly.MinimumOutOfRange,
        "least value in column 'amount' is 10; at least 11 is required.")]
    [InlineData("{max: amount, at-most: 99}", "amount/max", DataAnomaly.MaximumOutOfRange,
        "greatest value in column 'amount' is 100; at most 99 is required.")]
    [InlineData("{distinct-count: code, at-least: 5}", "code/distinct-count", DataAnomaly.DistinctCount,
        "count of different values in column 'code' is 4; at least 5 is required.")]
    [InlineData("{rows: {at-least: 7}}", "rows", DataAnomaly.RowCount, "rows is 6; at least 7 is required.")]
    [InlineData("{class-balance: {at-least: 0.4}}", "class-balance", DataAnomaly.LabelImbalance,
        "share of the rarest class in column 'y' is 0.3333; at least 0.4 is required.")]
    [InlineData("{freshness: end, at-most: 7d}", "end/freshness", DataAnomaly.StaleData,
        "age of the newest value in column 'end' is 147 days; at most 7 days is required.")]
    [InlineData("{freshness: end, at-most: 36h}", "end/freshness", DataAnomaly.StaleData,
        "age of the newest value in column 'end' is 147 days; at most 1.5 days is required.")]
    public void Figure_NotAsExpected_FailsWithBothNumbers(string expected, string id, DataAnomaly anomaly, string sentence)
    {
        using var dataset = new SomeDataset($"{Section}expect: [{expected}]", Csv);

        var check = new PartitionRun().Judge(dataset).Single(x => x.Result.Check.Id == id);

        check.Result.Verdict.ToString().ShouldBe("Failed: " + sentence);
        (check.Evidence.Anomaly, check.Evidence.Count).ShouldBe((anomaly, 0));
    }

    [Theory]
    [InlineData("{values: code, none-of: [xb, 7], mostly: 0.5}")]
    [InlineData("{values: code, regex: 'b|B'}")]
    [InlineData("{values: code, not-regex: '^$'}")]
    [InlineData("{lengths: note, between: [4, 9]}")]
    [InlineData("{unique: [id, code, note], mostly: 0.8}")]
    [InlineData("{increasing: amount, mostly: 0.8}")]
    [InlineData("{pair: [start, id], is: not-equal}")]
    [InlineData("{pair: [amount, id], is: greater-than}")]
    [InlineData("{mean: amount, between: [38.3, 38.4]}")]
    [InlineData("{sum: amount, between: [230, 230]}")]
    [InlineData("{distinct-count: id, between: [4, 4]}")]
    [InlineData("{freshness: end, at-most: 147d}")]
    [InlineData("{personal-data: undeclared}")]
    [InlineData("{label-leakage: features}")]
    [InlineData("{train-test-overlap: {at-most: 1}}")]
    public void Expectation_Met_Passes(string expected)
    {
        using var dataset = new SomeDataset($"{Section}expect: [{expected}]", Csv);

        var checks = new PartitionRun().Judge(dataset);

        checks.Where(x => x.Result.IsBad).Select(x => x.Result.Verdict.ToString()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0.6, Outcome.Passed)]
    [InlineData(0.601, Outcome.Failed)]
    public void Mostly_OfAnExpectation_LimitsTheShareOfTheValuesThatAreThere(double mostly, Outcome outcome)
    {
        using var dataset = new SomeDataset($"{Section}expect: [{{values: code, none-of: [xb3], mostly: {mostly}}}]", Csv);

        var check = new PartitionRun().Judge(dataset)[^1];

        check.Result.Verdict.Outcome.ShouldBe(outcome);
        check.Result.Verdict.Reason.ShouldBe(
            $"share of values that are not one of xb3 in column 'code' is 0.6; at least {mostly} is required.");
        check.Evidence.Share.ShouldBe(0.4);
    }

    [Fact]
    public void Examples_OfFailedRows_ShowWhatWasFound()
    {
        using var dataset = new SomeDataset(
            Section + "expect: [{values: note, one-of: [short]}, {pair: [start, end], is: at-most}]",
            Csv.Replace("Grüße", new string('x', 39) + "\u001b[31m", StringComparison.Ordinal));

        var checks = new PartitionRun().Judge(dataset);

        checks[^2].Evidence.Examples.Select(x => x.Values["note"]).ShouldBe(
            ["a, b", "said \"so\"", new string('x', 39) + "…", "said \"so\""]);
        checks[^1].Evidence.Examples.ShouldHaveSingleItem().Values.ShouldBe(
            new Dictionary<string, string> { ["start"] = "2024-01-02", ["end"] = "2024-01-01" });
    }

    [Fact]
    public async Task Examples_OfRepeatedValues_AreLookedUpAfterwards()
    {
        using var dataset = new SomeDataset(Section + "expect: [{unique: [id, note]}, {duplicate-rows: {at-most: 0}}]", Csv);

        var document = (await dataset.ValidateAsync()).OrThrow();

        document.Evidence[^2].Examples.ShouldHaveSingleItem().Values.ShouldBe(
            new Dictionary<string, string> { ["id"] = "2", ["note"] = "said \"so\"" });
        document.Evidence[^1].Examples.ShouldHaveSingleItem().Values.ShouldBeEmpty();
    }

    [Fact]
    public async Task Examples_OfAPersonalColumn_ShowNoValue()
    {
        const string columns = "columns: {note: {type: text, personal: true}, code: {type: text, personal: true}}\n";
        using var dataset = new SomeDataset(
            $"{Section}{columns}expect: [{{unique: note}}, {{values: note, regex: '^x'}}, {{values: code, none-of: [none]}}, "
                + "{pair: [note, id], is: equal}, {increasing: code}, {distinct-count: note, at-most: 1}]",
            Csv);

        var document = (await dataset.ValidateAsync()).OrThrow();

        var json = JsonSerializer.Serialize(document, DocumentJson.Options);
        json.ShouldNotContain("said");
        json.ShouldNotContain("AB1");
        document.Evidence.Single(x => x.Check == "note, id/pair").Examples[0].Values.Keys.ShouldBe(["id"]);
    }

    [Fact]
    public void Figure_OfNoNumbers_IsNotMeasured()
    {
        using var dataset = new SomeDataset(Section + "expect: [{mean: note, at-least: 0}, {freshness: id, at-most: 1d}]", Csv);

        var checks = new PartitionRun().Judge(dataset);

        checks[^2].Result.Verdict.ToString().ShouldBe(
            "Errored: mean in column 'note' was not measured: the column has no number.");
        checks[^1].Result.Verdict.Outcome.ShouldBe(Outcome.Errored);
    }

    [Fact]
    public void Freshness_OfATimestampToCome_IsNotCounted()
    {
        using var dataset = new SomeDataset(
            Section + "expect: [{freshness: end, at-most: 1d}]",
            Csv.Replace("2024-01-06", "2204-01-06", StringComparison.Ordinal));

        var check = new PartitionRun { Now = new(2024, 1, 5, 0, 0, 0, TimeSpan.Zero) }.Judge(dataset)[^1];

        check.Result.Verdict.ToString().ShouldBe(
            "Failed: age of the newest value in column 'end' is 2 days; at most 1 days is required.");
    }

    [Fact]
    public void Header_WithAColumnThatIsNotDeclared_IsAnAnomalyWhereTheListIsExhaustive()
    {
        const string columns = "columns: {amount: number, code: text, start: timestamp}\nignore: [id]\ncolumns-are: ";
        using var exhaustive = new SomeDataset(Section + columns + "exhaustive", Csv);
        using var open = new SomeDataset(Section + columns + "open", Csv);

        var check = new PartitionRun().Judge(exhaustive).Single(x => x.Evidence.Anomaly == DataAnomaly.NewColumn);

        check.Result.Verdict.ToString().ShouldBe(
            "Failed: count of columns that are not declared ('end', 'note') is 2; at most 0 is required.");
        check.Result.Check.Source.ShouldBe("data.columns-are");
        new PartitionRun().Judge(open).ShouldNotContain(x => x.Evidence.Anomaly == DataAnomaly.NewColumn);
    }

    [Fact]
    public void Drift_WithoutAProfile_IsErrored()
    {
        using var dataset = new SomeDataset(Section + "expect: [{drift: amount, from: profile.json, psi: {at-most: 0.2}}]", Csv);

        var check = new PartitionRun().Judge(dataset)[^1];

        check.Result.Verdict.ToString().ShouldBe(
            "Errored: population stability index in column 'amount' was not measured: "
                + "nothing has read the profile 'profile.json'.");
    }
}
