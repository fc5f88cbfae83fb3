using System.Globalization;
using Pipeline.Core.Identity;
using Pipeline.Models.Predictions;

namespace DurableWriter;

/// <summary>Data that differs from version to version.</summary>
internal static class SomeData
{
    private const int Repeated = 2_000;

    public static void Write(string folder, int files, string version)
    {
        Directory.CreateDirectory(folder);
        for (var file = 0; file < files; file++)
        {
            var line = string.Create(CultureInfo.InvariantCulture, $"{version},{file}\n");
            var name = string.Create(CultureInfo.InvariantCulture, $"{file}.csv");
            File.WriteAllText(Path.Combine(folder, name), string.Concat(Enumerable.Repeat(line, Repeated)));
        }
    }

    public static PredictionLogEntry.Prediction Prediction(PredictionId id) => new()
    {
        Id = id,
        Time = DateTimeOffset.UtcNow,
        Model = new ServedModel(ModelName.Parse("loan-default"), null, Digest.OfText("model"), "staging", 7),
        Route = "stable",
        Inputs = new LoggedValues(["income", "purpose"], [LoggedValue.Of(1.5), LoggedValue.Of("car")]),
        Outputs = new LoggedValues(["probability"], [LoggedValue.Of(0.25)]),
        Latency = TimeSpan.FromMicroseconds(750),
        SamplingProbability = 1,
    };
}
