using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Progress;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Testing;
using Pipeline.Training.Search;

namespace Pipeline.Training;

public sealed class CrossValidationTests : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly TemporaryFolder _folder = new();
    private readonly DialTrainer _trainer = new(new ManualClock());

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// Computed by hand from the formula: mean 0.9, variance 0.00025, and with 20 rows held of 100 a variance of the mean of
    /// (1/5 + 20/80) * 0.00025; 2.776445 is t of 4 degrees.
    /// </summary>
    [Fact]
    public void Mean_OfFolds_HasTheCorrectedInterval()
    {
        double[] values = [0.88, 0.89, 0.90, 0.91, 0.92];

        var measured = CrossValidation.Mean(new Worth(), Folds(values), 0.95);

        measured.Value.ShouldBe(new MeasuredValue.Number(values.Average()));
        measured.Samples.ShouldBe(100);
        var interval = measured.Interval.ShouldNotBeNull();
        interval.Low.ShouldBe(0.9 - (2.776445105 * Math.Sqrt(0.45 * 0.00025)), 1e-9);
        interval.High.ShouldBe(0.9 + (2.776445105 * Math.Sqrt(0.45 * 0.00025)), 1e-9);
        interval.Confidence.ShouldBe(0.95);
    }

    [Fact]
    public void Mean_NearTheMetricsEnd_HasNoIntervalBeyondIt()
    {
        var interval = CrossValidation.Mean(new Worth(), Folds([0.9, 1, 1]), 0.99).Interval.ShouldNotBeNull();

        interval.High.ShouldBe(1);
        interval.Low.ShouldBeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public async Task Run_CrossValidation_TrainsAModelForEachFoldWithTheOptionsOfTheRun()
    {
        var run = await RunAsync("{trainer: dial, options: {level: 2}, cross-validation: {folds: 4}}");

        var scores = run.CrossValidation.ShouldNotBeNull();
        scores.Division.ShouldBe("by class");
        scores.Folds.Select(fold => (fold.Learned, fold.Held)).ShouldBe([(75, 25), (76, 24), (74, 26), (75, 25)]);
        scores.Measurements.ShouldHaveSingleItem().Name.ShouldBe("worth");
        _trainer.Asked.Count.ShouldBe(5);
        _trainer.Asked.ShouldAllBe(asked => asked.Options.Level == 2);
        scores.ToTable().Rows.ShouldHaveSingleItem().Values.Count.ShouldBe(5);
    }

    [Fact]
    public async Task Run_SearchAndCrossValidation_MeasuresTheBestOptions()
    {
        var run = await RunAsync(
            "{trainer: dial, cross-validation: {folds: 3}, "
            + "search: {method: grid, metric: worth, parameters: {level: {values: [1, 3]}, turns: {value: 40}}}}");

        run.CrossValidation!.Measurements[0].Value.ShouldBe(new MeasuredValue.Number(1));
    }

    [Fact]
    public async Task Run_FoldsWithOneClass_IsAProblemInItsPlaceAndLeavesNothing()
    {
        var request = Request("{trainer: dial, cross-validation: {folds: 50}}");
        var run = await new TrainingRun(new TrainerCatalog(_trainer), new ManualClock())
            .RunAsync(request, new Progress<StepEvent>(), Token);

        run.Problems[0].ToString().ShouldStartWith("model.yml:6:");
        run.Problems[0].Message.ShouldContain("are all of one class");
        File.Exists(request.Artifacts.Run).ShouldBeFalse();
    }

    private static List<FoldScores> Folds(double[] values) =>
        [.. values.Select(value => new FoldScores(80, 20, new Dictionary<string, double> { ["worth"] = value }))];

    private RunRequest Request(string training) => SomeSearch.Request(
        _folder.Path, "{method: grid, metric: worth, parameters: {level: {value: 1}}}") with
    {
        Manifest = Some.Manifest(training, "binary-classification", "").OrThrow(),
    };

    private async Task<RunDocument> RunAsync(string training)
    {
        var request = Request(training);
        (await new TrainingRun(new TrainerCatalog(_trainer), new ManualClock())
            .RunAsync(request, new Progress<StepEvent>(), Token)).OrThrow();
        return (await DocumentFile.ReadAsync<RunDocument>(request.Artifacts.Run, Token)).OrThrow();
    }
}
