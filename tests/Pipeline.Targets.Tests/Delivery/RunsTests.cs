using System.Text.Json;
using System.Text.RegularExpressions;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery;

/// <summary>Trainings as runs: what is kept of them, and what people ask and write.</summary>
public sealed partial class RunsTests : IDisposable
{
    private readonly DeliveryRoot _root = new();

    [Fact]
    public void Runs_OfTwoTrainings_AreListedComparedAndWrittenOn()
    {
        _root.Run("Runs").Output.ShouldContain("loan-default has no runs yet: './build.sh Train' makes one");
        _root.Run("Evaluate").ExitCode.ShouldBe(0);
        _root.Run("CompareRuns").Output.ShouldContain("'loan-default' has 1 finished run; two are needed to compare.");
        _root.Change("trees: 60", "trees: 20");
        var second = _root.Run("Evaluate");
        second.ExitCode.ShouldBe(0, second.Text);

        var list = Ok(_root.Run(["Runs", "--where", "status = finished and roc_auc > 0.5", "--order-by", "trees"]));
        var ids = Id().Matches(list).Select(x => x.Groups["id"].Value).Distinct().ToList();
        ids.Count.ShouldBe(2, list);
        list.ShouldContain("2 that fulfil the condition, of 2 runs");

        var compared = Ok(_root.Run($"CompareRuns --runs {ids[0]},{ids[1]}"));
        compared.ShouldMatch(@"params\.trees +20 +60");
        compared.ShouldContain($"{ids[1]} against {ids[0]}: on the same 2409 test rows");
        var (few, many) = (Metric(ids[0]), Metric(ids[1]));
        compared.ShouldMatch($@"roc_auc +{few} +{many} +[+-]\d\.\d{{4}}\s+(better\s+)?\[-?\d\.\d{{4}},-?\d\.\d{{4}}\]");
        compared.Split('\n').ShouldAllBe(line => line.Length <= 80 || line.Contains("artifacts", StringComparison.Ordinal));
        var page = _root.Read("artifacts/loan-default/runs.html");
        page.ShouldContain(ids[0]);

        Ok(_root.Run($"TagRun --run {ids[0]} --tag stage=candidate")).ShouldContain($"run {ids[0]} has the tags stage=candidate");
        Ok(_root.Run(["NoteRun", "--run", ids[0][..6], "--note", "Few trees are enough."]))
            .ShouldContain("Few trees are enough.");
        Ok(_root.Run(["Runs", "--where", "tags.stage = candidate"])).ShouldContain("1 that fulfil the condition, of 2 runs");
        Ok(_root.Run($"TagRun --run {ids[0]} --untag stage")).ShouldContain($"run {ids[0]} has no tags");
        Ok(_root.Run("VerifyAudit")).ShouldContain("journal/registry");

        string Metric(string id) => Regex.Match(list, $@"{id} .*?(?<value>0\.\d{{4}})").Groups["value"].Value;
    }

    [Fact]
    public void Training_Again_IsTheSameRunAndNothingIsOutOfDate()
    {
        Ok(_root.Run("Evaluate"));
        var first = Document();
        Ok(_root.Run("Train --force"));
        var second = Document();
        var evaluate = Ok(_root.Run("Evaluate"));

        second.GetProperty("id").GetString().ShouldBe(first.GetProperty("id").GetString());
        second.GetProperty("startedAt").GetString().ShouldNotBe(first.GetProperty("startedAt").GetString());
        evaluate.ShouldContain("evaluate is up to date");
        Ok(_root.Run("Runs")).ShouldContain("1 run of loan-default");
    }

    [Fact]
    public void Training_ThatFails_IsARunOfThatStatus()
    {
        // Where a file is to be written there is a folder, which only the training finds out.
        _root.Write("artifacts/loan-default/learned.rows/file", "");
        var train = _root.Run("Train");
        train.ExitCode.ShouldNotBe(0, train.Text);

        var runs = Ok(_root.Run(["Runs", "--where", "status = failed and trees = 60"]));

        runs.ShouldMatch("fast-tree +failed");
    }

    [Fact]
    public void Training_WhoseProcessDied_IsAKilledRunOfTheNextOne()
    {
        Ok(_root.Run("Train"));
        var failed = _root.Read("artifacts/loan-default/run.json");
        using var run = JsonDocument.Parse(failed);
        _root.Write("artifacts/loan-default/.stages/train.attempt.json", JsonSerializer.Serialize(new
        {
            schema = "pipeline/failed-run/v1",
            toolkit = run.RootElement.GetProperty("toolkit").GetString(),
            id = "00000000deadbeef",
            name = "loan-default",
            task = "binary-classification",
            trainer = "fast-tree",
            options = new { trees = 9 },
            parameters = new { trees = "9" },
            seed = 7,
            data = run.RootElement.GetProperty("data").GetString(),
            rows = 10,
            isKilled = true,
            error = "Its process ended before the training did.",
            startedAt = "2026-01-02T03:04:05Z",
            circumstances = run.RootElement.GetProperty("circumstances"),
        }));
        Ok(_root.Run("Runs")).ShouldNotContain("killed");

        Ok(_root.Run("Train --force"));

        Ok(_root.Run("Runs")).ShouldMatch(@"00000000 +(2026-)?01-02 03:04 +fast-tree.* +killed");
        _root.Has("artifacts/loan-default/.stages/train.attempt.json").ShouldBeFalse();
    }

    [Fact]
    public void Registry_ThatCannotBeWrittenTo_CostsNoTraining()
    {
        _root.Write("locked/journal.db", "This is no database.");

        var train = _root.Run("Train", ("PIPELINE_REGISTRY", "locked/journal.db"));

        train.ExitCode.ShouldBe(0, train.Text);
        train.Text.ShouldContain("The run is not in the registry yet:");
        Ok(_root.Run("Train")).ShouldContain("train is up to date");
        Ok(_root.Run("Runs")).ShouldContain("1 run of loan-default");
    }

    [Theory]
    [InlineData("Runs --where roc_auc>", "'--where', column 9: A value is expected")]
    [InlineData("Runs --where roc_acu=1", "No run has 'roc_acu'")]
    [InlineData("Runs --limit 0", "'--limit' has the value 0; 1 to 10000 are accepted.")]
    [InlineData("TagRun --run 0 --tag a=b", "'loan-default' has no run that begins with '0'.")]
    [InlineData("TagRun --run XY --tag a=b", "'--run' has the value 'XY', which is no run id")]
    [InlineData("TagRun --run 0 --tag a", "'--tag' has the value 'a'; a name, '=' and a value are accepted.")]
    [InlineData("TagRun --run 0", "One of '--tag' and '--untag' is needed.")]
    [InlineData("CompareRuns --runs 00", "'loan-default' has no run that begins with '00'.")]
    public void Input_Wrong_IsASentence(string arguments, string sentence)
    {
        var run = _root.Run(arguments);

        run.ExitCode.ShouldBe(2, run.Text);
        run.Output.ReplaceLineEndings(" ").ShouldContain(sentence);
        run.Output.ShouldNotContain("   at ");
    }

    public void Dispose() => _root.Dispose();

    private static string Ok(Child run)
    {
        run.ExitCode.ShouldBe(0, run.Text);
        return run.Output;
    }

    private JsonElement Document()
    {
        using var json = JsonDocument.Parse(_root.Read("artifacts/loan-default/run.json"));
        return json.RootElement.Clone();
    }

    [GeneratedRegex(@"^ ?(?<id>[0-9a-f]{8})  ", RegexOptions.Multiline)]
    private static partial Regex Id();
}
