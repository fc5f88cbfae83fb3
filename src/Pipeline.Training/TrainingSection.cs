using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;
using Pipeline.Models;
using Pipeline.Models.Features;
using Pipeline.Training.Search;

namespace Pipeline.Training;

/// <summary>The manifest's <c>training:</c>.</summary>
[Description("How the model is made.")]
public sealed record TrainingSection
{
    /// <summary>To register with a manifest's schema.</summary>
    public static ManifestSection Registration { get; } = ManifestSection.Required<TrainingSection>("training");

    /// <summary>The same, with the options of trainers for the JSON Schema of manifests.</summary>
    public static ManifestSection RegistrationOf(TrainerCatalog trainers)
    {
        ArgumentNullException.ThrowIfNull(trainers);
        return Registration with
        {
            Named = new NamedRecords(
                "trainer", "options", trainers.All.ToDictionary(trainer => trainer.Name, trainer => trainer.Options))
            {
                InPlace = trainers.All.FirstOrDefault(trainer => trainer.Name == CommandTrainer)?.Options,
            },
        };
    }

    /// <summary>The trainer that is written as a mapping, with the command in it.</summary>
    internal const string CommandTrainer = "command";

    [Description("Who makes the model: fast-tree, light-gbm, onnx or another, or a command; see the guide to training.")]
    public required ManifestNode Trainer { get; init; }

    /// <summary>As catalogs know it; "command" where a command is written in place of a name.</summary>
    public string TrainerName => Trainer.Text ?? CommandTrainer;

    [Description("The trainer's own options; what is left out has its default.")]
    public ManifestNode? Options { get; init; }

    [Description("How much the rows of each class count; each row the same by default.")]
    public ClassWeightsSection? ClassWeights { get; init; }

    [Description("Ends a training that gets no better on rows of its own; then all train rows are learned from.")]
    public EarlyStoppingSection? EarlyStopping { get; init; }

    [Description("Makes better probabilities of two classes, on rows of their own.")]
    public CalibrationSection? Calibration { get; init; }

    [Description("What columns become, by their names; what is left out follows from their types and the trainer.")]
    public IReadOnlyDictionary<string, FeatureSection> Features { get; init; } = new Dictionary<string, FeatureSection>();

    [Description("Lists of categories that count together, as [city, job], or {of: [city, job], bits: 14}.")]
    public IReadOnlyList<CrossSection> Crosses { get; init; } = [];

    [Description("Options that are tried before the model is trained, and how.")]
    public SearchSection? Search { get; init; }

    [Description("How good models of these options are, by parts of the train rows that they have not seen.")]
    public CrossValidationSpec? CrossValidation { get; init; }

    [Description("What chance begins with; 1 by default.")]
    public int Seed { get; init; } = 1;
}

/// <summary>What a manifest wants one column to become: <c>city: hash</c>, or <c>city: {as: hash, bits: 14}</c>.</summary>
[Shorthand(nameof(As))]
public sealed record FeatureSection : FeatureSpec;

/// <summary>Categories that count together: <c>[city, job]</c>, or <c>{of: [city, job], bits: 14}</c>.</summary>
[Shorthand(nameof(Of))]
public sealed record CrossSection : CrossSpec;

/// <summary>Takes what a manifest says of features to who plans them.</summary>
public static class ManifestFeatures
{
    /// <summary>What the manifest wants of columns; nothing where it has no section <c>training</c>.</summary>
    public static FeatureWishes Wishes(this BoundManifest<ModelFrame> manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var section = manifest.Find<TrainingSection>();
        return new FeatureWishes
        {
            Columns = section?.Features.ToDictionary(column => column.Key, FeatureSpec (column) => column.Value) ?? [],
            Crosses = section?.Crosses ?? [],
            Locate = place => manifest.Locate(ManifestPath.Of(["training", .. place])),
        };
    }
}
