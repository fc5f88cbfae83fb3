using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Models;

namespace Pipeline.Training;

/// <summary>Makes models of any train rows as a manifest says, but for the choice of trainer and options.</summary>
internal sealed class ModelMaker(RunRequest request, IProgress<StepEvent> progress)
{
    /// <param name="choice">Who trains, and with which options.</param>
    /// <param name="rows">All that the model learns from.</param>
    /// <param name="cancellationToken">Ends the training.</param>
    /// <param name="seed">Where chance plays a part; null for the manifest's.</param>
    public Task<Validated<MadeModel>> MakeAsync(
        TrainerChoice choice, LabelledRows rows, CancellationToken cancellationToken, int? seed = null)
    {
        var trained = Train(choice, rows, seed ?? request.Manifest.Get<TrainingSection>().Seed, cancellationToken);
        return Task.FromResult(trained.TryGet(out var model)
            ? Validated.Valid(new MadeModel(choice, model))
            : Validated.Invalid<MadeModel>(trained.Problems));
    }

    private Validated<TrainedModel> Train(
        TrainerChoice choice, LabelledRows rows, int seed, CancellationToken cancellationToken)
    {
        var data = request.Data;
        var training = new TrainingRequest
        {
            Set = new TrainingSet
            {
                Rows = rows.TableToLearn,
                Task = request.Manifest.Frame.Task,
                Label = data.Label,
                Positive = data.Positive,
                Declared = data.Declared,
            },
            Options = choice.Options,
            Seed = seed,
            Place = request.Place,
        };
        return choice.Trainer.Train(training, progress, cancellationToken);
    }
}

/// <param name="Choice">With the options that the model was made with in the end.</param>
/// <param name="Model">What the trainer made.</param>
internal sealed record MadeModel(TrainerChoice Choice, TrainedModel Model)
{
    public ModelArtifact Artifact => Model.Artifact;
}

/// <summary>Rows that are held apart from those that a model learns from.</summary>
internal static class HeldRows
{
    /// <summary>Rows that a threshold is chosen on.</summary>
    public const ulong ForDecision = 0;

    /// <summary>
    /// Divides by a hash of what rows are: those that belong together stay on one side, and others may come and go.
    /// </summary>
    /// <param name="rows">All there are.</param>
    /// <param name="share">Of the rows that are held, above 0 and below 1.</param>
    /// <param name="purpose">Rows that are held for one purpose say nothing about those held for another.</param>
    public static (LabelledRows Fit, LabelledRows Held) Divide(LabelledRows rows, double share, ulong purpose)
    {
        var limit = (ulong)(share * ulong.MaxValue);
        var isHeld = rows.Identities.Select(identity => Mix((ulong)identity ^ purpose) < limit).ToList();
        return (rows with { Indexes = Only(false) }, rows with { Indexes = Only(true) });

        IReadOnlyList<int> Only(bool held) => [.. rows.Indexes.Where((_, at) => isHeld[at] == held)];
    }

    /// <summary>The finalizer of SplitMix64 (Steele, Lea and Flood 2014): every bit depends on every bit.</summary>
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
