namespace Pipeline.Data.Expectations;

public class ExpectationSpecTests
{
    private const string Csv = "name,age,y\nann,1,0\nbob,2,1\n";

    private const string Section = "path: data.csv\nlabel: y\nsplit: {by: random, seed: 1, test: 0.5}\n";

    [Theory]
    [InlineData("{values: name, regex: '(a'}",
        "model.yml:10:34: 'data.expect[0].regex': The pattern '(a' cannot be read from its character 2 on. "
        + "Only what can be matched in one pass is accepted.")]
    [InlineData("{values: name, not-regex: '(?<!a)b'}",
        "model.yml:10:38: 'data.expect[0].not-regex': The pattern '(?<!a)b' looks around, refers back or is too large, so that "
        + "its time has no bound. Only what can be matched in one pass is accepted.")]
    [InlineData("{values: name, none-of: [yes, true]}",
        "model.yml:10:42: 'data.expect[0].none-of[1]' is true; a text or a number is accepted. Write it in quotes: \"true\".")]
    [InlineData("{mean: age, one-of: [1]}",
        "model.yml:10:12: 'data.expect[0]': This is a number that is compared with nothing; at-least, at-most or between is "
        + "accepted.")]
    [InlineData("{values: age, no-worse-than: champion}",
        "model.yml:10:12: 'data.expect[0]': This is compared with nothing; at-least, at-most, between or one-of is accepted.")]
    [InlineData("{not-null: age, mostly: 0}",
        "model.yml:10:36: 'data.expect[0].mostly' is the number 0; a number above 0 and up to 1 is accepted.")]
    [InlineData("{mean: age, at-least: 1, mostly: 0.5}",
        "model.yml:10:37: 'mostly' is not a known key in 'data.expect[0]'. Known here: at-least, at-most, between, confidence, "
        + "margin, mean, no-worse-than, one-of, severity.")]
    [InlineData("{drift: age, from: p.json}",
        "model.yml:10:12: 'data.expect[0]': Nothing says how far is too far; psi or jensen-shannon is accepted.")]
    [InlineData("{drift: age, from: p.json, psi: {at-most: 1}, jensen-shannon: {at-most: 1}}",
        "model.yml:10:12: 'data.expect[0]': There are two limits; psi or jensen-shannon is accepted. Write two entries.")]
    [InlineData("{pair: [age], is: equal}",
        "model.yml:10:19: 'data.expect[0].pair' is a list of 1 item; a list of 2 items, each a text, is accepted.")]
    [InlineData("{freshness: age, at-most: 3}",
        "model.yml:10:38: 'data.expect[0].at-most' is the number 3; a duration from 1s to 36500d, as 90s, 10m, 1.5h or 1d, is "
        + "accepted.")]
    public void Expectation_Wrong_IsRefusedInItsPlace(string expected, string problem)
    {
        using var dataset = new SomeDataset($"{Section}expect: [{expected}]", Csv);

        dataset.ManifestProblems.ShouldHaveSingleItem().ToString().ShouldBe(problem);
    }

    [Theory]
    [InlineData("{values: nam, regex: a}", "nam")]
    [InlineData("{values: nam, none-of: [a]}", "nam")]
    [InlineData("{lengths: nam, at-most: 1}", "nam")]
    [InlineData("{increasing: nam}", "nam")]
    [InlineData("{pair: [age, nam], is: equal}", "nam")]
    [InlineData("{quantile: nam, at: 0.5, at-most: 1}", "nam")]
    [InlineData("{distinct-count: nam, at-most: 1}", "nam")]
    [InlineData("{freshness: nam, at-most: 1d}", "nam")]
    [InlineData("{drift: nam, from: p.json, psi: {at-most: 1}}", "nam")]
    public async Task Column_NotInTheData_IsAProblemWithTheNearest(string expected, string name)
    {
        using var dataset = new SomeDataset($"{Section}expect: [{expected}]", Csv);

        var problems = (await dataset.ValidateAsync()).Problems;

        problems.ShouldHaveSingleItem().ToString().ShouldEndWith(
            $"The data has no column '{name}'. Did you mean 'name'?");
        problems[0].Column.ShouldBe(12 + expected.IndexOf(name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{median: age, at-most: 1}")]
    [InlineData("{quantile: age, at: 0.5, at-most: 1}")]
    [InlineData("{min: age, at-most: 1}")]
    [InlineData("{max: age, at-most: 1}")]
    [InlineData("{freshness: age, at-most: 1d}")]
    public async Task Figure_ThatIsAValueOfAPersonalColumn_IsAProblem(string expected)
    {
        using var dataset = new SomeDataset(
            $"{Section}columns: {{age: {{type: number, personal: true}}}}\nexpect: [{expected}]", Csv);

        var problems = (await dataset.ValidateAsync()).Problems;

        problems.ShouldHaveSingleItem().ToString().ShouldContain(
            "'age' is personal, and what is measured here is one of its values");
    }
}
