using System.ComponentModel;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Models;
using Pipeline.Onnx.Adoption;
using Pipeline.Onnx.Commands;
using Pipeline.Onnx.Files;

namespace Pipeline.Onnx;

/// <summary>The trainers whose models are ONNX files: made elsewhere, or by a command of a team's own.</summary>
public static class OnnxTrainers
{
    /// <param name="time">Measures how long training takes.</param>
    public static IReadOnlyList<ITrainer> All(TimeProvider time) => [new OnnxTrainer(time), new CommandTrainer(time)];
}

/// <summary>
/// onnx. Takes a model that was made elsewhere, and learns nothing: it finds out how the model's inputs are the data's columns,
/// and holds its answers to the train rows against what such answers must be.
/// </summary>
/// <param name="time">Measures how long it takes.</param>
internal sealed class OnnxTrainer(TimeProvider time) : ITrainer<OnnxOptions>
{
    private const string Step = "taking in the model";

    public string Name => "onnx";

    public IReadOnlyList<ModelTask> Tasks { get; } = [.. Enum.GetValues<ModelTask>()];

    public IEnumerable<string> FilesOf(OnnxOptions options, TrainingPlace place)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(place);
        return place.TryResolve(options.Path, out var path, out _) ? ModelFile.FilesOf(path) : [];
    }

    public Validated<TrainedModel> Train(
        TrainingRequest request, OnnxOptions options, IProgress<StepEvent> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(progress);
        if (options.Path.Length == 0)
        {
            return Validated.Invalid<TrainedModel>(new Problem(
                "training.options.path is missing: nothing says which model it is.", "Write the path of its ONNX file."));
        }

        if (request.Place is not { } place)
            return Validated.Invalid<TrainedModel>(new Problem("The trainer onnx reads a file, and there is no folder here."));
        if (!place.TryResolve(options.Path, out var path, out var reason))
            return Validated.Invalid<TrainedModel>(new Problem($"training.options.path: {reason}"));
        var started = time.GetTimestamp();
        progress.Report(new StepEvent.Started(Step));
        var file = ModelFile.Read(path, Path.GetRelativePath(place.Root, path).Replace('\\', '/'));
        if (!file.TryGet(out var model))
            return Validated.Invalid<TrainedModel>(file.Problems);
        var adopted = new ModelAdoption(model, options, "training.options")
            .Adopt(request.Set, sentence => progress.Report(new StepEvent.Noted(Step, sentence)), cancellationToken);
        progress.Report(new StepEvent.Finished(Step, time.GetElapsedTime(started)));
        return adopted;
    }
}

/// <summary>Of the trainer onnx.</summary>
[Description("A model that was made elsewhere and written as ONNX.")]
internal sealed record OnnxOptions : OnnxMapping
{
    [Description("The ONNX file, relative to the model's folder.")]
    public string Path { get; init; } = "";
}

/// <summary>What an ONNX file does not say of itself, or says in other words than the data.</summary>
[Description("How the inputs and outputs of an ONNX file are those of the data.")]
internal record OnnxMapping
{
    [Description("By input of the model, the columns that it is made of, in order; the column of its name, or all features.")]
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Inputs { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    [Description("The output with the probabilities or the number, where there are several.")]
    public string? Output { get; init; }

    [Description("The classes in the order of their probabilities, where the model does not say.")]
    public IReadOnlyList<string>? Classes { get; init; }

    [Description("What the output's numbers are: probabilities, or logits that are not probabilities yet.")]
    public OnnxScores Scores { get; init; }

    [Description("What a missing text is told as; a missing number is NaN.")]
    public string MissingText { get; init; } = "";
}

/// <summary>What the numbers are that a model of classes gives.</summary>
internal enum OnnxScores
{
    /// <summary>They are.</summary>
    Probabilities,

    /// <summary>The sigmoid of one, or the softmax of several, is.</summary>
    Logits,
}
