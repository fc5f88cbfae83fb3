using Pipeline.Core.Progress;
using Pipeline.MLNet.Trainers;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.MLNet;

public sealed class OpenMpThreadsTests
{
    [Fact]
    public void Model_TrainedByAnyNumberOfThreads_IsTheSame()
    {
        double[] numbers = [.. Enumerable.Range(0, 5_000).Select(row => Math.Sin(row) * row)];
        var rows = new Table(
            new NumberColumn("x", [.. numbers]),
            new NumberColumn("y", [.. numbers.Select(number => number > 20 ? 1.0 : 0)]));

        var all = Train(threads: null);

        Train(threads: 1).ShouldBe(all);
        Train(threads: 2).ShouldBe(all);
        Train(threads: null).ShouldBe(all);

        string Train(int? threads) => new LightGbmTrainer(TimeProvider.System).Train(
            new TrainingRequest
            {
                Set = new TrainingSet { Rows = rows, Task = ModelTask.BinaryClassification, Label = "y" },
                Seed = 3,
                Threads = threads,
            },
            new LightGbmOptions { Trees = 20 },
            new Progress<StepEvent>(),
            TestContext.Current.CancellationToken).OrThrow().Artifact.Digest.ToString();
    }
}
