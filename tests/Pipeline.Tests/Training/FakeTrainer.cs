using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Testing;

namespace Pipeline.Training;

/// <summary>Its model is a file of what it was asked for; a training takes three seconds of the given clock.</summary>
internal sealed class FakeTrainer(ManualClock clock) : ITrainer
{
    public string Name => "fast-fake";

    public IReadOnlyList<ModelTask> Tasks => [ModelTask.BinaryClassification];

    public IReadOnlyList<TrainerOption> Options { get; } =
    [
        new("trees", "How many.", Default: 100, Minimum: 1, Maximum: 1000, IsWhole: true),
        new("learning-rate", "How fast.", Default: 0.2, Minimum: 0, Maximum: 1, IsWhole: false),
    ];

    public TrainingRequest? Asked { get; private set; }

    public IReadOnlyList<string> ExtraFiles { get; set; } = [];

    public Validated<TrainedModel> Train(
        TrainingRequest request, IProgress<StepEvent> progress, CancellationToken cancellationToken)
    {
        Asked = request;
        clock.Advance(TimeSpan.FromSeconds(3));
        var label = TaskKind.Of(request.Set.Task).Discover(request.Set.Rows[request.Set.Label], request.Set.Positive);
        if (!label.TryGet(out var found))
            return Validated.Invalid<TrainedModel>(label.Problems);
        var files = ExtraFiles.Append("model.bin").ToDictionary(x => x, _ => (ReadOnlyMemory<byte>)Bytes(request));
        return Validated.Valid(new TrainedModel(
            new ModelPayload(Signature(request, found.Label), files), [new Measurement { Name = "accuracy", Value = 0.9 }]));
    }

    private static byte[] Bytes(TrainingRequest request) => CanonicalJson.Of(new { request.Settings.Values, request.Seed });

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
