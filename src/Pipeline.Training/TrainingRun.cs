using Pipeline.Core.Artifacts;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;
using Pipeline.Models.Documents;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Training.Jobs;
using Pipeline.Training.Search;

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
        var planned = SearchPlan.Of(request.Manifest, chosen, request.Metrics);
        if (!planned.TryGet(out var plan))
            return Validated.Invalid<RunDocument>(planned.Problems);
        if (Refuse(request.Data) is { Count: > 0 } problems)
            return Validated.Invalid<RunDocument>(problems);
        using var attempt = new RunAttempt(request, chosen, request.Manifest.Get<TrainingSection>().Seed, clock);
        await attempt.BeginAsync(cancellationToken);
        try
        {
            var run = await RunAsync(request, (chosen, plan), attempt, progress, cancellationToken);
            if (run.IsValid)
                attempt.Succeed();
            else
                await attempt.FailAsync(run.Problems);
            return run;
        }
        catch (Exception exception)
        {
            await attempt.FailAsync(exception);
            throw;
        }
    }

    private async Task<Validated<RunDocument>> RunAsync(
        RunRequest request,
        (TrainerChoice Choice, SearchPlan.Optional Search) asked,
        RunAttempt attempt,
        IProgress<StepEvent> progress,
        CancellationToken cancellationToken)
    {
        var data = request.Data;
        var searched = await SearchAsync(request, asked.Search, progress, cancellationToken);
        if (!searched.TryGet(out var search))
            return Validated.Invalid<RunDocument>(searched.Problems);
        if (request.Jobs is { } jobs)
            return await TakeAsync(request, jobs, search, cancellationToken);
        var chosen = search.Found is { } best ? asked.Search.Plan!.Space.Choose([.. best.Setting]).OrThrow() : asked.Choice;
        var maker = new ModelMaker(request, progress);
        var decided = await DecideAsync(request, maker, chosen, progress, cancellationToken);
        if (!decided.TryGet(out var decision))
            return Validated.Invalid<RunDocument>(decided.Problems);
        var made = await maker.MakeAsync(chosen, data.Train, cancellationToken);
        if (!made.TryGet(out var result))
            return Validated.Invalid<RunDocument>(made.Problems);
        var model = result.Model;
        if (decision.Threshold is { } threshold)
            model = model with { Artifact = model.Artifact.With(DecisionRule.Threshold.Usual with { Limit = threshold }) };
        var (artifact, onnx) = await OnnxKeeping.KeepAsync(request, model, cancellationToken);
        model = model with { Artifact = await BackgroundKeeping.KeepAsync(request, artifact, cancellationToken) };
        var validated = await CrossValidateAsync(request, chosen, decision.Threshold, progress, cancellationToken);
        if (!validated.TryGet(out var scores))
            return Validated.Invalid<RunDocument>(validated.Problems);
        var learned = RowSet.Of(data.Train.Identities);
        var run = Describe(request, result.Choice, model, learned) with
        {
            Decision = decision.Choice,
            Stopping = result.Stopping,
            Calibration = result.Calibration,
            Onnx = onnx,
            Curves = [.. model.Curves.Select(Finite)],
            StartedAt = attempt.StartedAt,
            Duration = attempt.Elapsed,
            Circumstances = attempt.Measure(),
            Search = search.Found?.Outcome,
            CrossValidation = scores is [var only] ? only : null,
        };
        await WriteAsync(request.Artifacts, new TrainedFiles(run, model.Artifact, learned), search.Document, cancellationToken);
        return Validated.Valid(run);
    }

    /// <summary>Runs one trial of the search that the manifest asks for.</summary>
    /// <param name="request">As for the whole training.</param>
    /// <param name="trial">Which one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Validated<SearchTrial>> TryAsync(
        RunRequest request, TrialJob trial, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(trial);
        var choice = TrainerChoice.Of(request.Manifest, trainers);
        if (!choice.TryGet(out var chosen))
            return Validated.Invalid<SearchTrial>(choice.Problems);
        var planned = SearchPlan.Of(request.Manifest, chosen, request.Metrics);
        if (!planned.TryGet(out var search))
            return Validated.Invalid<SearchTrial>(planned.Problems);
        if (search.Plan is not { } plan || plan.Space.Parameters.Count != trial.Setting.Count)
            return Validated.Invalid<SearchTrial>(new Problem("The trial is not one of the manifest's search."));
        var prepared = TrialJudge.Of(plan, request, clock, threads: null);
        return prepared.TryGet(out var run)
            ? Validated.Valid(await run(trial, cancellationToken))
            : Validated.Invalid<SearchTrial>(prepared.Problems);
    }

    /// <summary>What was trained elsewhere, held to what it should have been trained on.</summary>
    private static async Task<Validated<RunDocument>> TakeAsync(
        RunRequest request, ITrainingJobs jobs, Searched search, CancellationToken cancellationToken)
    {
        var trained = await jobs.TrainAsync(search.Found, cancellationToken);
        if (!trained.TryGet(out var files))
            return Validated.Invalid<RunDocument>(trained.Problems);
        var (run, data) = (files.Run, request.Data);
        if (run.Name != request.Manifest.Frame.Name || run.Data != data.Data || run.Split != data.Split
            || run.Rows != data.TrainIndexes.Count || run.Seed != request.Manifest.Get<TrainingSection>().Seed
            || run.Model != files.Model.Digest || run.Learned != files.Learned.Digest)
        {
            return Validated.Invalid<RunDocument>(new Problem(
                "What came back of the training is of another one.", "Is the image of the worker of this toolkit?"));
        }

        await WriteAsync(request.Artifacts, files, search.Document, cancellationToken);
        return Validated.Valid(run);
    }

    /// <summary>A loss that got out of hand has no number that a document could hold.</summary>
    private static MetricCurve Finite(MetricCurve curve) =>
        curve with { Points = [.. curve.Points.Where(point => double.IsFinite(point.Value))] };

    /// <summary>
    /// What a manifest says of training that is wrong, which can be known before the data is read: the trainer, its options,
    /// and a search of them.
    /// </summary>
    /// <param name="manifest">Has a <see cref="TrainingSection"/>.</param>
    /// <param name="trainers">That it may name.</param>
    /// <param name="metrics">That it may search by.</param>
    public static IReadOnlyList<Problem> Check(
        BoundManifest<ModelFrame> manifest, TrainerCatalog trainers, IReadOnlyList<IMetric> metrics)
    {
        var choice = TrainerChoice.Of(manifest, trainers);
        return choice.TryGet(out var chosen) ? SearchPlan.Of(manifest, chosen, metrics).Problems : choice.Problems;
    }

    private async Task<Validated<Searched>> SearchAsync(
        RunRequest request, SearchPlan.Optional planned, IProgress<StepEvent> progress, CancellationToken cancellationToken)
    {
        if (planned.Plan is not { } plan || request.Found is not null)
            return Validated.Valid(new Searched(planned.Plan is null ? null : request.Found, null));
        using var search = new SearchRun(plan, request, clock, progress);
        var searched = await search.RunAsync(cancellationToken);
        return searched.TryGet(out var found)
            ? Validated.Valid(new Searched(new FoundSetting(found.Setting, SearchOutcome.Of(found.Document)), found.Document))
            : Validated.Invalid<Searched>(searched.Problems);
    }

    /// <summary>One, or none where none is asked for.</summary>
    private static async Task<Validated<IReadOnlyList<CrossValidationScores>>> CrossValidateAsync(
        RunRequest request,
        TrainerChoice choice,
        double? threshold,
        IProgress<StepEvent> progress,
        CancellationToken cancellationToken)
    {
        if (request.Manifest.Get<TrainingSection>().CrossValidation is not { } spec)
            return Validated.Valid<IReadOnlyList<CrossValidationScores>>([]);
        var scores = await new CrossValidation(request, progress).RunAsync(spec, choice, threshold, cancellationToken);
        return scores.TryGet(out var found)
            ? Validated.Valid<IReadOnlyList<CrossValidationScores>>([found])
            : Validated.Invalid<IReadOnlyList<CrossValidationScores>>(scores.Problems);
    }

    private static List<Problem> Refuse(LabelledData data)
    {
        var names = data.Rows.Columns.Select(x => x.Name).ToList();
        return names.Contains(data.Label)
            ? []
            : [new Problem($"The data has no column '{data.Label}'.", NearestNames.Hint(data.Label, names))];
    }

    /// <summary>
    /// A threshold that is to be chosen takes a model of its own, which has not seen the rows that it is chosen on. The model
    /// that is kept learns from all train rows, as scikit-learn's does with <c>refit</c>.
    /// </summary>
    private static async Task<Validated<(double? Threshold, ThresholdChoice? Choice)>> DecideAsync(
        RunRequest request,
        ModelMaker maker,
        TrainerChoice choice,
        IProgress<StepEvent> progress,
        CancellationToken cancellationToken)
    {
        if (request.Manifest.Find<DecisionSection>() is not { } section)
            return Validated.Valid<(double?, ThresholdChoice?)>((null, null));
        if (!section.IsChosen)
            return Validated.Valid<(double?, ThresholdChoice?)>((section.Threshold, null));
        var (fit, validation) = HeldRows.Divide(request.Data.Train, section.Validation, HeldRows.ForDecision);
        var trained = await maker.MakeAsync(choice, fit, cancellationToken);
        if (!trained.TryGet(out var model))
            return Validated.Invalid<(double?, ThresholdChoice?)>(trained.Problems);
        var asked = await maker.AskAsync(model.Artifact, validation, cancellationToken);
        if (!asked.TryGet(out var answered))
            return Validated.Invalid<(double?, ThresholdChoice?)>(asked.Problems);
        var found = ThresholdSearch.Choose(section, answered.Answers[0], [.. answered.Truth.Select(value => value > 0)]);
        if (!found.TryGet(out var chosen))
            return Validated.Invalid<(double?, ThresholdChoice?)>([.. found.Problems.Select(problem =>
                request.Manifest.Locate("decision").Problem(problem.Message, problem.Hint))]);
        progress.Report(new StepEvent.Noted("training", $"The threshold is {chosen}."));
        return Validated.Valid<(double?, ThresholdChoice?)>((chosen.Threshold, chosen));
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
            Parameters = RunAttempt.ParametersOf(request, options),
            Seed = seed,
            Data = data.Data,
            Split = data.Split,
            Rows = data.TrainIndexes.Count,
            Learned = learned.Digest,
            Model = model.Artifact.Digest,
            Signature = Digest.OfBytes(model.Artifact.Signature.ToBytes()),
            Label = model.Artifact.Signature.Label,
            Measurements = model.Metrics,
            Features = model.Features,
        };
    }

    private static async Task WriteAsync(
        ArtifactLayout artifacts, TrainedFiles files, SearchDocument? search, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(artifacts.Folder);
        File.Delete(artifacts.Run);
        File.Delete(artifacts.Search);
        if (Directory.Exists(artifacts.Model))
            Directory.Delete(artifacts.Model, recursive: true);
        await files.Model.WriteAsync(artifacts.Model, cancellationToken);
        await AtomicFile.WriteAsync(artifacts.Learned, files.Learned.ToBytes(), cancellationToken);
        if (search is not null)
            await DocumentFile.WriteAsync(artifacts.Search, search, cancellationToken);
        await DocumentFile.WriteAsync(artifacts.Run, files.Run, cancellationToken);
    }

    /// <param name="Found">Null where nothing was searched.</param>
    /// <param name="Document">Null where nothing was searched here.</param>
    private sealed record Searched(FoundSetting? Found, SearchDocument? Document);
}

