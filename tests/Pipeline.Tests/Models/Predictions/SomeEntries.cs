using System.Buffers;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;

namespace Pipeline.Models.Predictions;

/// <summary>Entries of a log, as one server would write them.</summary>
internal static class SomeEntries
{
    public static PredictionLogEntry.Prediction Prediction(ulong number) => new()
    {
        Id = PredictionId.Of(0xaa, number),
        Time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Model = new ServedModel(ModelName.Parse("loan-default"), new ModelVersion(3), Digest.OfText("model"), "staging", 7),
        Route = "stable",
        Inputs = new LoggedValues(["income", "age", "purpose"], [LoggedValue.Of(1.5), default, LoggedValue.Of("car \"new\" é")]),
        Outputs = new LoggedValues(["probability"], [LoggedValue.Of(0.25)]),
        Latency = TimeSpan.FromMicroseconds(750),
        SamplingProbability = 0.5,
        TraceId = "4bf92f3577b34da6a3ce929d0e0e4736",
    };

    public static PredictionLogEntry.Feedback Feedback(ulong number, string? outcome) => new()
    {
        Id = PredictionId.Of(0xaa, number),
        Time = new DateTimeOffset(2026, 1, 3, 3, 4, 5, TimeSpan.Zero),
        Outcome = LoggedValue.Of(outcome),
    };

    public static PredictionLogEntry.Refusals Refusals() => new()
    {
        Id = PredictionId.Of(0xaa, 99),
        Time = new DateTimeOffset(2026, 1, 3, 3, 4, 5, TimeSpan.Zero),
        Since = new DateTimeOffset(2026, 1, 3, 3, 3, 5, TimeSpan.Zero),
        Model = Prediction(1).Model,
        Requests = 3,
        Counts = [new RefusalCount("income", RefusalReason.Type, 2), new RefusalCount("", RefusalReason.UnknownField, 1)],
    };

    public static byte[] Bytes(IEnumerable<PredictionLogEntry> entries)
    {
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var entry in entries)
            PredictionLine.Write(entry, buffer);
        return buffer.WrittenSpan.ToArray();
    }
}

internal sealed class CollectedProblems(List<Problem>? all = null) : IProgress<Problem>
{
    public List<Problem> All { get; } = all ?? [];

    public void Report(Problem value) => All.Add(value);
}
