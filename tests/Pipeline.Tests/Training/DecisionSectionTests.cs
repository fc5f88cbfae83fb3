using Pipeline.Core.Documents;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Testing;

namespace Pipeline.Training;

public sealed class DecisionSectionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTrainer _trainer = new(new ManualClock());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Threshold_Written_IsTheSignatures()
    {
        var request = Some.Request(_folder.Path, decision: "decision: {threshold: 0.3}");

        var run = await RunAsync(request);

        var artifact = await ModelArtifact.ReadAsync(request.Artifacts.Model, Token);
        artifact.Signature.Decision.ShouldBe(DecisionRule.Threshold.Usual with { Limit = 0.3 });
        run.Decision.ShouldBeNull();
        _trainer.Trainings.ShouldBe(1);
    }

    [Fact]
    public async Task Threshold_Chosen_IsOfRowsThatItsModelHasNotSeen()
    {
        var data = SomeRows.Of(400);
        var request = Some.Request(_folder.Path, decision: "decision: {best: accuracy, validation: 0.25}") with
        {
            Data = data,
            Load = (artifact, _) => Task.FromResult<IPredictor>(new Echo(artifact.Signature)),
        };

        var run = await RunAsync(request);

        var choice = run.Decision.ShouldNotBeNull();
        choice.Rows.ShouldBeInRange(60, 140);
        // The first model learned from the others, the second from all.
        _trainer.RowsAsked.ShouldBe([400 - choice.Rows, 400]);
        choice.Value.ShouldBe(1);
        choice.Threshold.ShouldBeInRange(0.28, 0.31);
        choice.Curve.Count.ShouldBe(99);
        var artifact = await ModelArtifact.ReadAsync(request.Artifacts.Model, Token);
        artifact.Signature.Decision.ShouldBe(DecisionRule.Threshold.Usual with { Limit = choice.Threshold });
        var read = (await DocumentFile.ReadAsync<RunDocument>(request.Artifacts.Run, Token)).OrThrow();
        read.Decision!.Curve.ShouldBe(choice.Curve);
    }

    [Fact]
    public async Task Threshold_OfRowsOfOneClass_IsAProblemInItsPlace()
    {
        var request = Some.Request(_folder.Path, decision: "decision: {best: f1}") with
        {
            Data = SomeRows.Of(400) with { Label = "never" },
            Load = (artifact, _) => Task.FromResult<IPredictor>(new Echo(artifact.Signature)),
        };

        var problems = (await Run().RunAsync(request, new Progress<StepEvent>(), Token)).Problems;

        problems.ShouldHaveSingleItem().ToString().ShouldMatch("^model.yml:7:1: All [0-9]+ rows .* are of one class");
    }

    [Fact]
    public async Task Section_OfAnotherTask_IsAProblemInItsPlace()
    {
        var request = Some.Request(_folder.Path, task: "regression", decision: "decision: {threshold: 0.3}");

        var problems = (await Run().RunAsync(request, new Progress<StepEvent>(), Token)).Problems;

        problems.Select(x => x.ToString()).ShouldContain(x => x.Contains("binary", StringComparison.Ordinal)
            || x.StartsWith("model.yml:7:1: Only a model of two classes", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{}", "A decision is made in one way, and this has 0. Write one of threshold, best and costs.")]
    [InlineData("{threshold: 0.5, best: f1}", "A decision is made in one way, and this has 2.")]
    [InlineData("{best: f2}", "No threshold is chosen by 'f2'; accuracy, balanced_accuracy, f1, matthews_corrcoef are accepted.")]
    [InlineData("{threshold: 1.5}", "'decision.threshold' is the number 1.5; a number from 0 to 1 is accepted.")]
    [InlineData("{costs: {false-negative: 1}}", "'decision.costs.false-positive' is missing.")]
    public void Section_Wrong_IsAProblem(string section, string sentence)
    {
        var problems = Some.Manifest(Some.Usual, "binary-classification", $"decision: {section}").Problems;

        problems.ShouldHaveSingleItem().ToString().ShouldContain(sentence);
    }

    private TrainingRun Run() => new(new TrainerCatalog(_trainer), new ManualClock());

    private async Task<RunDocument> RunAsync(RunRequest request) =>
        (await Run().RunAsync(request, new Progress<StepEvent>(), Token)).OrThrow();
}
