using Pipeline.Core.Progress;
using Pipeline.MLNet.Trainers;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.MLNet;

/// <summary>Made-up loans: whether one is repaid depends on income, mostly, and on the purpose.</summary>
internal static class Loans
{
    private static readonly ITrainer Trainer = new FastTreeTrainer(TimeProvider.System);

    private static readonly string[] Purposes = ["car", "home", "education"];

    /// <summary>One income in ten is missing.</summary>
    public static Table Rows(int count = 600, int seed = 1)
    {
        var random = new Random(seed);
        var (income, purpose, repaid) = (
            new NumberColumnBuilder("income"), new CategoryColumnBuilder("purpose"), new CategoryColumnBuilder("repaid"));
        for (var i = 0; i < count; i++)
        {
            var (amount, reason) = (random.NextDouble() * 100, Purposes[random.Next(Purposes.Length)]);
            income.Append(random.Next(10) == 0 ? double.NaN : amount);
            purpose.Append(reason);
            repaid.Append(amount + (reason == "home" ? 20 : 0) + (random.NextDouble() * 30) > 65 ? "yes" : "no");
        }

        return new Table(income.Build(), purpose.Build(), repaid.Build());
    }

    public static TrainingSet Set(Table rows) => new()
    {
        Rows = rows,
        Task = ModelTask.BinaryClassification,
        Label = "repaid",
        Positive = "yes",
    };

    public static TrainingRequest Request(Table rows, FastTreeOptions? options = null) => new()
    {
        Set = Set(rows),
        Options = options,
        Seed = 7,
    };

    public static TrainedModel Train(Table rows, FastTreeOptions? options = null) => Train(Request(rows, options));

    public static TrainedModel Train(TrainingRequest request) =>
        Trainer.Train(request, new Progress<StepEvent>(), CancellationToken.None).OrThrow();

    public static IPredictor Load(TrainedModel model) => new MLNetFlavor().Load(model.Artifact);
}
