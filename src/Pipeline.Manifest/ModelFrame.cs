using System.ComponentModel.DataAnnotations;
using System.ComponentModel;
using Pipeline.Core.Identity;
using Pipeline.Manifest.Records;
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

/// <summary>What people must say about a model, because nothing can measure it.</summary>
public sealed record CardStatements
{
    [Description("Who should use the model, and for what.")]
    public string? IntendedUse { get; init; }

    [Description("What the model must not be used for.")]
    public string? OutOfScope { get; init; }

    [Description("Where the model is known to be weak.")]
    public string? Limitations { get; init; }

    [Description("What has to stay true of the world for the model to stay right.")]
    public string? Assumptions { get; init; }

    [Description("The licence of the model, by its identifier such as apache-2.0, or in words.")]
    [Length(1, 200)]
    public string? License { get; init; }

    [Description("The languages of texts that the model reads, by their codes such as en.")]
    [RegularExpression("[a-z]{2,3}(-[A-Za-z0-9]{1,8})*")]
    [OrSingle]
    public IReadOnlyList<string> Language { get; init; } = [];

    [Description("Words by which the model is found.")]
    [Length(1, 100)]
    [OrSingle]
    public IReadOnlyList<string> Tags { get; init; } = [];

    [Description("The ids of the data on the Hugging Face Hub, where it is published there.")]
    [RegularExpression("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)?")]
    [OrSingle]
    public IReadOnlyList<string> Datasets { get; init; } = [];

    [Description("The team's own Scriban template of the card in Markdown; relative to the model's folder.")]
    [Length(1, 400)]
    public string? MarkdownTemplate { get; init; }

    [Description("The team's own Scriban template of the card as a page; relative to the model's folder.")]
    [Length(1, 400)]
    public string? PageTemplate { get; init; }
}
