using System.Buffers.Binary;
using System.IO.Hashing;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;

namespace Pipeline.Training;

/// <summary>Makes models of any train rows as a manifest says, but for the choice of trainer and options.</summary>
internal sealed class ModelMaker(RunRequest request, IProgress<StepEvent> progress)
{
    private readonly TrainingSection _section = request.Manifest.Get<TrainingSection>();

    /// <summary>The share of the machine of one training of several; null where there is one.</summary>
    public int? Threads { get; init; }

    /// <param name="choice">Who trains, and with which options.</param>
    /// <param name="rows">All that the model learns from.</param>
    /// <param name="cancellationToken">Ends the training.</param>
    /// <param name="seed">Where chance plays a part; null for the manifest's.</param>
    public async Task<Validated<MadeModel>> MakeAsync(
        TrainerChoice choice, LabelledRows rows, CancellationToken cancellationToken, int? seed = null)
    {
        var begin = seed ?? _section.Seed;
        var (learned, calibrated) = _section.Calibration is { } section
            ? HeldRows.Divide(rows, section.Validation, HeldRows.ForCalibration)
            : (rows, null);
        var stopped = Stop(choice, learned, begin, cancellationToken);
        if (!stopped.TryGet(out var made))
            return stopped;
        return calibrated is null ? stopped : await CalibrateAsync(made, calibrated, cancellationToken);
    }

    /// <summary>
    /// Where training is to end early, a model that does not see the watched rows says how many iterations are enough; the one
    /// that is kept learns from all.
    /// </summary>
    private Validated<MadeModel> Stop(
        TrainerChoice choice, LabelledRows rows, int seed, CancellationToken cancellationToken)
    {
        if (_section.EarlyStopping is not { } section)
        {
            var trained = Train(choice, rows, watch: null, seed, cancellationToken);
            return trained.TryGet(out var only)
                ? Validated.Valid(new MadeModel(choice, only))
                : Validated.Invalid<MadeModel>(trained.Problems);
        }

        var (fit, watched) = HeldRows.Divide(rows, section.Validation, HeldRows.ForEarlyStopping);
        if (fit.Indexes.Count == 0 || watched.Indexes.Count == 0)
        {
            return Validated.Invalid<MadeModel>(request.Manifest.Locate("training.early-stopping").Problem(
                $"{rows.Indexes.Count} rows are too few to watch some of them."));
        }

        var weighed = RowWeights.Of(watched, request.Manifest, fit);
        if (!weighed.TryGet(out var weights))
            return Validated.Invalid<MadeModel>(weighed.Problems);
        var watch = new TrainingWatch(watched.TableToLearn, section.Rounds) { Weights = weights.ByRow };
        var tried = Train(choice, fit, watch, seed, cancellationToken);
        if (!tried.TryGet(out var first))
            return Validated.Invalid<MadeModel>(tried.Problems);
        var curve = first.Curves.Single(EarlyStopping.IsWatched);
        var stopping = EarlyStopping.Choose(curve, section.Rounds, watched.Indexes.Count);
        progress.Report(new StepEvent.Noted("training", $"The {curve.Unit}s that are enough: {stopping}."));
        var enough = EarlyStopping.With(choice, stopping.Iterations);
        var last = Train(enough, rows, watch: null, seed, cancellationToken);
        return last.TryGet(out var model)
            ? Validated.Valid(new MadeModel(enough, model with { Curves = [.. model.Curves, curve] }) { Stopping = stopping })
            : Validated.Invalid<MadeModel>(last.Problems);
    }

    private async Task<Validated<MadeModel>> CalibrateAsync(
        MadeModel made, LabelledRows rows, CancellationToken cancellationToken)
    {
        var asked = await AskAsync(made.Artifact, rows, cancellationToken);
        if (!asked.TryGet(out var answered))
            return Validated.Invalid<MadeModel>(asked.Problems);
        var fitted = CalibrationFit.Fit(
            _section.Calibration!.Method, answered.Answers[0], [.. answered.Truth.Select(value => value > 0)]);
        if (!fitted.TryGet(out var found))
        {
            return Validated.Invalid<MadeModel>(fitted.Problems.Select(problem =>
                request.Manifest.Locate("training.calibration").Problem(problem.Message, problem.Hint)));
        }

        progress.Report(new StepEvent.Noted("training", $"The probabilities are calibrated by {found.Report}."));
        return Validated.Valid(made with
        {
            Model = made.Model with { Artifact = made.Artifact.With(found.Calibration) },
            Calibration = found.Report,
        });
    }

