using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Manifest.Records;
using Pipeline.Models.Documents;

namespace Pipeline.Training;

/// <summary>
/// A training that is under way. From its beginning a document says that it was killed, so that this is what is known of one
/// whose process just ends; a training that ends by itself corrects it or takes it away.
/// </summary>
public sealed class RunAttempt : IDisposable
{
    /// <summary>Keys of the section that a run says in places of their own.</summary>
    private static readonly string[] Told = ["trainer", "options", "seed", "search"];

    private const string Died = "Its process ended before the training did.";

    private readonly string _path;
    private readonly RunMeter _meter;
    private readonly TrainerChoice _choice;
    private readonly FailedRunDocument _document;

    internal RunAttempt(RunRequest request, TrainerChoice choice, int seed, TimeProvider clock)
    {
        (_path, _choice, _meter) = (PathIn(request.Artifacts), choice, new RunMeter(clock));
        var (frame, data, options) = (request.Manifest.Frame, request.Data, ManifestRecord.ToJson(choice.Options));
        _document = new FailedRunDocument
        {
            Id = RunId.Of(Digest.OfJson(new
            {
                frame.Name,
                Trainer = choice.Trainer.Name,
                Options = options,
                Seed = seed,
                data.Data,
                data.Split,
                _meter.StartedAt,
            })),
            Name = frame.Name,
            Inputs = request.Inputs,
            Task = frame.Task,
            Trainer = choice.Trainer.Name,
            Options = options,
            Parameters = ParametersOf(request, options),
            Seed = seed,
            Data = data.Data,
            Rows = data.TrainIndexes.Count,
            IsKilled = true,
            Error = Died,
            StartedAt = _meter.StartedAt,
            Circumstances = new RunCircumstances
            {
                Data = request.Origin.Data,
                Source = request.Origin.Source,
                Environment = RunMachine.Describe(choice.Trainer),
            },
        };
    }

    public DateTimeOffset StartedAt => _meter.StartedAt;

    public TimeSpan Elapsed => _meter.Elapsed;

    /// <summary>The document of an attempt that made no model: a <see cref="FailedRunDocument"/>.</summary>
    public static string PathIn(ArtifactLayout artifacts)
    {
        ArgumentNullException.ThrowIfNull(artifacts);
        return Path.Combine(artifacts.Stages, "train.attempt.json");
    }

    /// <summary>The options that were trained with, and what else the manifest says of training.</summary>
    internal static IReadOnlyDictionary<string, string> ParametersOf(RunRequest request, JsonElement options)
    {
        var section = request.Manifest.JsonOf("training") as JsonObject ?? [];
        foreach (var known in Told)
            section.Remove(known);
        return RunParameters.Flatten(JsonSerializer.SerializeToElement(section), options);
    }

    public void Dispose() => _meter.Dispose();

    internal Task BeginAsync(CancellationToken cancellationToken) => DocumentFile.WriteAsync(_path, _document, cancellationToken);

    /// <summary>What a run with a model says of where it took place and what it took.</summary>
    internal RunCircumstances Measure() => _meter.Measure(_document.Circumstances with
    {
        Environment = RunMachine.Describe(_choice.Trainer),
    });

    internal void Succeed() => File.Delete(_path);

    internal Task FailAsync(IEnumerable<Problem> problems) => EndAsync(isKilled: false, string.Join('\n', problems));

    internal Task FailAsync(Exception exception) => exception is OperationCanceledException
        ? EndAsync(isKilled: true, "It was interrupted.")
        : EndAsync(isKilled: false, exception.Message);

    /// <summary>Even where the training was cancelled: what came of it is still to be known.</summary>
    private Task EndAsync(bool isKilled, string error) => DocumentFile.WriteAsync(
        _path,
        _document with { IsKilled = isKilled, Error = error, Duration = Elapsed, Circumstances = Measure() },
        CancellationToken.None);
}

/// <summary>Where a run comes from, which is no part of what it is.</summary>
/// <param name="Data">The data as people know it; null where nobody said.</param>
/// <param name="Source">What git knew of the sources; null without git.</param>
public sealed record RunOrigin(RunData? Data = null, RunSource? Source = null);
