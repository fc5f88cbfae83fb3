using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Models;
using Pipeline.Onnx.Adoption;
using Pipeline.Onnx.Files;

namespace Pipeline.Onnx.Commands;

/// <summary>
/// A command of a team's own that reads rows from files and writes a model as ONNX, which is then taken in as any made elsewhere.
/// It works in a folder that is gone afterwards, and sees no test row.
/// </summary>
/// <param name="time">Measures how long it takes, and when that is too long.</param>
internal sealed class CommandTrainer(TimeProvider time) : ITrainer<CommandOptions>
{
    private const string Place = "training.trainer.command";
    private const int MostShown = 3;

    public string Name => "command";

    public IReadOnlyList<ModelTask> Tasks { get; } = [.. Enum.GetValues<ModelTask>()];

    public double ValidationShare(CommandOptions options) => options.Validation;

    /// <summary>Arguments that are files, and what the manifest says is read; of a folder, every file in it.</summary>
    public IEnumerable<string> FilesOf(CommandOptions options, TrainingPlace place)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(place);
        return options.Command.Concat(options.Reads)
            .Select(path => place.TryResolve(path, out var full, out _) ? full : null)
            .OfType<string>()
            .SelectMany(path => Directory.Exists(path)
                ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(IsSource).Order(StringComparer.Ordinal)
                : Enumerable.Repeat(path, 1))
            .Distinct(StringComparer.Ordinal);
    }

    public Validated<TrainedModel> Train(
        TrainingRequest request, CommandOptions options, IProgress<StepEvent> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(progress);
        if (request.Place is not { } place)
            return Refuse($"{Place} runs in a repository, and there is none here.");
        if (Problems(options, place) is { Count: > 0 } problems)
            return Validated.Invalid<TrainedModel>(problems);
        using var folder = new WorkFolder(place.Scratch);
        folder.Write(request, options);
        var step = $"running {Path.GetFileName(options.Command[0])}";
        var started = time.GetTimestamp();
        progress.Report(new StepEvent.Started(step));
        var run = new CommandRun(options, place, folder);
        var end = run.Run(line => progress.Report(new StepEvent.Noted(step, line)), time, cancellationToken);
        progress.Report(new StepEvent.Finished(step, time.GetElapsedTime(started)));
        if (Failure(end, options) is { } sentence)
            return Refuse(sentence + Said(end), "All that it printed stands above.");
        if (!File.Exists(folder.Model))
        {
            return Refuse(
                $"The command ended well and wrote no model.onnx{Said(end)}",
                "It writes the model to the folder that PIPELINE_OUTPUT names, or to 'output' where it runs.");
        }

        var file = ModelFile.Read(folder.Model, $"model.onnx of '{string.Join(' ', options.Command)}'");
        if (!file.TryGet(out var model))
            return Validated.Invalid<TrainedModel>(file.Problems);
        var adopted = new ModelAdoption(model, options.Model, "training.trainer.model")
            .Adopt(request.Set, sentence => progress.Report(new StepEvent.Noted(step, sentence)), cancellationToken);
        return adopted.TryGet(out var trained)
            ? Validated.Valid(trained with
            {
                Curves = MetricLines.Read(
                    folder.Metrics, sentence => progress.Report(new StepEvent.Warned(step, sentence))),
            })
            : adopted;
    }

    private static List<Problem> Problems(CommandOptions options, TrainingPlace place)
    {
        var problems = new List<Problem>();
        if (options.Command.Count == 0 || options.Command[0].Length == 0)
            problems.Add(new Problem($"{Place} is empty: a program and its arguments are accepted."));
        else if (CommandRun.Find(options.Command[0], place) is null)
        {
            problems.Add(new Problem(
                $"{Place}: there is no program '{options.Command[0]}' on the PATH, nor in the model's folder.",
                "Install it, or name it by its path."));
        }

        foreach (var path in options.Reads)
        {
            if (!place.TryResolve(path, out var full, out var reason))
                problems.Add(new Problem($"training.trainer.reads: {reason}"));
            else if (!File.Exists(full) && !Directory.Exists(full))
                problems.Add(new Problem($"training.trainer.reads: there is no '{path}' in the model's folder."));
        }

        foreach (var name in options.Environment.Where(name => System.Environment.GetEnvironmentVariable(name) is null))
        {
            problems.Add(new Problem(
                $"training.trainer.environment: the variable '{name}' is not set.", "Set it, or leave it out."));
        }

        return problems;
    }

    private static string? Failure(CommandEnd end, CommandOptions options) => end.ExitCode switch
    {
        null => string.Create(
            CultureInfo.InvariantCulture,
            $"The command did not end within {options.Timeout.TotalMinutes:0.##} minutes, its time-out, and was ended"),
        0 => null,
        var code => $"The command ended with exit code {code}",
    };

    private static string Said(CommandEnd end) => end.LastLines.Count == 0
        ? ", without a word."
        : $"; its last lines: '{string.Join(" / ", end.LastLines.TakeLast(MostShown))}'.";

    private static bool IsSource(string path) => !path.Contains("__pycache__", StringComparison.Ordinal);

    private static Validated<TrainedModel> Refuse(string message, string? hint = null) =>
        Validated.Invalid<TrainedModel>(new Problem($"{Place}: {message}", hint));
}

/// <summary>What a manifest says of a command that trains.</summary>
[Description("A command that reads rows from files and writes a model as ONNX.")]
internal sealed record CommandOptions
{
    [Description("The program and its arguments; those that are files of the model's folder are given with their full paths.")]
    [Length(1, 100)]
    public IReadOnlyList<string> Command { get; init; } = [];

    [Description("Files and folders that the command reads; when one changes, it runs again.")]
    public IReadOnlyList<string> Reads { get; init; } = [];

    [Description("The variables that it is given beside PATH, HOME, LANG and their like.")]
    [RegularExpression("[A-Za-z_][A-Za-z0-9_]*")]
    public IReadOnlyList<string> Environment { get; init; } = [];

    [Description("When it is ended.")]
    [Range(1.0, 604_800.0)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(30);

    [Description("The share of the train rows that it is given apart, to watch itself by.")]
    [Range(0.0, 0.5)]
    public double Validation { get; init; } = 0.2;

    [Description("How the model that it writes is to be read.")]
    public OnnxMapping Model { get; init; } = new();

    [Description("Anything; the command finds it in training.json.")]
    public JsonElement? Options { get; init; }
}
