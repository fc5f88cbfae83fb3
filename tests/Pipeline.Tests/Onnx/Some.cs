using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Testing;

namespace Pipeline.Onnx;

internal static class Some
{
    public static NumberColumn Numbers(string name, params double[] values) => new(name, [.. values]);

    public static CategoryColumn Categories(string name, params string?[] values)
    {
        var builder = new CategoryColumnBuilder(name);
        foreach (var value in values)
        {
            if (value is null)
                builder.AppendMissing();
            else
                builder.Append(value);
        }

        return builder.Build();
    }

    /// <summary>Of two classes, 0 and 1 in a column y, unless it is said.</summary>
    public static TrainingSet Set(Table rows, ModelTask task = ModelTask.BinaryClassification, string label = "y") =>
        new() { Rows = rows, Task = task, Label = label };

    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Columns(string input, IReadOnlyList<string> columns) =>
        new Dictionary<string, IReadOnlyList<string>> { [input] = columns };
}

/// <summary>A model's file in a repository of its own, taken in by the trainer onnx.</summary>
internal static class Taken
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="file">Below the shared folder of ONNX models.</param>
    /// <param name="set">The train rows.</param>
    /// <param name="options">But for the path.</param>
    public static IPredictor Load(string file, TrainingSet set, OnnxOptions? options = null) =>
        Load(File.ReadAllBytes(Repository.Shared("data", "onnx", file)), set, options);

    public static IPredictor Load(byte[] model, TrainingSet set, OnnxOptions? options = null) =>
        new OnnxFlavor().Load(Train(model, set, options).OrThrow().Artifact);

    public static IReadOnlyList<Problem> Refuse(string path, TrainingSet set)
    {
        using var folder = new TemporaryFolder();
        var models = Directory.CreateDirectory(Path.Combine(folder.Path, "models")).FullName;
        File.Copy(path, Path.Combine(models, Path.GetFileName(path)));
        return Train(folder.Path, set, new OnnxOptions { Path = Path.GetFileName(path) }).Problems;
    }

    public static Validated<TrainedModel> Train(byte[] model, TrainingSet set, OnnxOptions? options = null)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "models"));
        File.WriteAllBytes(Path.Combine(folder.Path, "models", "some.onnx"), model);
        return Train(folder.Path, set, (options ?? new OnnxOptions()) with { Path = "some.onnx" });
    }

    /// <param name="root">Of a repository, with the model in its folder "models".</param>
    /// <param name="set">The train rows.</param>
    /// <param name="options">With the path.</param>
    public static Validated<TrainedModel> Train(string root, TrainingSet set, OnnxOptions options)
    {
        ITrainer trainer = new OnnxTrainer(TimeProvider.System);
        var request = new TrainingRequest
        {
            Set = set,
            Options = options,
            Seed = 1,
            Place = new TrainingPlace(root, Path.Combine(root, "models"), Path.Combine(root, "scratch")),
        };
        return trainer.Train(request, new Progress<StepEvent>(), Token);
    }
}
