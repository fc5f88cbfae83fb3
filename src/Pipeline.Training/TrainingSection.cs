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
                "trainer", "options", trainers.All.ToDictionary(trainer => trainer.Name, trainer => trainer.Options)),
        };
    }

    [Description("Who makes the model: fast-tree, light-gbm, fast-forest, or a linear trainer; see the guide to training.")]
    [Length(1, 100)]
    public required string Trainer { get; init; }

    [Description("The trainer's own options; what is left out has its default.")]
    public ManifestNode? Options { get; init; }

    [Description("What chance begins with; 1 by default.")]
    public int Seed { get; init; } = 1;
}
