using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.MLNet;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Onnx;
using Pipeline.Testing;

namespace Pipeline.Training;

public sealed class OnnxKeepingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    /// <summary>The file is the model without its calibration, and so is what it is held against.</summary>
    [Theory]
    [InlineData("{trainer: fast-tree}")]
    [InlineData("{trainer: fast-tree, calibration: isotonic}")]
    public async Task Form_ThatAnswersTheSame_IsAFileOfTheModel(string training)
    {
        var (run, artifact) = await RunAsync(training, OnnxComparison.Compare);

        var form = run.Onnx.ShouldNotBeNull();
        (form.Reason, form.Rows).ShouldBe((null, 400));
        artifact.Files.ShouldContainKey(OnnxForm.FileName);
        artifact.Digest.ShouldBe(run.Model);
    }

    [Fact]
    public async Task Form_ThatAnswersOtherwise_IsLeftOutWithTheReason()
    {
        var (run, artifact) = await RunAsync(
            "{trainer: fast-tree}", (_, _, rows, _) => new OnnxForm { Reason = "it differs", Rows = rows.RowCount });

        run.Onnx.ShouldNotBeNull().ToString().ShouldBe("none: it differs");
        artifact.Files.ShouldNotContainKey(OnnxForm.FileName);
    }

    [Fact]
    public async Task Form_NobodyCompares_IsNeitherKeptNorSpokenOf()
    {
        var (run, artifact) = await RunAsync("{trainer: fast-tree}", compare: null);

        run.Onnx.ShouldBeNull();
        artifact.Files.ShouldNotContainKey(OnnxForm.FileName);
    }

    /// <summary>Models made elsewhere do their own encoding.</summary>
    [Theory]
    [InlineData("features: {income: {scale: standard}}", "features")]
    [InlineData("crosses: [[income, age]]", "crosses")]
    public void Features_BesideAModelMadeElsewhere_AreAProblemInTheirPlace(string section, string key)
    {
        var manifest = Some.Manifest(
            $"{{trainer: onnx, options: {{path: model.onnx}}, {section}}}", "binary-classification", "").OrThrow();

        var choice = TrainerChoice.Of(manifest, new TrainerCatalog(OnnxTrainers.All(TimeProvider.System)));

        choice.Problems.ShouldHaveSingleItem().ToString().ShouldMatch(
            $"^model.yml:6:[0-9]+: onnx takes columns as they are, so that the section training has no {key} beside it");
    }

    private async Task<(RunDocument Run, ModelArtifact Artifact)> RunAsync(
        string training,
        Func<OnnxDraft.Written, IPredictor, Models.Tables.Table, CancellationToken, OnnxForm>? compare)
    {
        var request = Some.Request(_folder.Path, training) with
        {
            Data = SomeRows.Of(400),
            Load = (artifact, _) => Task.FromResult(new PredictorCatalog(new MLNetFlavor()).Load(artifact)),
            CompareOnnx = compare,
        };
        var run = new TrainingRun(new TrainerCatalog(MLNetTrainers.All(TimeProvider.System)), new ManualClock());
        var document = (await run.RunAsync(request, new Progress<StepEvent>(), Token)).OrThrow();
        return (document, await ModelArtifact.ReadAsync(request.Artifacts.Model, Token));
    }
}
