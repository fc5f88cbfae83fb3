using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Pipeline.Manifest;

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

    [Description("The team's own Scriban template of the card in Markdown; relative to the model's folder.")]
    [Length(1, 400)]
    public string? MarkdownTemplate { get; init; }

    [Description("The team's own Scriban template of the card as a page; relative to the model's folder.")]
    [Length(1, 400)]
    public string? PageTemplate { get; init; }
}