    /// <summary>What a model answers to rows that it has not learned from, beside what is true of them.</summary>
    /// <returns>The answers that the task is judged by; a class that the model does not know is a problem.</returns>
    public async Task<Validated<MetricRows>> AskAsync(
        ModelArtifact artifact, LabelledRows rows, CancellationToken cancellationToken)
    {
        using var predictor = await request.Load(artifact, cancellationToken);
        var (kind, label, table) = (TaskKind.Of(request.Manifest.Frame.Task), predictor.Signature.Label, rows.Table);
        var read = kind.Read(table[request.Data.Label], label);
        if (!read.TryGet(out var target))
            return Validated.Invalid<MetricRows>(read.Problems);
        var scored = predictor.Score(table, cancellationToken);
        return Validated.Valid(new MetricRows(
            target.Values,
            [.. kind.Outputs(label).Select(name => ((NumberColumn)scored[name]).Values)],
            predictor.Signature.Decision));
    }

    private Validated<TrainedModel> Train(
        TrainerChoice choice, LabelledRows rows, TrainingWatch? watch, int seed, CancellationToken cancellationToken)
    {
        var data = request.Data;
        if (data.Weight is not null && !choice.Trainer.TakesWeights)
        {
            return Validated.Invalid<TrainedModel>(request.Manifest.Locate("data.weight").Problem(
                $"{choice.Trainer.Name} takes no weights.", "Take another trainer, or ignore the column."));
        }

        var (learned, apart) = choice.Trainer.ValidationShare(choice.Options) is > 0 and var share
            ? HeldRows.Divide(rows, share, HeldRows.ForEarlyStopping)
            : (rows, null);
        var weighed = RowWeights.Of(learned, request.Manifest);
        if (!weighed.TryGet(out var weights))
            return Validated.Invalid<TrainedModel>(weighed.Problems);
        var training = new TrainingRequest
        {
            Set = new TrainingSet
            {
                Rows = learned.TableToLearn,
                Task = request.Manifest.Frame.Task,
                Label = data.Label,
                Positive = data.Positive,
                Declared = data.Declared,
                Features = request.Manifest.Wishes(),
                Weights = weights.ByRow,
            },
            Options = choice.Options,
            Seed = seed,
            Place = request.Place,
            Watch = watch,
            Threads = Threads,
            Validation = apart?.TableToLearn,
        };
        return choice.Trainer.Train(training, progress, cancellationToken);
    }
}

/// <param name="Choice">With the options that the model was made with in the end.</param>
/// <param name="Model">What the trainer made.</param>
internal sealed record MadeModel(TrainerChoice Choice, TrainedModel Model)
{
    public ModelArtifact Artifact => Model.Artifact;

    /// <summary>How many iterations were enough; null where nothing ended the training early.</summary>
    public StoppingChoice? Stopping { get; init; }

    /// <summary>What became of the probabilities; null where they are as the model answers.</summary>
    public CalibrationReport? Calibration { get; init; }
}

/// <summary>Rows that are held apart from those that a model learns from.</summary>
internal static class HeldRows
{
    /// <summary>Rows that a threshold is chosen on.</summary>
    public const ulong ForDecision = 0;

    /// <summary>Rows that probabilities are calibrated on.</summary>
    public const ulong ForCalibration = 1;

    /// <summary>Rows that a training is watched on.</summary>
    public const ulong ForEarlyStopping = 2;

    /// <summary>
    /// Divides by a hash of what rows are: those that belong together stay on one side, and others may come and go.
    /// </summary>
    /// <param name="rows">All there are.</param>
    /// <param name="share">Of the rows that are held, above 0 and below 1.</param>
    /// <param name="purpose">Rows that are held for one purpose say nothing about those held for another.</param>
    public static (LabelledRows Fit, LabelledRows Held) Divide(LabelledRows rows, double share, ulong purpose)
    {
        var limit = (ulong)(share * ulong.MaxValue);
        var isHeld = rows.Identities.Select(identity => Hash(identity, purpose) < limit).ToList();
        return (rows with { Indexes = Only(false) }, rows with { Indexes = Only(true) });

        IReadOnlyList<int> Only(bool held) => [.. rows.Indexes.Where((_, at) => isHeld[at] == held)];
    }

    /// <summary>XxHash3 of an identity, which is another for each purpose.</summary>
    private static ulong Hash(UInt128 identity, ulong purpose)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, identity);
        return XxHash3.HashToUInt64(bytes, (long)purpose);
    }
}
