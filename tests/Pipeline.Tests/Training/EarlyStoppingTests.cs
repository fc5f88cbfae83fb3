using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Manifest.Records;
using Pipeline.MLNet;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;
using Pipeline.Testing;

namespace Pipeline.Training;

public sealed class EarlyStoppingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(3, 5)]
    [InlineData(9, 5)]
    public void Choose_Rounds_LookNoFurther(int rounds, int iterations)
    {
        var curve = new MetricCurve(
            "log_loss", [.. new[] { 0.9, 0.5, 0.6, 0.55, 0.4, 0.7 }.Select((loss, i) => new CurvePoint(i + 1, loss))]);

        EarlyStopping.Choose(curve, rounds, watchedRows: 7).Iterations.ShouldBe(iterations);
    }

    [Theory]
    [InlineData("fast-tree")]
    [InlineData("light-gbm")]
    public async Task Run_TooManyTrees_KeepsThoseThatHelpAndLearnsFromAllRows(string trainer)
    {
        var stopped = $"{{trainer: {trainer}, options: {{trees: 400, learning-rate: 0.3}}, early-stopping: 15}}";
        var whole = $"{{trainer: {trainer}, options: {{trees: 400, learning-rate: 0.3}}}}";

        var run = await RunAsync(Noise(stopped));

        var stopping = run.Stopping.ShouldNotBeNull();
        stopping.Iterations.ShouldBeInRange(1, 200);
        run.Options.GetProperty("trees").GetInt32().ShouldBe(stopping.Iterations);
        run.Rows.ShouldBe(1_500);
        stopping.Rows.ShouldBeInRange(200, 400);
        // The whole of it is worse on rows that nobody has looked at.
        (await LossAsync(stopped)).ShouldBeLessThan(await LossAsync(whole));
    }

    [Theory]
    [InlineData("fast-tree")]
    [InlineData("light-gbm")]
    public async Task Run_ClassWeights_WatchedRowsCountAsThoseThatAreLearnedFrom(string trainer)
    {
        var request = Noise(
            $"{{trainer: {trainer}, options: {{trees: 300, learning-rate: 0.05}}, early-stopping: 10, class-weights: balanced}}",
            Rows(4_000, seed: 1, income => 0.5 * Math.Pow(income, 4)));

        var run = await RunAsync(request);

        // Half of the weight is on the few positive rows: a model that knows nothing loses log 2, and this one learns for long.
        run.Stopping.ShouldNotBeNull().Iterations.ShouldBeInRange(15, 200);
        run.Stopping.Value.ShouldBeLessThan(0.55);
    }

    [Fact]
    public async Task Run_WatchedRowsThatHappenToCountOneEach_StillGrowsTrees()
    {
        var request = Noise("{trainer: light-gbm, options: {trees: 40, learning-rate: 0.05}, early-stopping: 10}");
        var (_, watched) = HeldRows.Divide(request.Data.Train, 0.2, HeldRows.ForEarlyStopping);
        double[] weights = [.. Enumerable.Range(0, request.Data.Rows.RowCount).Select(row => row % 7 == 0 ? 3.0 : 1)];
        foreach (var row in watched.Indexes)
            weights[row] = 1;
        request = request with
        {
            Data = request.Data with
            {
                Rows = request.Data.Rows.With(new NumberColumn("weight", [.. weights])),
                Weight = "weight",
            },
        };

        (await RunAsync(request)).Stopping.ShouldNotBeNull().Iterations.ShouldBeGreaterThan(3);
    }

    [Theory]
    [InlineData(
        "{trainer: linear-svm, early-stopping: 5}", "linear-svm does not stop early, where the task is binary classification.")]
    [InlineData(
        "{trainer: light-gbm, options: {booster: {kind: dart}}, early-stopping: 5}",
        "light-gbm does not stop early with the booster dart, which changes trees after they were grown.")]
    [InlineData("{trainer: linear-svm, class-weights: balanced}", "linear-svm takes no weights.")]
    [InlineData(
        "{trainer: fast-tree, class-weights: {of: {2: 3}}}", "No train row is of the class '2'.")]
    [InlineData("{trainer: fast-tree, class-weights: {of: {0: 0}}}", "The weight of '0' is not above 0.")]
    [InlineData("{trainer: fast-tree, class-weights: {}}", "Class weights are balanced, or a number for each class.")]
    public async Task Section_ThatTheTrainerCannotHeed_IsAProblem(string training, string sentence)
    {
        var manifest = Some.Manifest(training, "binary-classification", "");
        var problems = manifest.TryGet(out _)
            ? (await Training().RunAsync(Noise(training), new Progress<StepEvent>(), Token)).Problems
            : manifest.Problems;

        problems.ShouldHaveSingleItem().ToString().ShouldContain(sentence);
    }

    [Theory]
    [InlineData("fast-tree")]
    [InlineData("light-gbm")]
    [InlineData("fast-forest")]
    [InlineData("lbfgs-logistic-regression")]
    [InlineData("sdca-logistic-regression")]
    public async Task Weights_OfAClass_MakeItMoreProbable(string trainer)
    {
        var plain = await MeanAsync($"{{trainer: {trainer}}}", weight: null);
        var balanced = await MeanAsync($"{{trainer: {trainer}, class-weights: {{of: {{1: 8}}}}}}", weight: null);
        var column = await MeanAsync($"{{trainer: {trainer}}}", "weight");

        balanced.ShouldBeGreaterThan(plain + 0.1);
        // The column says the same as the classes.
        column.ShouldBe(balanced, 1e-6);
    }

    [Fact]
    public async Task Weight_ThatIsMissing_IsAProblem()
    {
        var request = Noise("{trainer: fast-tree}");
        request = request with { Data = request.Data with { Weight = "holes" } };

        (await Training().RunAsync(request, new Progress<StepEvent>(), Token)).Problems.ShouldHaveSingleItem().ToString()
            .ShouldStartWith("The weight 'holes' is missing or not above 0 in 2 of 1500 train rows, first in row 4 of the data.");
    }

    private async Task<double> LossAsync(string training)
    {
        var request = Noise(training);
        await RunAsync(request);
        using var predictor = new MLNetFlavor().Load(await ModelArtifact.ReadAsync(request.Artifacts.Model, Token));
        var rows = Rows(2_000, seed: 11);
        var answers = ((NumberColumn)predictor.Score(rows, Token)[ModelOutputs.Probability]).Values;
        return answers.Zip(((NumberColumn)rows["bad"]).Values, (p, y) => -Math.Log(y > 0 ? p : 1 - p)).Average();
    }

    private async Task<double> MeanAsync(string training, string? weight)
    {
        var request = Noise(training);
        request = request with { Data = request.Data with { Weight = weight } };
        await RunAsync(request);
        using var predictor = new MLNetFlavor().Load(await ModelArtifact.ReadAsync(request.Artifacts.Model, Token));
        return ((NumberColumn)predictor.Score(Rows(500, seed: 3), Token)[ModelOutputs.Probability]).Values.Average();
    }

    private RunRequest Noise(string training) => Noise(training, Rows(1_500, seed: 1));

    private RunRequest Noise(string training, Table rows)
    {
        return Some.Request(_folder.Path, training) with
        {
            Data = Some.Data with
            {
                Rows = rows,
                Features = ["income", "age"],
                TrainIndexes = [.. Enumerable.Range(0, rows.RowCount)],
                TestIndexes = [],
                Identities = [.. Enumerable.Range(0, rows.RowCount).Select(row => (UInt128)(ulong)row * 0x9E3779B97F4A7C15)],
            },
        };
    }

    /// <summary>The label is mostly noise, so that many trees learn it by heart.</summary>
    private static Table Rows(int count, int seed) => Rows(count, seed, income => 0.2 + (0.4 * income));

    private static Table Rows(int count, int seed, Func<double, double> chance)
    {
        var random = new Random(seed);
        double[] income = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
        double[] age = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
        double[] bad = [.. income.Select(x => random.NextDouble() < chance(x) ? 1.0 : 0)];
        double[] holes = [1, 1, 1, double.NaN, 0, .. bad.Skip(5).Select(_ => 1.0)];
        return new Table(
            new NumberColumn("income", [.. income]),
            new NumberColumn("age", [.. age]),
            new NumberColumn("bad", [.. bad]),
            new NumberColumn("weight", [.. bad.Select(x => x > 0 ? 8.0 : 1)]),
            new NumberColumn("holes", [.. holes]));
    }

    private TrainingRun Training() => new(new TrainerCatalog(MLNetTrainers.All(TimeProvider.System)), new ManualClock());

    private async Task<RunDocument> RunAsync(RunRequest request) =>
        (await Training().RunAsync(request, new Progress<StepEvent>(), Token)).OrThrow();
}
