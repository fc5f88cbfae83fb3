using Pipeline.Core.Checks;
using Pipeline.Manifest;
using Pipeline.Testing;

namespace Pipeline.Data.Expectations;

/// <summary>Public datasets; the figures are those of Python's csv, statistics and collections.</summary>
public class RealExpectationTests
{
    private const string Over50K = "{column: label(IsOver50K), positive: \"1\"}";

    [Theory]
    [InlineData("{mean: hours-per-week, at-least: 0}", 40.437455852092995)]
    [InlineData("{standard-deviation: hours-per-week, at-least: 0}", 12.347428681731843)]
    [InlineData("{median: hours-per-week, at-least: 0}", 40)]
    [InlineData("{quantile: fnlwgt, at: 0.95, at-least: 0}", 379682)]
    [InlineData("{sum: fnlwgt, at-least: 0}", 6179373392)]
    [InlineData("{distinct-count: fnlwgt, at-least: 0}", 21648)]
    [InlineData("{duplicate-rows: {at-least: 0}, as: count}", 24)]
    public async Task Adult_MeasuredExactly_HasTheFiguresOfPython(string expected, double figure)
    {
        var results = await JudgeAsync("adult.csv", Over50K, expected, "binary-classification");

        results[^1].Measurement.Value.ShouldBe(new MeasuredValue.Number(figure));
    }

    [Theory]
    [InlineData("{mean: trip_distance, at-least: 0}", 2.7961487)]
    [InlineData("{standard-deviation: trip_distance, at-least: 0}", 3.318860691690933)]
    [InlineData("{median: trip_distance, at-least: 0}", 1.72)]
    [InlineData("{duplicate-rows: {at-least: 0}, as: count}", 27699)]
    public async Task Taxi_MeasuredExactly_HasTheFiguresOfPython(string expected, double figure)
    {
        var results = await JudgeAsync("taxi-fare-train.csv", "fare_amount", expected, "regression");

        results[^1].Measurement.Value.ShouldBe(new MeasuredValue.Number(figure));
    }

    [Fact]
    public async Task Adult_SearchedForLeaksAndPersons_HasNone()
    {
        var results = await JudgeAsync(
            "adult.csv",
            Over50K,
            "{label-leakage: features, at-most: 0.7}, {personal-data: undeclared}",
            "binary-classification");

        results.Where(x => x.IsBad).Select(x => x.Verdict.ToString()).ShouldBeEmpty();
        results.Count(x => x.Check.Id.EndsWith("/label-leakage", StringComparison.Ordinal)).ShouldBe(14);
    }

    private static async Task<IReadOnlyList<CheckResult>> JudgeAsync(string file, string label, string expected, string task)
    {
        var path = Repository.Shared("data", file);
        var text = $"pipeline: 1\nname: real\ntask: {task}\nowner: us\ndescription: Real.\n"
            + $"data: {{path: {file}, label: {label}, expect: [{expected}]}}\n";
        var manifest = ManifestReader.Read(text, "model.yml", SomeDataset.Schema).OrThrow();
        var request = new DatasetRequest { Manifest = manifest, Folder = Path.GetDirectoryName(path)! };
        return (await SomeDataset.ValidateAsync(request)).OrThrow().Report.Results;
    }
}
