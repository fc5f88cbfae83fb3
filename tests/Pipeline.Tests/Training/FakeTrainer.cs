using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Testing;

namespace Pipeline.Training;

/// <summary>Its model is a file of what it was asked for; a training takes three seconds of the given clock.</summary>
internal sealed class FakeTrainer(ManualClock clock) : ITrainer<FakeOptions>
{
    public string Name => "fast-fake";

    public IReadOnlyList<ModelTask> Tasks => [ModelTask.BinaryClassification];

    public TrainingRequest? Asked { get; private set; }

    public FakeOptions? AskedOptions { get; private set; }

    /// <summary>How many rows it was asked to learn from, training by training.</summary>
    public List<int> RowsAsked { get; } = [];

    public int Trainings => RowsAsked.Count;

    public IReadOnlyList<string> ExtraFiles { get; set; } = [];

    public Validated<TrainedModel> Train(
        TrainingRequest request, FakeOptions options, IProgress<StepEvent> progress, CancellationToken cancellationToken)
    {
        (Asked, AskedOptions) = (request, options);
        RowsAsked.Add(request.Set.Rows.RowCount);
        clock.Advance(TimeSpan.FromSeconds(3));
        var label = TaskKind.Of(request.Set.Task).Discover(request.Set.Rows[request.Set.Label], request.Set.Positive);
        if (!label.TryGet(out var found))
            return Validated.Invalid<TrainedModel>(label.Problems);
        var files = ExtraFiles.Append("model.bin").ToDictionary(x => x, _ => (ReadOnlyMemory<byte>)Bytes(request, options));
        return Validated.Valid(new TrainedModel(
            new ModelArtifact(Signature(request, found.Label), files), [new Measurement { Name = "accuracy", Value = 0.9 }]));
    }

    private static byte[] Bytes(TrainingRequest request, FakeOptions options) =>
        CanonicalJson.Of(new { options, request.Seed });

    private static ModelSignature Signature(TrainingRequest request, ModelLabel label) => new()
    {
        Flavor = "fake",
        Task = request.Set.Task,
        Label = label,
        Inputs =
        [
            .. request.Set.Rows.Columns.Where(x => x.Name != label.Column)
                .Select(x => new ModelInput(x.Name, ColumnType.Number, MayBeMissing: false)),
        ],
        Outputs = [ModelOutputs.Probability],
    };
}

[Description("Options of every kind.")]
internal sealed record FakeOptions
{
    [Description("How many.")]
    [Range(1, 1000)]
    public int Trees { get; init; } = 100;

    [Description("How fast.")]
    [Range(0.0, 1.0)]
    public double LearningRate { get; init; } = 0.2;

    [Description("How often; chosen by the trainer.")]
    [Range(1, 10)]
    public int? Rounds { get; init; }

    [Description("How trees grow.")]
    public FakeGrowth Growth { get; init; } = new();
}

internal sealed record FakeGrowth
{
    [Description("Which leaf grows next.")]
    public FakeOrder Order { get; init; } = FakeOrder.BestFirst;

    [Description("Whether leaves are cut back.")]
    public bool Prunes { get; init; }
}

internal enum FakeOrder
{
    LevelByLevel,
    BestFirst,
}
