using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Models;
using Pipeline.Models.Predictions;
using Pipeline.Models.Tables;
using Pipeline.Testing;

namespace Pipeline.Monitoring.Windows;

/// <summary>A prediction log that grows, of one model with a number and a category.</summary>
internal sealed class SomeLog(TemporaryFolder folder)
{
    public static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public static Digest Model { get; } = Digest.OfText("model");

    public static WatchedModel Watched { get; } = new()
    {
        Digest = Model,
        Version = new ModelVersion(3),
        Signature = new ModelSignature
        {
            Flavor = "mlnet",
            Task = ModelTask.BinaryClassification,
            Label = new ModelLabel.TwoClasses("defaulted", "yes", "no"),
            Inputs =
            [
                new ModelInput("income", ColumnType.Number, MayBeMissing: true) { Accepts = new Criterion.Between(0, 1e6) },
                new ModelInput("purpose", ColumnType.Category, MayBeMissing: false, ["car", "home"]),
            ],
            Outputs = [ModelOutputs.Probability],
        },
        Personal = new HashSet<string>(),
    };

    public string Folder { get; } = folder["predictions"];

    /// <summary>Appends to the file of a server.</summary>
    public void Append(int server, params IEnumerable<PredictionLogEntry> entries)
    {
        Directory.CreateDirectory(Folder);
        var file = Path.Combine(Folder, $"predictions-20260302T000000Z-{server:x16}-0001.jsonl");
        using var stream = new FileStream(file, FileMode.Append);
        stream.Write(SomeEntries.Bytes(entries));
    }

    public static PredictionLogEntry.Prediction Prediction(
        int server, int number, TimeSpan after, double income = 1000, string? purpose = "car", string route = "stable") => new()
        {
            Id = PredictionId.Of((ulong)server, (ulong)number),
            Time = Monday + after,
            Model = new ServedModel(ModelName.Parse("loan-default"), new ModelVersion(3), Model, "production", 7),
            Route = route,
            Inputs = new LoggedValues(["income", "purpose"], [LoggedValue.Of(income), LoggedValue.Of(purpose)]),
            Outputs = new LoggedValues(["probability"], [LoggedValue.Of((number % 10) / 10.0)]),
            Latency = TimeSpan.FromMilliseconds(1 + (number % 5)),
            SamplingProbability = 1,
        };

    public static PredictionLogEntry.Feedback Feedback(int server, int number, TimeSpan after, string outcome = "yes") => new()
    {
        Id = PredictionId.Of((ulong)server, (ulong)number),
        Time = Monday + after,
        Outcome = LoggedValue.Of(outcome),
    };
}
