using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Manifest;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Testing;

namespace Pipeline.Training.Search;

/// <summary>A trainer whose models are worth what its options say: the nearer to 3 and to 40 turns, the more.</summary>
internal sealed class DialTrainer(ManualClock clock) : ITrainer<DialOptions>
{
    private readonly Lock _lock = new();

    public string Name => "dial";

    public IReadOnlyList<ModelTask> Tasks => [ModelTask.BinaryClassification];

    /// <summary>The options and seeds of each training, in any order.</summary>
    public List<(DialOptions Options, int Seed)> Asked { get; } = [];

    /// <summary>Called before each training.</summary>
    public Action<int> OnTraining { get; set; } = _ => { };

    public Validated<TrainedModel> Train(
        TrainingRequest request, DialOptions options, IProgress<StepEvent> progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int count;
        lock (_lock)
        {
            Asked.Add((options, request.Seed));
            count = Asked.Count;
            clock.Advance(TimeSpan.FromSeconds(10));
        }

        OnTraining(count);
        if (options.Mode == DialMode.Broken)
            return Validated.Invalid<TrainedModel>(new Problem("The dial came off."));
        if (options.Mode == DialMode.Throwing)
            throw new InvalidOperationException("Stuck.");
        var value = 1 / (1 + Math.Pow(options.Level - 3, 2) + Math.Pow((options.Turns - 40) / 20.0, 2));
        var label = TaskKind.Of(request.Set.Task).Discover(request.Set.Rows[request.Set.Label], request.Set.Positive).Value.Label;
        var files = new Dictionary<string, ReadOnlyMemory<byte>>
        {
            ["model.bin"] = Encoding.UTF8.GetBytes(value.ToString("R", CultureInfo.InvariantCulture)),
        };
        var signature = new ModelSignature
        {
            Flavor = "dial",
            Task = request.Set.Task,
            Label = label,
            Inputs = [new ModelInput("income", ColumnType.Number, MayBeMissing: false)],
            Outputs = [ModelOutputs.Probability],
        };
        return Validated.Valid(new TrainedModel(new ModelArtifact(signature, files), []));
    }

    public static Task<IPredictor> LoadAsync(ModelArtifact artifact, CancellationToken cancellationToken)
    {
        var text = Encoding.UTF8.GetString(artifact.Files["model.bin"].Span);
        return Task.FromResult<IPredictor>(
            new Constant(artifact.Signature, double.Parse(text, CultureInfo.InvariantCulture)));
    }

    private sealed class Constant(ModelSignature signature, double value) : IPredictor
    {
        public ModelSignature Signature => signature;

        public Table Score(Table rows, CancellationToken cancellationToken) =>
            new(new NumberColumn(ModelOutputs.Probability, [.. Enumerable.Repeat(value, rows.RowCount)]));

        public void Score(FeatureRow row, Span<double> answers) => answers[0] = value;

        public void Dispose()
        {
        }
    }
}

[Description("Options of every kind.")]
internal sealed record DialOptions
{
    [Description("How high.")]
    [Range(-10.0, 10.0)]
    public double Level { get; init; } = 1;

    [Description("How often it is turned.")]
    [Range(1, 1000)]
    [Iterations]
    public int Turns { get; init; } = 100;

    [Description("What it does.")]
    public DialMode Mode { get; init; }

    [Description("A part.")]
    public DialPart Part { get; init; } = new();
}

internal sealed record DialPart
{
    [Description("How heavy.")]
    [Range(0.001, 1000.0)]
    public double Weight { get; init; } = 1;
}

internal enum DialMode
{
    Working,
    Broken,
    Throwing,
}

/// <summary>The mean answer.</summary>
internal sealed class Worth : IMetric
{
    public string Name => "worth";

    public ModelTask Task => ModelTask.BinaryClassification;

    public bool HigherIsBetter => true;

    public double Lowest => 0;

    public double Highest => 1;

    public double Measure(MetricRows rows, ReadOnlySpan<int> weights)
    {
        var (sum, count) = (0.0, 0);
        for (var row = 0; row < weights.Length; row++)
            (sum, count) = (sum + (weights[row] * rows.Answers[0][row]), count + weights[row]);
        return sum / count;
    }
}

internal static class SomeSearch
{
    public static BoundManifest<ModelFrame> Manifest(string search, string options = "{}") =>
        Some.Manifest(
            $"{{trainer: dial, options: {options}, seed: 5, search: {search}}}", "binary-classification", "").OrThrow();

    public static Validated<SearchPlan.Optional> Plan(string search, string options = "{}", IMetric? metric = null)
    {
        var manifest = Some.Manifest(
            $"{{trainer: dial, options: {options}, search: {search}}}", "binary-classification", "");
        if (!manifest.TryGet(out var bound))
            return Validated.Invalid<SearchPlan.Optional>(manifest.Problems);
        var choice = TrainerChoice.Of(bound, new TrainerCatalog(new DialTrainer(new ManualClock()))).OrThrow();
        return SearchPlan.Of(bound, choice, [metric ?? new Worth()]);
    }

    /// <summary>Parameters alone, in a random search of ten trials.</summary>
    public static Validated<SearchPlan.Optional> PlanOf(string parameters, string method = "random") =>
        Plan($"{{method: {method}, metric: worth, run_cap: 10, parameters: {parameters}}}");

    public static RunRequest Request(string folder, string search, string options = "{}", int workers = 2) => new()
    {
        Manifest = Manifest(search, options),
        Data = SomeRows.Of(100),
        Load = DialTrainer.LoadAsync,
        Metrics = [new Worth()],
        Workers = workers,
        Artifacts = new ArtifactLayout(folder, ModelName.Parse("loan-default")),
        Inputs = new Dictionary<string, Digest> { ["data"] = Digest.OfText("data") },
    };
}
