using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;
using Pipeline.Models;

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

    [Description("What chance begins with; 1 by default.")]
    public int Seed { get; init; } = 1;
}