/// <summary>What is to be trained, on what, and where to.</summary>
public sealed record RunRequest
{
    /// <summary>Its <see cref="TrainingSection"/> says how to train.</summary>
    public required BoundManifest<ModelFrame> Manifest { get; init; }

    /// <summary>It is learned from the train rows alone.</summary>
    public required LabelledData Data { get; init; }

    /// <summary>Makes a model that was trained ready to answer: a threshold may have to be chosen.</summary>
    public required Func<ModelArtifact, CancellationToken, Task<IPredictor>> Load { get; init; }

    /// <summary>
    /// Holds what a trainer wrote in ONNX against the model, on the rows of a table; null, the default, to keep no such file.
    /// </summary>
    public Func<OnnxDraft.Written, IPredictor, Table, CancellationToken, OnnxForm>? CompareOnnx { get; init; }

    /// <summary>Keeps beside the model what its answers are explained by. Default: false.</summary>
    public bool KeepsBackground { get; init; }

    /// <summary>
    /// What models may be measured by, of any task, where a search or a cross-validation is asked for. None by default: training
    /// measures nothing that it was not given.
    /// </summary>
    public IReadOnlyList<IMetric> Metrics { get; init; } = [];

    /// <summary>
    /// How many trials of a search may run at once; the machine's processors by default. No result depends on it.
    /// </summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Does the work elsewhere; null, the default, to do it here. Of the data, what is known without its rows is enough then.
    /// </summary>
    public ITrainingJobs? Jobs { get; init; }

    /// <summary>What a search found that was led by somebody else; null, the default, to search as the manifest says.</summary>
    public FoundSetting? Found { get; init; }

    /// <summary>Where the model, the identities of its rows and the run document go.</summary>
    public required ArtifactLayout Artifacts { get; init; }

    /// <summary>For trainers that read files; null, the default, where there are none.</summary>
    public TrainingPlace? Place { get; init; }

    /// <summary>Where the run comes from; unknown by default.</summary>
    public RunOrigin Origin { get; init; } = new();

    /// <summary>What the document should say that it was made from.</summary>
    public IReadOnlyDictionary<string, Digest> Inputs { get; init; } = new Dictionary<string, Digest>();
}
