using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Identity;
using Pipeline.Models;

namespace Pipeline.Manifest;

/// <summary>What a model.yml says before any domain has its section.</summary>
public sealed record ModelFrame
{
    [Description("The format of this file.")]
    [Range(ManifestSchema.Format, ManifestSchema.Format)]
    public required int Pipeline { get; init; }

    [Description("The model's name, by which it is registered, packaged and deployed.")]
    public required ModelName Name { get; init; }

    [Description("What the model predicts.")]
    public required ModelTask Task { get; init; }

    [Description("Who answers for the model: a team or a person, best as an address.")]
    [Length(1, 200)]
    public required string Owner { get; init; }

    [Description("What a prediction means, in a sentence or two.")]
    [Length(1, 4000)]
    public required string Description { get; init; }

    [Description("What the model card says that cannot be measured.")]
    public CardStatements Card { get; init; } = new();

    [Description("The folder of a class library with this team's own expectations.")]
    [Length(1, 400)]
    public string? Extensions { get; init; }
}
