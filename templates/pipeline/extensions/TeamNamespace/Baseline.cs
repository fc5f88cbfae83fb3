using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace TeamNamespace;

/// <summary>
/// Looks at no input: every row gets the mean of what was true, or how often each class was. A model that is not better than this
/// one has learned nothing.
/// </summary>
public sealed class BaselineTrainer : ITrainer<BaselineOptions>
{
    public string Name => "baseline";

    public IReadOnlyList<ModelTask> Tasks => Enum.GetValues<ModelTask>();

    public Validated<TrainedModel> Train(
        TrainingRequest request, BaselineOptions options, IProgress<StepEvent> progress, CancellationToken cancellationToken)
    {
        var set = request.Set;
        var read = TaskKind.Of(set.Task).Discover(set.Rows[set.Label], set.Positive);
        if (!read.TryGet(out var target))
            return Validated.Invalid<TrainedModel>(read.Problems);

        var count = Math.Max(1, (int)(options.Recent * target.Values.Length));
        double[] truth = [.. target.Values.TakeLast(count)];
        double[] answers = target.Label is ModelLabel.Classes classes
            ? [.. classes.Names.Select((_, place) => truth.Count(value => value == place) / (double)count)]
            : [truth.Average()];
        var signature = new ModelSignature
        {
            Flavor = BaselineFlavor.FlavorName,
            Task = set.Task,
            Label = target.Label,
            Inputs = [.. set.Rows.Without(set.Label).Columns.Select(set.Declared.InputOf)],
            Outputs = TaskKind.Of(set.Task).Outputs(target.Label),
            Spellings = set.Declared.Spellings,
        };
        var files = new Dictionary<string, ReadOnlyMemory<byte>>
        {
            [BaselineFlavor.FileName] = JsonSerializer.SerializeToUtf8Bytes(answers),
        };
        return Validated.Valid(new TrainedModel(new ModelArtifact(signature, files), []));
    }
}

[Description("Answers what was most common.")]
public sealed record BaselineOptions
{
    [Description("The share of the rows that counts, from the end of the file.")]
    [Range(0.01, 1.0)]
    public double Recent { get; init; } = 1;
}

/// <summary>Loads what <see cref="BaselineTrainer"/> made, in the build and in the server.</summary>
public sealed class BaselineFlavor : IModelFlavor
{
    public const string FlavorName = "baseline";
    public const string FileName = "answers.json";

    public string Name => FlavorName;

    public IPredictor Load(ModelArtifact artifact) =>
        new BaselinePredictor(artifact.Signature, JsonSerializer.Deserialize<double[]>(artifact.Files[FileName].Span)!);

    private sealed class BaselinePredictor(ModelSignature signature, double[] answers) : IPredictor
    {
        public ModelSignature Signature => signature;

        public Table Score(Table rows, CancellationToken cancellationToken) => new(signature.Outputs.Select((name, output) =>
            new NumberColumn(name, [.. Enumerable.Repeat(answers[output], rows.RowCount)])));

        public void Score(FeatureRow row, Span<double> scores) => answers.CopyTo(scores);

        public void Dispose()
        {
        }
    }
}
