using System.Buffers;
using Pipeline.Core.Identity;
using Pipeline.Delivery;
using Pipeline.Deployment.Analysis;
using Pipeline.Models.Predictions;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery;

/// <summary>What came true of two revisions, by the log of their servers.</summary>
public sealed class LoggedOutcomesTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Count_OutcomesByText_AreOfTheRevisionThatAnswered()
    {
        Write(
            Prediction(1, 7), Prediction(2, 7), Prediction(3, 8), Prediction(4, 8), Prediction(5, 8), Prediction(6, null),
            Feedback(1, LoggedValue.Of("bought")), Feedback(2, LoggedValue.Of("left")), Feedback(3, LoggedValue.Of("bought")),
            Feedback(4, LoggedValue.Of("bought")), Feedback(4, LoggedValue.Of("bought")), Feedback(6, LoggedValue.Of("bought")),
            Feedback(99, LoggedValue.Of("bought")));

        (await CountAsync("bought", Noon)).ShouldBe([new OutcomeCount(7, 1, 2), new OutcomeCount(8, 2, 2)]);
    }

    [Fact]
    public async Task Count_OutcomesThatAreNumbers_AreComparedAsNumbers()
    {
        Write(Prediction(1, 7), Prediction(2, 7), Feedback(1, LoggedValue.Of(1.0)), Feedback(2, LoggedValue.Of(0.0)));

        (await CountAsync("1", Noon)).ShouldBe([new OutcomeCount(7, 1, 2)]);
    }

    [Fact]
    public async Task Count_EarlierPredictions_AreLeftOut()
    {
        Write(
            Prediction(1, 7), Prediction(2, 7, hours: 2),
            Feedback(1, LoggedValue.Of("bought")), Feedback(2, LoggedValue.Of("bought")));

        (await CountAsync("bought", Noon.AddHours(1))).ShouldBe([new OutcomeCount(7, 1, 1)]);
    }

    private Task<IReadOnlyList<OutcomeCount>> CountAsync(string outcome, DateTimeOffset since) =>
        new LoggedOutcomes(_ => Task.FromResult(_folder["predictions"]))
            .CountAsync(outcome, since, TestContext.Current.CancellationToken);

    private void Write(params PredictionLogEntry[] entries)
    {
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var entry in entries)
            PredictionLine.Write(entry, buffer);
        Directory.CreateDirectory(_folder["predictions"]);
        File.WriteAllBytes(
            _folder["predictions/predictions-20260302T000000Z-00000000000000aa-0001.jsonl"], buffer.WrittenSpan.ToArray());
    }

    private static PredictionLogEntry.Prediction Prediction(ulong number, int? revision, int hours = 0) => new()
    {
        Id = PredictionId.Of(0xaa, number),
        Time = Noon.AddHours(hours).AddSeconds(number),
        Model = new ServedModel(ModelName.Parse("shop"), new ModelVersion(3), Digest.OfText($"{revision}"), "staging", revision),
        Route = "stable",
        Inputs = new LoggedValues(["income"], [LoggedValue.Of(1.5)]),
        Outputs = new LoggedValues(["probability"], [LoggedValue.Of(0.25)]),
        Latency = TimeSpan.FromMilliseconds(1),
        SamplingProbability = 1,
    };

    private static PredictionLogEntry.Feedback Feedback(ulong number, LoggedValue outcome) => new()
    {
        Id = PredictionId.Of(0xaa, number),
        Time = Noon.AddHours(3),
        Outcome = outcome,
    };
}
