using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace LoanParts;

/// <summary>Learns one line, by least squares: how a probability grows with a single column of numbers.</summary>
public sealed class DebtTrainer : ITrainer<DebtOptions>
{
    public const string Column = "debt_share";

    public string Name => "debt-line";

    public IReadOnlyList<ModelTask> Tasks => [ModelTask.BinaryClassification];

    public Validated<TrainedModel> Train(
        TrainingRequest request, DebtOptions options, IProgress<StepEvent> progress, CancellationToken cancellationToken)
    {
        if (!request.Set.Rows.TryGet(Column, out var column) || column is not NumberColumn numbers)
            return Validated.Invalid<TrainedModel>(new Problem($"'debt-line' learns from numbers in '{Column}'."));
        var read = TaskKind.Of(request.Set.Task).Discover(request.Set.Rows[request.Set.Label], request.Set.Positive);
        if (!read.TryGet(out var target))
            return Validated.Invalid<TrainedModel>(read.Problems);

        var known = Enumerable.Range(0, numbers.Count).Where(row => !numbers.IsMissing(row)).ToList();
        var (meanX, meanY) = (known.Average(row => numbers.Values[row]), known.Average(row => target.Values[row]));
        var slope = options.Steepness * known.Sum(row => (numbers.Values[row] - meanX) * (target.Values[row] - meanY))
            / known.Sum(row => Math.Pow(numbers.Values[row] - meanX, 2));
        var signature = new ModelSignature
        {
            Flavor = DebtFlavor.FlavorName,
            Task = request.Set.Task,
            Label = target.Label,
            Inputs = [request.Set.Declared.InputOf(numbers)],
            Outputs = [ModelOutputs.Probability],
            Spellings = request.Set.Declared.Spellings,
        };
        var line = JsonSerializer.SerializeToUtf8Bytes(new DebtLine(meanY - (slope * meanX), slope, meanX));
        var files = new Dictionary<string, ReadOnlyMemory<byte>> { [DebtFlavor.FileName] = line };
        return Validated.Valid(new TrainedModel(new ModelArtifact(signature, files), []));
    }
}

[Description("One line by least squares.")]
public sealed record DebtOptions
{
    [Description("The share of the line's slope that is kept.")]
    [Range(0.0, 1.0)]
    public double Steepness { get; init; } = 1;
}
