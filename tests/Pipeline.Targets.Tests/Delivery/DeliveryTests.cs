using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery;

/// <summary>From data to a registered version with its card, and what a bad input gets on the way.</summary>
public sealed class DeliveryTests : IDisposable
{
    private readonly DeliveryRoot _root = new();

    [Fact]
    public void Model_FromDataToCard_IsRegisteredOnce()
    {
        var first = _root.Run("WriteModelCard");
        var second = _root.Run("WriteModelCard");
        var registry = _root.Run("Registry");

        first.ExitCode.ShouldBe(0, first.Text);
        first.Output.ShouldContain("Version: 1, State: new");
        second.Output.ShouldContain("train is up to date");
        second.Output.ShouldContain("evaluate is up to date");
        second.Output.ShouldContain("Version: 1, State: was registered before");
        registry.Output.ShouldContain("  version 1  model ");
        _root.Read("artifacts/loan-default/model-card.md").ShouldContain("loan-default");
        _root.Has("artifacts/loan-default/model-card.html").ShouldBeTrue();
    }

    [Fact]
    public void Documents_AfterTheData_CarryItsDigest()
    {
        _root.Run("Evaluate").ExitCode.ShouldBe(0);

        var (dataset, run, evaluation) = (Document("dataset"), Document("run"), Document("evaluation"));

        var data = dataset["data"]!.ToString();
        data.ShouldStartWith("sha256:");
        run["data"]!.ToString().ShouldBe(data);
        evaluation["inputs"]!["data"]!.ToString().ShouldBe(data);
        var inputs = run["inputs"]!.AsObject();
        inputs["data"]!.ToString().ShouldBe(data);
        inputs["split"]!.ToString().ShouldBe(run["split"]!.ToString());
        inputs.Select(x => x.Key).ShouldBe(
            ["data", "dataset", "manifest.data", "manifest.name", "manifest.task", "manifest.training", "split"]);
    }

    [Fact]
    public void Threshold_Chosen_IsWhatTheModelIsJudgedBy()
    {
        _root.Change("evaluation:\n", "decision: {best: f1}\nevaluation:\n");

        var run = _root.Run("WriteModelCard");

        run.ExitCode.ShouldBe(0, run.Text);
        var chosen = Limit("run.json", "threshold");
        chosen.ShouldBeInRange(0.05, 0.45);
        Limit("evaluation.json", "limit").ShouldBe(chosen);
        var card = _root.Read("artifacts/loan-default/model-card.md");
        card.ShouldContain("### Threshold by f1");
        card.ShouldMatch(@"\| Threshold \| 0\.\d+, chosen by f1 on 1\d{3} rows: 0\.\d+, and 0\.\d+ at 0\.5 \| measured \|");

        double Limit(string document, string name)
        {
            using var json = JsonDocument.Parse(_root.Read($"artifacts/loan-default/{document}"));
            return json.RootElement.GetProperty("decision").GetProperty(name).GetDouble();
        }
    }

    [Fact]
    public void Card_OfATeamsOwnTemplates_IsWrittenWithThem()
    {
        _root.Change("card:\n", "card:\n  markdown-template: cards/card.md.sbn\n  page-template: cards/card.html.sbn\n");
        _root.Write("models/loan-default/cards/card.md.sbn", "# Bank of Acme\n");
        _root.Write("models/loan-default/cards/card.html.sbn", "<h1>Bank of Acme</h1>\n");

        var first = _root.Run("WriteModelCard");
        _root.Write("models/loan-default/cards/card.md.sbn", "# Acme\n");
        var changed = _root.Run("WriteModelCard");
        File.Delete(Path.Combine(_root.Folder, "models/loan-default/cards/card.md.sbn"));
        var gone = _root.Run("WriteModelCard");

        first.ExitCode.ShouldBe(0, first.Text);
        _root.Read("artifacts/loan-default/model-card.html").ShouldBe("<h1>Bank of Acme</h1>\n");
        changed.Output.ShouldContain("because input 'models/loan-default/cards/card.md.sbn' changed");
        _root.Read("artifacts/loan-default/model-card.md").ShouldBe("# Acme\n");
        gone.ExitCode.ShouldBe(2, gone.Text);
        gone.Output.ShouldContain("There is no file 'cards/card.md.sbn' below the folder of the model.");
    }

    [Fact]
    public void Schema_OfManifests_IsWhereTheSampleSaysThatEditorsFindIt()
    {
        _root.Run("ValidateData").ExitCode.ShouldBe(0);

        var line = _root.Read("models/loan-default/model.yml").Split('\n')[0];
        var named = line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..];
        var schema = JsonNode.Parse(_root.Read($"models/loan-default/{named}"))!;

