using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Progress;

namespace Pipeline.Data;

/// <summary>How far a column is from what it was, where there is little or nothing left to compare.</summary>
public class DriftTests
{
    private const string Measures = "psi jensen-shannon";

    [Theory]
    [InlineData("category", "a b", "?")]
    [InlineData("number", "1 2", "?")]
    [InlineData(null, "a b", "?")]
    [InlineData(null, "1 2", "?")]
    [InlineData("category", "?", "a b")]
    [InlineData("number", "?", "1 2")]
    public async Task Column_ThatLostOrGainedAllItsValues_Fails(string? type, string before, string now)
    {
        foreach (var result in await DriftAsync(type is null ? null : $"{{c: {type}}}", before, now))
            result.Verdict.Outcome.ShouldBe(Outcome.Failed, result.Verdict.Reason);
    }

    [Fact]
    public async Task Column_ThatNeverHadAValue_HasNotDrifted()
    {
        foreach (var result in await DriftAsync("{c: category}", "?", "?"))
            result.Measurement.Value.ShouldBe(new MeasuredValue.Number(0));
    }

    /// <summary>A profile keeps the 64 most frequent values: which ones these are is no drift.</summary>
    [Fact]
    public async Task Column_WithMoreValuesThanAreKept_HasNotDriftedWhereCountsAreNearlyTheSame()
    {
        foreach (var result in await DriftAsync("{c: category}", Hundred(x => x < 64), Hundred(x => x >= 36)))
            result.Verdict.Outcome.ShouldBe(Outcome.Passed, result.Verdict.Reason);

        static string Hundred(Func<int, bool> oftener) =>
            string.Join(' ', Enumerable.Range(0, 100).SelectMany(x => Enumerable.Repeat($"v{x}", oftener(x) ? 11 : 10)));
    }

    [Fact]
    public async Task Column_ThatIsPersonal_IsErrored()
    {
        foreach (var result in await DriftAsync("{c: {type: category, personal: true}}", "a b", "a b"))
            result.Verdict.Outcome.ShouldBe(Outcome.Errored, result.Verdict.Reason);
    }

    private static async Task<IReadOnlyList<CheckResult>> DriftAsync(string? columns, string before, string now)
    {
        var section = "path: data.csv\nlabel: {column: y, positive: \"1\"}\nsplit: {by: random, seed: 1}\n"
            + (columns is null ? "" : $"columns: {columns}\n");
        var token = TestContext.Current.CancellationToken;
        using var reference = new SomeDataset(section, Csv(before));
        var profile = (await ProfileMaker.ProfileAsync(reference.Request, new Progress<StepEvent>(), token)).OrThrow();
        var expect = string.Join(", ", Measures.Split(' ').Select(x => $"{{drift: c, from: ref.json, {x}: {{at-most: 0.1}}}}"));
        using var dataset = new SomeDataset($"{section}expect: [{expect}]", Csv(now));
        await DocumentFile.WriteAsync(Path.Combine(Path.GetDirectoryName(dataset.Path)!, "ref.json"), profile, token);
        var document = (await dataset.ValidateAsync()).OrThrow();
        return [.. document.Report.Results.Where(x => x.Check.Id.StartsWith("c/drift", StringComparison.Ordinal))];
    }

    private static string Csv(string values)
    {
        var texts = values.Split(' ');
        return "c,y\n" + string.Concat(Enumerable.Range(0, Math.Max(200, texts.Length)).Select(x =>
            string.Create(CultureInfo.InvariantCulture, $"{texts[x % texts.Length]},{x % 2}\n")));
    }
}
