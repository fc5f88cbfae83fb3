using Pipeline.Core.Artifacts;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;
using Pipeline.Models.Documents;
using Pipeline.Models;

namespace Pipeline.Training;

/// <summary>Makes a model as a manifest says, and writes down how.</summary>
/// <param name="trainers">Those that a manifest may name.</param>
/// <param name="clock">When it was, and how long it took.</param>
public sealed class TrainingRun(TrainerCatalog trainers, TimeProvider clock)
{
    /// <summary>
    /// Trains, and writes the model, the identities of the rows it learned from, and last the document. The document of an
    /// earlier run goes first, so that a run that is killed leaves no document that speaks of other files.
    /// </summary>
    public async Task<Validated<RunDocument>> RunAsync(
        RunRequest request, IProgress<StepEvent> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(progress);
        var choice = TrainerChoice.Of(request.Manifest, trainers);
        if (!choice.TryGet(out var chosen))
            return Validated.Invalid<RunDocument>(choice.Problems);
        var data = request.Data;
        if (Refuse(data) is { Count: > 0 } problems)
            return Validated.Invalid<RunDocument>(problems);
        var (startedAt, begin) = (clock.GetUtcNow(), clock.GetTimestamp());
        var trained = Train(request, chosen, progress, cancellationToken);
        if (!trained.TryGet(out var model))
            return Validated.Invalid<RunDocument>(trained.Problems);
        var learned = RowSet.Of(data.Train.Identities);
        var run = Describe(request, chosen, model, learned) with
        {
            StartedAt = startedAt,
            Duration = clock.GetElapsedTime(begin),
        };
        await WriteAsync(request.Artifacts, model.Artifact, learned, run, cancellationToken);
        return Validated.Valid(run);
    }

    private static List<Problem> Refuse(LabelledData data)
    {
        var names = data.Rows.Columns.Select(x => x.Name).ToList();
        return names.Contains(data.Label)
            ? []
            : [new Problem($"The data has no column '{data.Label}'.", NearestNames.Hint(data.Label, names))];
    }

    private static Validated<TrainedModel> Train(
        RunRequest request, TrainerChoice choice, IProgress<StepEvent> progress, CancellationToken cancellationToken)
    {
        var data = request.Data;
        var training = new TrainingRequest
        {
            Set = new TrainingSet
            {
                Rows = data.Train.TableToLearn,
                Task = request.Manifest.Frame.Task,
                Label = data.Label,
                Positive = data.Positive,
                Declared = data.Declared,
            },
            Options = choice.Options,
            Seed = request.Manifest.Get<TrainingSection>().Seed,
        };
        return choice.Trainer.Train(training, progress, cancellationToken);
    }

    private static RunDocument Describe(RunRequest request, TrainerChoice choice, TrainedModel model, RowSet learned)
    {
        var (data, frame) = (request.Data, request.Manifest.Frame);
        var (seed, options) = (request.Manifest.Get<TrainingSection>().Seed, ManifestRecord.ToJson(choice.Options));
        return new RunDocument
        {
            Id = RunId.Of(Digest.OfJson(new
            {
                frame.Name,
                Trainer = choice.Trainer.Name,
                Options = options,
                Seed = seed,
                data.Data,
                data.Split,
                Model = model.Artifact.Digest,
            })),
            Name = frame.Name,
            Inputs = request.Inputs,
            Task = frame.Task,
            Trainer = choice.Trainer.Name,
            Options = options,
            Seed = seed,
            Data = data.Data,
            Split = data.Split,
            Rows = data.TrainIndexes.Count,
            Learned = learned.Digest,
            Model = model.Artifact.Digest,
            Signature = Digest.OfBytes(model.Artifact.Signature.ToBytes()),
            Label = model.Artifact.Signature.Label,
            Measurements = model.Metrics,
        };
    }

    private static async Task WriteAsync(
        ArtifactLayout artifacts, ModelArtifact artifact, RowSet learned, RunDocument run, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(artifacts.Folder);
        File.Delete(artifacts.Run);
        if (Directory.Exists(artifacts.Model))
            Directory.Delete(artifacts.Model, recursive: true);
        await artifact.WriteAsync(artifacts.Model, cancellationToken);
        await AtomicFile.WriteAsync(artifacts.Learned, learned.ToBytes(), cancellationToken);
        await DocumentFile.WriteAsync(artifacts.Run, run, cancellationToken);
    }
}

/// <summary>What is to be trained, on what, and where to.</summary>
public sealed record RunRequest
{
    /// <summary>Its <see cref="TrainingSection"/> says how to train.</summary>
    public required BoundManifest<ModelFrame> Manifest { get; init; }

    /// <summary>It is learned from the train rows alone.</summary>
    public required LabelledData Data { get; init; }

    /// <summary>Where the model, the identities of its rows and the run document go.</summary>
    public required ArtifactLayout Artifacts { get; init; }

    /// <summary>What the document should say that it was made from.</summary>
    public IReadOnlyDictionary<string, Digest> Inputs { get; init; } = new Dictionary<string, Digest>();
}
