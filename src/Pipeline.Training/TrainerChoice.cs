using Pipeline.Core.Problems;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;
using Pipeline.Models;

namespace Pipeline.Training;

/// <summary>The trainer that a manifest names, and a value for each of its options.</summary>
/// <param name="Trainer">Who trains.</param>
/// <param name="Settings">With defaults filled in.</param>
public sealed record TrainerChoice(ITrainer Trainer, TrainerSettings Settings)
{
    /// <summary>
    /// A trainer that is not known or does not learn the task, options that it does not have and values out of range are problems
    /// where they stand in the manifest. Nothing is trained, so that a build can ask before it reads the data.
    /// </summary>
    public static Validated<TrainerChoice> Of(BoundManifest<ModelFrame> manifest, TrainerCatalog trainers)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(trainers);
        var section = manifest.Get<TrainingSection>();
        var found = trainers.Find(section.Trainer, manifest.Locate("training.trainer"));
        if (!found.TryGet(out var trainer))
            return Validated.Invalid<TrainerChoice>(found.Problems);
        if (trainer.Refuse(manifest.Frame.Task) is { } sentence)
            return Validated.Invalid<TrainerChoice>(manifest.Locate("training.trainer").Problem(sentence));
        var given = Bind(section.Options);
        if (!given.TryGet(out var values))
            return Validated.Invalid<TrainerChoice>(given.Problems);
        var settings = TrainerSettings.Read(trainer.Options, values.Select(x => new TrainerSetting(
            x.Key, x.Value, manifest.Locate(ManifestPath.Of("training", "options", x.Key)))));
        return settings.TryGet(out var valid)
            ? Validated.Valid(new TrainerChoice(trainer, valid))
            : Validated.Invalid<TrainerChoice>(settings.Problems);
    }

    private static Validated<IReadOnlyDictionary<string, double>> Bind(ManifestNode? options) => options is null
        ? Validated.Valid<IReadOnlyDictionary<string, double>>(new Dictionary<string, double>())
        : options.Bind<IReadOnlyDictionary<string, double>>();
}
