using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Progress;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Testing;

namespace Pipeline.Training;

public sealed class TrainingRunTests : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly FakeTrainer _trainer;

    public TrainingRunTests() => _trainer = new FakeTrainer(_clock);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_Trainer_GetsTheRowsToLearnFrom()
    {
        await RunAsync(Some.Request(_folder.Path));

        var asked = _trainer.Asked.ShouldNotBeNull();
        asked.Set.Rows.Columns.Select(x => x.Name).ShouldBe(["income", "bad"]);
        Enumerable.Range(0, asked.Set.Rows.RowCount).Select(asked.Set.Rows["income"].Text).ShouldBe(["10", "20", "40"]);
        asked.Seed.ShouldBe(5);
        _trainer.AskedOptions.ShouldBe(new FakeOptions { Trees = 7 });
    }

    [Fact]
    public async Task Run_Document_SaysHowTheModelWasMade()
    {
        var begin = _clock.GetUtcNow();

        var run = await RunAsync(Some.Request(_folder.Path));

        run.Name.ShouldBe(ModelName.Parse("loan-default"));
        run.Trainer.ShouldBe("fast-fake");
        run.Options.GetRawText().ShouldBe(
            """{"trees":7,"learning-rate":0.2,"growth":{"order":"best-first","prunes":false}}""");
        run.Rows.ShouldBe(3);
        run.Learned.ShouldBe(RowSet.Of([11, 12, 14]).Digest);
        run.Label.ShouldBe(new ModelLabel.TwoClasses("bad", "1", "0"));
        run.StartedAt.ShouldBe(begin);
        run.Duration.ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Run_Files_AreThoseOfTheDocument()
    {
        var request = Some.Request(_folder.Path);

        var run = await RunAsync(request);

        var artifact = await ModelArtifact.ReadAsync(request.Artifacts.Model, Token);
        artifact.Digest.ShouldBe(run.Model);
        Digest.OfBytes(artifact.Signature.ToBytes()).ShouldBe(run.Signature);
        (await Digest.OfFileAsync(request.Artifacts.Learned, Token)).ShouldBe(run.Learned);
        var read = (await DocumentFile.ReadAsync<RunDocument>(request.Artifacts.Run, Token)).OrThrow();
        DocumentFile.Bytes(read).ShouldBe(DocumentFile.Bytes(run));
    }

    [Fact]
    public async Task Run_Again_IsTheSameRunAtAnotherTime()
    {
        var first = await RunAsync(Some.Request(_folder.Path));
        _clock.Advance(TimeSpan.FromDays(1));
        var second = await RunAsync(Some.Request(_folder.Path));

        second.Id.ShouldBe(first.Id);
        second.ShouldNotBe(first);
    }

    [Theory]
    [InlineData("{trainer: fast-fake, options: {trees: 7}, seed: 6}")]
    [InlineData("{trainer: fast-fake, options: {trees: 8}, seed: 5}")]
    [InlineData("{trainer: fast-fake, options: {trees: 7, growth: {prunes: true}}, seed: 5}")]
    [InlineData("{trainer: fast-fake, seed: 5}")]
    public async Task Run_OtherTraining_IsAnotherRun(string training)
    {
        var first = await RunAsync(Some.Request(_folder.Path));
        var second = await RunAsync(Some.Request(_folder.Path, training));

        second.Id.ShouldNotBe(first.Id);
    }

    [Fact]
    public async Task Run_AfterAnotherModel_LeavesNoneOfItsFiles()
    {
        var request = Some.Request(_folder.Path);
        _trainer.ExtraFiles = ["calibrator.bin"];
        await RunAsync(request);

        _trainer.ExtraFiles = [];
        var run = await RunAsync(request);

        (await ModelArtifact.ReadAsync(request.Artifacts.Model, Token)).Digest.ShouldBe(run.Model);
    }

    [Fact]
    public async Task Run_WriteThatFails_LeavesNoDocumentOfOtherFiles()
    {
        var request = Some.Request(_folder.Path);
        await RunAsync(request);
        File.Delete(request.Artifacts.Learned);
        Directory.CreateDirectory(request.Artifacts.Learned);

        await Should.ThrowAsync<IOException>(() => RunAsync(Some.Request(_folder.Path, "{trainer: fast-fake}")));

        var read = await DocumentFile.ReadAsync<RunDocument>(request.Artifacts.Run, Token);
        read.Problems.ShouldHaveSingleItem().Message.ShouldBe("There is no run document here.");
    }

    [Fact]
    public async Task Run_UnknownTrainer_IsAProblemInItsPlaceAndKeepsTheLastRun()
    {
        var last = await RunAsync(Some.Request(_folder.Path));

        var run = await Training().RunAsync(Some.Request(_folder.Path, "{trainer: fast-fakes}"), new Progress(), Token);

        run.Problems.ShouldHaveSingleItem().ToString().ShouldBe(
            "model.yml:6:21: There is no trainer 'fast-fakes'. Did you mean 'fast-fake'? Known trainers: fast-fake.");
        var read = await DocumentFile.ReadAsync<RunDocument>(Some.Request(_folder.Path).Artifacts.Run, Token);
        read.Value.Id.ShouldBe(last.Id);
    }

    [Fact]
    public async Task Run_TaskThatTheTrainerDoesNotLearn_IsAProblemInItsPlace()
    {
        var request = Some.Request(_folder.Path, task: "regression");

        var run = await Training().RunAsync(request, new Progress(), Token);

        run.Problems.ShouldHaveSingleItem().ToString().ShouldBe(
            "model.yml:6:21: fast-fake learns binary classification only, and the task is regression.");
    }

    [Fact]
    public async Task Run_WrongOptions_AreAllProblemsInTheirPlaces()
    {
        const string training = "{trainer: fast-fake, options: {tree: 7, trees: 0.5, learning-rate: 2, growth: {order: best}}}";

        var run = await Training().RunAsync(Some.Request(_folder.Path, training), new Progress(), Token);

        run.Problems.Select(x => x.ToString()).ShouldBe(
        [
            "model.yml:6:42: 'tree' is not a known key in 'training.options'. Did you mean 'trees'?",
            "model.yml:6:58: 'training.options.trees' is the number 0.5; a whole number from 1 to 1000 is accepted.",
            "model.yml:6:78: 'training.options.learning-rate' is the number 2; a number from 0 to 1 is accepted.",
            "model.yml:6:97: 'training.options.growth.order' is the text 'best'; one of level-by-level, best-first is accepted. "
                + "Did you mean 'best-first'?",
        ]);
    }

    [Theory]
    [InlineData(
        "{trainer: fast-fake, options: {trees: many}}",
        "'training.options.trees' is the text 'many'; a whole number from 1 to 1000 is accepted.")]
    [InlineData(
        "{trainer: fast-fake, options: [7]}",
        "'training.options' is a list of 1 item; a mapping with trees, learning-rate, rounds, growth is accepted.")]
    public async Task Run_OptionsOfAnotherKind_AreProblems(string training, string message)
    {
        var run = await Training().RunAsync(Some.Request(_folder.Path, training), new Progress(), Token);

        run.Problems.ShouldHaveSingleItem().Message.ShouldBe(message);
    }

    [Fact]
    public async Task Run_LabelThatIsNotThere_IsAProblem()
    {
        var request = Some.Request(_folder.Path) with { Data = Some.Data with { Label = "bda" } };

        var run = await Training().RunAsync(request, new Progress(), Token);

        run.Problems.ShouldHaveSingleItem().ToString().ShouldBe("The data has no column 'bda'. Did you mean 'bad'?");
    }

    [Fact]
    public async Task Run_LabelOfOneClass_IsTheTrainersProblem()
    {
        var request = Some.Request(_folder.Path) with { Data = Some.Data with { TrainIndexes = [0, 2] } };

        var run = await Training().RunAsync(request, new Progress(), Token);

        run.Problems.ShouldHaveSingleItem().Message.ShouldBe(
            "The label 'bad' has '0' and nothing else; a binary model learns from two classes.");
    }

    private async Task<RunDocument> RunAsync(RunRequest request) =>
        (await Training().RunAsync(request, new Progress(), Token)).OrThrow();

    private TrainingRun Training() => new(new TrainerCatalog(_trainer), _clock);

    private sealed class Progress : IProgress<StepEvent>
    {
        public void Report(StepEvent value)
        {
        }
    }
}
