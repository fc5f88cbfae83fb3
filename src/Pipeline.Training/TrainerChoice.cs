using Pipeline.Core.Problems;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;
using Pipeline.Models;

namespace Pipeline.Training;

/// <summary>The trainer that a manifest names, and its options.</summary>
/// <param name="Trainer">Who trains.</param>
/// <param name="Options">A record of the trainer's own; what the manifest leaves out has its default.</param>
public sealed record TrainerChoice(ITrainer Trainer, object Options)
{
    /// <summary>Of the options of what is written in place of a trainer's name.</summary>
    internal const string OptionsKey = "options";

    /// <summary>
    /// A trainer that is not known or does not learn the task, options that it does not have and values out of range are problems
    /// where they stand in the manifest. Nothing is trained, so that a build can ask before it reads the data.
    /// </summary>
    public static Validated<TrainerChoice> Of(BoundManifest<ModelFrame> manifest, TrainerCatalog trainers)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(trainers);
        var section = manifest.Get<TrainingSection>();
        var found = trainers.Find(section.TrainerName, manifest.Locate("training.trainer"));
        if (!found.TryGet(out var trainer))
            return Validated.Invalid<TrainerChoice>(found.Problems);
        if (trainer.Refuse(manifest.Frame.Task) is { } sentence)
            return Validated.Invalid<TrainerChoice>(manifest.Locate("training.trainer").Problem(sentence));
        if (manifest.Find<DecisionSection>() is not null && manifest.Frame.Task != ModelTask.BinaryClassification)
        {
            return Validated.Invalid<TrainerChoice>(manifest.Locate("decision").Problem(
                "Only a model of two classes has a threshold.", "Remove the section decision."));
        }

        if (Refuse(section, trainer, manifest.Frame.Task) is var (key, words))
            return Validated.Invalid<TrainerChoice>(manifest.Locate($"training.{key}").Problem(words));
        var options = Written(section) is { } node
            ? node.Bind(trainer.Options)
            : Validated.Valid(Activator.CreateInstance(trainer.Options)!);
        return options.TryGet(out var valid)
            ? Validated.Valid(new TrainerChoice(trainer, valid))
            : Validated.Invalid<TrainerChoice>(options.Problems);
    }

    /// <summary>What the section asks for beside a trainer, and neither task nor trainer has.</summary>
    private static (string Key, string Words)? Refuse(TrainingSection section, ITrainer trainer, ModelTask task)
    {
        var words = TaskKind.Of(task).Words;
        if (section.ClassWeights is not null && task == ModelTask.Regression)
            return ("class-weights", $"Only classes have weights, and the task is {words}.");
        if (section.ClassWeights is not null && !trainer.TakesWeights)
            return ("class-weights", $"{trainer.Name} takes no weights.");
        if (section.EarlyStopping is not null && !trainer.StopsEarly(task))
            return ("early-stopping", $"{trainer.Name} does not stop early, where the task is {words}.");
        if (trainer.Needs is null && section.Features.Count + section.Crosses.Count > 0)
        {
            var key = section.Features.Count > 0 ? "features" : "crosses";
            return (key, $"{trainer.Name} takes columns as they are, so that the section training has no {key} beside it.");
        }

        return section.Calibration is not null && task != ModelTask.BinaryClassification
            ? ("calibration", $"Only probabilities of two classes are calibrated, and the task is {words}.")
            : null;
    }

    /// <summary>
    /// The options as they are written. What is written in place of a trainer's name is a record of the trainer's, with the
    /// options of the section among its keys.
    /// </summary>
    internal static ManifestNode? Written(TrainingSection section) => section.Trainer.Text is null
        ? section.Trainer.With(OptionsKey, section.Options)
        : section.Options;
}
