namespace Pipeline.Targets.Delivery;

/// <summary>Exit code 2 means that nothing was changed, also where the last target is the one that would have stumbled.</summary>
public sealed class PreflightTests : IDisposable
{
    private readonly DeliveryRoot _root = new();

    [Theory]
    [InlineData("trainer: fast-tree", "trainer: fast-three", "Did you mean 'fast-tree'?")]
    [InlineData("trees: 60", "treees: 60", "'treees' is not a known key in 'training.options'.")]
    [InlineData("trees: 60", "trees: 0.5", "a whole number from")]
    [InlineData("{metric: roc_auc, at-least", "{metric: roc_acu, at-least", "There is no metric 'roc_acu'.")]
    [InlineData("{metric: roc_auc, at-least", "{metric: r2, at-least", "'r2' measures regression, and the task is binary class")]
    [InlineData("task: binary-classification", "task: regression", "'roc_auc' measures binary classification, and the task is")]
    [InlineData("  gates:\n", "  gates:\n    - {robustness: nois, at-most: 0}\n", "There is no rule 'nois' to disturb rows by.")]
    [InlineData(
        "  gates:\n",
        "  gates:\n    - {robustness: noise, columns: [incme], at-most: 0}\n",
        "The data has no column 'incme' to disturb.")]
    [InlineData("slice: sex", "slice: sxe", "The data has no column 'sxe' to slice by.")]
    [InlineData("slice: sex", "slice: applied_on", "The data has no column 'applied_on' to slice by.")]
    public void Manifest_Wrong_ChangesNothing(string before, string after, string sentence)
    {
        _root.Change(before, after);

        ShouldChangeNothing("Release", sentence);
    }

    [Theory]
    [InlineData("tests: []", "models/loan-default/tests.yml:1:")]
    [InlineData("tests: [{invariance: A, changing: sxe}]", "The model does not read 'sxe'. Did you mean 'sex'?")]
    [InlineData("tests: [{example: A, row: {months: 13}, at-most: 0.2}]", "'months' is 13; one of 12, 24, 36, 48, 60 is")]
    [InlineData("tests: [{example: A, row: {applied_on: 2024-01-01}, at-most: 0.2}]", "The model does not read 'applied_on'.")]
    public void BehaviourTests_Wrong_ChangeNothing(string text, string sentence)
    {
        _root.Write("models/loan-default/tests.yml", text);

        ShouldChangeNothing("Release", sentence);
    }

    [Fact]
    public void BehaviourTests_NamedAndNotThere_ChangeNothing()
    {
        _root.Change("evaluation:\n", "evaluation:\n  behaviour: {file: risk.yml}\n");

        ShouldChangeNothing("Release", "There is no file 'models/loan-default/risk.yml' with behaviour tests.");
    }

    [Theory]
    [InlineData("project: [", "environments.yml:")]
    [InlineData("project: x\nenvironments: {a: {strategy: {type: recreat}}}\n", "recreat")]
    public void Environments_Wrong_ChangeNothing(string text, string sentence)
    {
        _root.Write("environments.yml", text);

        ShouldChangeNothing("Release", sentence);
    }

    [Fact]
    public void Environments_ThatAreNotThere_ChangeNothing()
    {
        _root.Delete("environments.yml");

        ShouldChangeNothing("Release", "There is no 'environments.yml'");
    }

    [Fact]
    public void Environment_Unknown_ChangesNothing() =>
        ShouldChangeNothing("Release --environment prod", "There is no environment 'prod' in 'environments.yml'.");

    [Theory]
    [InlineData("", "", "No environment says where its image is pulled from.")]
    [InlineData("", " --environment staging", "The environment 'staging' does not say where its image is pulled from.")]
    [InlineData("manifests: {prod: {repository: a.b}}", "", "There is no environment 'prod' to write manifests of.")]
    [InlineData("manifests: {production: {repository: 'a b'}}", "", "manifests.production.repository")]
    public void Manifests_Wrong_ChangeNothing(string section, string option, string sentence)
    {
        _root.Write("environments.yml", $"{_root.Read("environments.yml")}{section}\n");

        ShouldChangeNothing($"WriteManifests{option}", sentence);
    }

    [Theory]
    [InlineData("'Prod'")]
    [InlineData("\"../up\"")]
    public void Environment_ThatIsNoName_ChangesNothing(string name)
    {
        _root.Write("environments.yml", $"project: x\nenvironments: {{{name}: {{strategy: {{type: recreate}}}}}}\n");

        ShouldChangeNothing("Release", "is no name of an environment;");
    }

    [Fact]
    public void Problems_OfAllParts_AreToldAtOnce()
    {
        _root.Change("trees: 60", "treees: 60");
        _root.Change("slice: sex", "slice: sxe");
        _root.Delete("environments.yml");

        var run = _root.Run("Release");

        run.ExitCode.ShouldBe(2, run.Text);
        foreach (var part in new[] { "'treees'", "'sxe'", "'environments.yml'" })
            run.Output.ShouldContain(part);
    }

    [Fact]
    public void Artifacts_AsAFile_AreTold()
    {
        _root.Write("artifacts", "mine");

        var run = _root.Run("ValidateData");

        run.ExitCode.ShouldBe(Failures.ExitCodes.NotPossible, run.Text);
        run.Output.ShouldContain(
            "What is made of the model goes to 'artifacts/loan-default', which cannot be written: 'artifacts' is a file;");
        _root.Read("artifacts").ShouldBe("mine");
    }

    [Fact]
    public void Home_Unset_IsNoObstacle()
    {
        var run = _root.Run("Status", ("HOME", ""), ("XDG_STATE_HOME", ""));

        run.ExitCode.ShouldBe(0, run.Text);
        run.Output.ShouldContain("nothing was ever deployed");
    }

    [Fact]
    public void Model_ThatDoesNotPass_HasACardAndAReportThatSaySo()
    {
        _root.Change("{metric: roc_auc, at-least: 0.80}", "{metric: roc_auc, at-least: 0.99}");
        _root.Write("summary.md", "");

        var run = _root.Run(
            "Evaluate",
            ("GITHUB_ACTIONS", "true"), ("GITHUB_STEP_SUMMARY", Path.Combine(_root.Root, "summary.md")));

        run.ExitCode.ShouldBe(1, run.Text);
        _root.Read("artifacts/loan-default/model-card.md").ShouldContain("Gates failed");
        _root.Read("artifacts/loan-default/evaluation.md").ShouldContain("❌ did not pass its gates");
        _root.Read("summary.md").ShouldContain("| ❌ failed | roc\\_auc |");
        run.Output.ShouldNotContain("thrown an exception");
    }

    [Fact]
    public void Register_OnGitHub_GivesTheVersionToLaterSteps()
    {
        _root.Write("output", "");

        var run = _root.Run("Register", ("GITHUB_ACTIONS", "true"), ("GITHUB_OUTPUT", Path.Combine(_root.Root, "output")));

        run.ExitCode.ShouldBe(0, run.Text);
        _root.Read("output").ShouldMatch("^version=1\nmodel=sha256:[0-9a-f]{64}\n$");
    }

    public void Dispose() => _root.Dispose();

    private void ShouldChangeNothing(string arguments, string sentence)
    {
        var run = _root.Run(arguments);

        run.ExitCode.ShouldBe(2, run.Text);
        run.Output.ShouldContain(sentence);
        Directory.Exists(Path.Combine(_root.Root, "artifacts")).ShouldBeFalse();
        Directory.Exists(Path.Combine(_root.Root, ".pipeline")).ShouldBeFalse();
    }
}