        line.ShouldStartWith("# yaml-language-server: $schema=");
        schema["properties"]!.AsObject().Select(x => x.Key).ShouldContain("evaluation");
        _root.Has(".nuke/environments.schema.json").ShouldBeTrue();
    }

    [Fact]
    public void Option_Changed_MakesASecondVersion()
    {
        _root.Run("Register").ExitCode.ShouldBe(0);
        _root.Change("trees: 60", "trees: 65");

        var run = _root.Run("Register");

        run.Output.ShouldContain("validate-data is up to date");
        run.Output.ShouldContain("train runs, because input 'manifest.training' changed");
        run.Output.ShouldContain("Version: 2, State: new");
    }

    [Fact]
    public void Option_ChangedBack_IsTheFirstVersionAgain()
    {
        _root.Run("Register").ExitCode.ShouldBe(0);
        _root.Change("trees: 60", "trees: 65");
        _root.Run("Register").ExitCode.ShouldBe(0);
        _root.Change("trees: 65", "trees: 60");

        var run = _root.Run("Register");

        run.ExitCode.ShouldBe(0, run.Text);
        run.Output.ShouldContain("train runs");
        run.Output.ShouldContain("Version: 1, State: was registered before");
    }

    [Fact]
    public void Gate_Failed_RegistersNothing()
    {
        _root.Change("{metric: roc_auc, at-least: 0.80}", "{metric: roc_auc, at-least: 0.99}");

        var run = _root.Run("Register");
        var registry = _root.Run("Registry");

        run.ExitCode.ShouldBe(1, run.Text);
        run.Output.ShouldContain("The evaluation of loan-default failed 1 of");
        run.Output.ShouldContain("0.99");
        run.Output.ShouldNotContain("\n   at ");
        registry.Output.ShouldContain("loan-default has no versions yet");
    }

    [Fact]
    public void Gate_FailedBefore_FailsAgainThoughNothingChanged()
    {
        _root.Change("{metric: roc_auc, at-least: 0.80}", "{metric: roc_auc, at-least: 0.99}");
        _root.Run("Evaluate").ExitCode.ShouldBe(1);

        var run = _root.Run("Evaluate");

        run.Output.ShouldContain("evaluate is up to date");
        run.ExitCode.ShouldBe(1);
    }

    [Theory]
    [InlineData("path: data/loans.csv", "path: data/loan.csv", "loan.csv")]
    [InlineData("column: defaulted", "column: defaultd", "Did you mean 'defaulted'?")]
    [InlineData("trainer: fast-tree", "trainer: fast-three", "Did you mean 'fast-tree'?")]
    [InlineData("{metric: roc_auc, at-least", "{metric: roc_acu, at-least", "roc_auc")]
    [InlineData("ignore: [application_id, applied_on]", "ignore: [application]", "application_id")]
    [InlineData("trees: 60", "treees: 60", "trees")]
    public void Manifest_Wrong_IsToldWithPlaceAndNearestName(string before, string after, string hint)
    {
        _root.Change(before, after);

        var run = _root.Run("Evaluate");

        run.ExitCode.ShouldBe(2, run.Text);
        run.Output.ShouldContain(hint);
        run.Output.ShouldNotContain("   at ");
    }

    [Fact]
    public void Stage_ThatAnotherBuildRuns_IsBusyUnlessThisOneQueues()
    {
        _root.Run("ValidateData").ExitCode.ShouldBe(0);
        var path = Path.Combine(_root.Root, "artifacts", "loan-default", ".stages", "train.lock");
        var other = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        var busy = _root.Run("Train");
        using var queued = _root.Start("Train --wait");
        while (queued.StandardOutput.ReadLine() is { } line && !line.Contains("Waits: ", StringComparison.Ordinal))
            continue;
        other.Dispose();
        var rest = queued.StandardOutput.ReadToEnd();
        queued.WaitForExit();

        busy.ExitCode.ShouldBe(Failures.ExitCodes.Busy, busy.Text);
        busy.Output.ShouldContain("Stage 'train' is being run by another process");
        queued.ExitCode.ShouldBe(0, rest);
    }

    [Fact]
    public void Label_WithOneClass_IsRefusedInASentence()
    {
        _root.WriteData(x => x.Replace(",yes\n", ",no\n", StringComparison.Ordinal));

        var run = _root.Run("Train");

        run.ExitCode.ShouldBe(1, run.Text);
        run.Output.ShouldContain("defaulted");
        run.Output.ShouldNotContain("   at ");
        _root.Has("artifacts/loan-default/run.json").ShouldBeFalse();
    }

    [Fact]
    public void Model_Unknown_IsToldWithTheKnownOnes()
    {
        var run = _root.Run("Train --model loan-defalt");

        run.ExitCode.ShouldBe(2, run.Text);
        run.Output.ShouldContain("There is no model 'loan-defalt'. Did you mean 'loan-default'?");
    }

    [Fact]
    public void Registry_AtAMoment_IsAsItWasThen()
    {
        _root.Run("Register").ExitCode.ShouldBe(0);

        var before = _root.Run("Registry --at 2001-01-01T00:00:00Z");
        var after = _root.Run("Registry --at 9999-01-01");
        var wrong = _root.Run("Registry --at yesterday");

        before.Output.ShouldContain("loan-default has no versions at 2001-01-01T00:00:00Z");
        after.Output.ShouldContain("loan-default has 1 version at 9999-01-01");
        wrong.ExitCode.ShouldBe(2, wrong.Text);
        wrong.Output.ShouldContain("'--at' has the value 'yesterday'; a time such as 2026-01-31T12:00:00Z is accepted.");
    }

    [Fact]
    public void Runner_ThatEndsWithItsJob_IsWarnedThatNothingStays()
    {
        var run = _root.Run("Register", ("CI", "true"), ("GITHUB_ACTIONS", "true"));

        run.ExitCode.ShouldBe(0, run.Text);
        run.Output.ShouldContain("::warning::Nothing that this run records will outlast the runner");
        run.Output.ShouldContain("Set PIPELINE_REGISTRY and PIPELINE_STORE");
    }

    public void Dispose() => _root.Dispose();

    private JsonNode Document(string name) => JsonNode.Parse(_root.Read($"artifacts/loan-default/{name}.json"))!;
}
