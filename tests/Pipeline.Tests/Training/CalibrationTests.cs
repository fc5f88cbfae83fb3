using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;
using Pipeline.Testing;

namespace Pipeline.Training;

/// <summary>Figures are those of scikit-learn 1.2.1 on the same rows.</summary>
public sealed class CalibrationTests : IDisposable
{
    private static readonly double[] Probabilities =
    [
        .02, .05, .05, .11, .14, .2, .2, .26, .31, .35, .38, .44, .47, .5, .55, .6, .62, .68, .7, .77, .81, .88, .93, .97,
    ];

    private static readonly bool[] IsPositive = [.. "001000100101001101110111".Select(x => x == '1')];

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sigmoid_OfLogOdds_IsScikitLearns()
    {
        var fitted = CalibrationFit.Sigmoid([.. Probabilities.Select(Calibration.LogOdds)], IsPositive);

        fitted.Slope.ShouldBe(-0.5218711519967228, 1e-6);
        fitted.Offset.ShouldBe(-0.13732475462955265, 1e-6);
        double[] expected = [0.09442743680483406, 0.4243709334229437, 0.5342773384908213, 0.7831286856888253];
        new[] { 0.01, 0.3, 0.5, 0.9 }.Select(fitted.Of).ShouldBe(expected, 1e-6);
    }

    [Fact]
    public void Isotonic_Points_AreScikitLearns()
    {
        var fitted = CalibrationFit.Isotonic(Probabilities, IsPositive);

        double[] expected =
            [0, 0.08333333333333331, 0.25, 0.25, 0.25, 0.4, 0.4, 0.6666666666666666, 0.7083333333333333, 0.75, 1, 1];
        double[] at = [0, .03, .05, .1, .23, .36, .5, .58, .65, .79, .9, .99];
        at.Select(fitted.Of).ShouldBe(expected, 1e-12);
        double.IsNaN(fitted.Of(double.NaN)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    public void Sigmoid_CertainAnswers_StayProbabilities(double answer) =>
        new Calibration.Sigmoid(-0.5, 0.1).Of(answer).ShouldBeInRange(0, 1);

    [Theory]
    [InlineData("isotonic")]
    [InlineData("sigmoid")]
    public async Task Run_WithCalibration_FitsItOnRowsThatTheModelHasNotSeen(string method)
    {
        var trainer = new FakeTrainer(new ManualClock());
        var request = Some.Request(
            _folder.Path, $"{{trainer: fast-fake, calibration: {{method: {method}, validation: 0.25}}}}") with
        {
            Data = SomeRows.Of(400),
            Load = (artifact, _) => Task.FromResult<IPredictor>(new Echo(artifact.Signature)),
        };

        var run = (await new TrainingRun(new TrainerCatalog(trainer), new ManualClock())
            .RunAsync(request, new Progress<StepEvent>(), Token)).OrThrow();

        var report = run.Calibration.ShouldNotBeNull();
        report.Method.ShouldBe(method);
        report.Rows.ShouldBeInRange(60, 140);
        trainer.RowsAsked.ShouldBe([400 - report.Rows]);
        report.BrierScore.ShouldBeLessThan(report.BrierScoreBefore);
        var artifact = await ModelArtifact.ReadAsync(request.Artifacts.Model, Token);
        var calibration = artifact.Signature.Calibration.ShouldNotBeNull();
        calibration.Of(0.1).ShouldBeLessThan(0.1);
        calibration.Of(0.6).ShouldBeGreaterThan(0.6);
        using var predictor = new PredictorCatalog(new EchoFlavor()).Load(artifact);
        Span<double> answers = stackalloc double[1];
        var row = new FeatureRow(artifact.Signature);
        row.Set(0, 0.6);
        predictor.Score(row, answers);
        answers[0].ShouldBe(calibration.Of(0.6));
        var scored = predictor.Score(new Table(new NumberColumn("income", [0.6, 0.1])), Token);
        ((NumberColumn)scored[ModelOutputs.Probability]).Values.ShouldBe([calibration.Of(0.6), calibration.Of(0.1)]);
    }

    [Fact]
    public async Task Run_CalibrationOnOneClass_IsAProblemInItsPlace()
    {
        var request = Some.Request(_folder.Path, "{trainer: fast-fake, calibration: isotonic}") with
        {
            Data = SomeRows.Of(400) with { Label = "never" },
            Load = (artifact, _) => Task.FromResult<IPredictor>(new Echo(artifact.Signature)),
        };

        var made = await new TrainingRun(new TrainerCatalog(new FakeTrainer(new ManualClock())), new ManualClock())
            .RunAsync(request, new Progress<StepEvent>(), Token);

        made.Problems.ShouldHaveSingleItem().ToString().ShouldMatch(
            "^model.yml:6:[0-9]+: All [0-9]+ rows that the probabilities are calibrated on are of one class");
    }

    [Theory]
    [InlineData("""{"type":"isotonic","from":[],"to":[]}""")]
    [InlineData("""{"type":"isotonic","from":[0.2,0.1],"to":[0.1,0.2]}""")]
    [InlineData("""{"type":"isotonic","from":[0.1,0.2],"to":[0.3]}""")]
    public void Signature_WithACalibrationThatIsNone_IsRefused(string calibration)
    {
        var signature = new ModelSignature
        {
            Flavor = "fake",
            Task = ModelTask.BinaryClassification,
            Label = new ModelLabel.TwoClasses("bad", "1", "0"),
            Inputs = [new ModelInput("income", ColumnType.Number, MayBeMissing: false)],
            Outputs = [ModelOutputs.Probability],
            Calibration = new Calibration.Sigmoid(-1, 0),
        };
        var text = System.Text.Encoding.UTF8.GetString(signature.ToBytes());
        var start = text.IndexOf("{\"type\":\"sigmoid\"", StringComparison.Ordinal);
        start = start >= 0 ? start : text.IndexOf('{', text.IndexOf("\"calibration\"", StringComparison.Ordinal));
        var altered = text[..start] + calibration + text[(text.IndexOf('}', start) + 1)..];

        ModelSignature.Read(System.Text.Encoding.UTF8.GetBytes(altered), "signature.json").Problems
            .ShouldHaveSingleItem().Message.ShouldBe("The signature's calibration has no points, or they do not rise.");
    }

    private sealed class EchoFlavor : IModelFlavor
    {
        public string Name => "fake";

        public IPredictor Load(ModelArtifact artifact) => new Echo(artifact.Signature);
    }
}
