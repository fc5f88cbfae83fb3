using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;

namespace Pipeline.Reporting.Dossier;

/// <summary>
/// What people say for a dossier, in a <c>dossier.yml</c> beside the model.yml. Each statement is a text, a file below the
/// model's folder, or the reason why the point does not apply.
/// </summary>
public sealed record DossierFile
{
    /// <summary>Beside the manifest.</summary>
    public const string FileName = "dossier.yml";

    /// <summary>Everything that it may contain.</summary>
    public static ManifestSchema<DossierFile> Schema { get; } = new();

    [Description("Who provides the system: name and address.")]
    public DossierText? Provider { get; init; }

    [Description("Which hardware, software and other AI systems it interacts with.")]
    public DossierText? Interactions { get; init; }

    [Description("What has to be kept up to date, and how.")]
    public DossierText? Updates { get; init; }

    [Description("In which forms it is supplied.")]
    public DossierText? Forms { get; init; }

    [Description("The hardware that it is meant to run on.")]
    public DossierText? Hardware { get; init; }

    [Description("The product that it is part of.")]
    public DossierText? Product { get; init; }

    [Description("What the people who use it see.")]
    public DossierText? UserInterface { get; init; }

    [Description("The instructions for use.")]
    public DossierText? Instructions { get; init; }

    [Description("How it was developed, and what of others was used.")]
    public DossierText? Development { get; init; }

    [Description("The choices of its design, and why.")]
    public DossierText? Design { get; init; }

    [Description("How the parts of the software build on each other.")]
    public DossierText? Architecture { get; init; }

    [Description("How the data was obtained, selected, labelled and cleaned.")]
    public DossierText? Data { get; init; }

    [Description("How people oversee it.")]
    public DossierText? HumanOversight { get; init; }

    [Description("Changes that are planned from the start.")]
    public DossierText? PlannedChanges { get; init; }

    [Description("Who answers for the tests, and when they signed.")]
    public DossierText? TestsSignedBy { get; init; }

    [Description("What was done for its security.")]
    public DossierText? Cybersecurity { get; init; }

    [Description("Which unintended outcomes and risks are to be expected.")]
    public DossierText? ForeseeableRisks { get; init; }

    [Description("Why the metrics are the right ones.")]
    public DossierText? Metrics { get; init; }

    [Description("The risk management system.")]
    public DossierText? RiskManagement { get; init; }

    [Description("The standards that were applied.")]
    public DossierText? Standards { get; init; }

    [Description("The EU declaration of conformity.")]
    public DossierText? DeclarationOfConformity { get; init; }

    [Description("How performance is watched in use.")]
    public DossierText? PostMarketMonitoring { get; init; }

    /// <summary>The files that statements name, as they name them.</summary>
    public IReadOnlyList<string> Files => [.. Statements.Values.Select(statement => statement.File).OfType<string>()];

    /// <summary>Those that are there, by their keys.</summary>
    internal IReadOnlyDictionary<string, DossierText> Statements => typeof(DossierFile).GetProperties()
        .Where(property => property.PropertyType == typeof(DossierText))
        .Select(property => (
            Key: JsonNamingPolicy.KebabCaseLower.ConvertName(property.Name), Value: (DossierText?)property.GetValue(this)))
        .Where(pair => pair.Value is not null)
        .ToDictionary(pair => pair.Key, pair => pair.Value!);
}

/// <summary>One statement.</summary>
[Shorthand(nameof(Text))]
public sealed record DossierText : IValidatedRecord
{
    [Description("What there is to say.")]
    [Length(1, 20_000)]
    public string? Text { get; init; }

    [Description("A file that says it, relative to the model's folder.")]
    [Length(1, 400)]
    public string? File { get; init; }

    [Description("Why there is nothing to say.")]
    [Length(1, 2000)]
    public string? NotApplicable { get; init; }

    public IEnumerable<Finding> Validate()
    {
        if (new[] { Text, File, NotApplicable }.Count(part => part is not null) != 1)
            yield return new Finding("", "A statement is a text, a file, or a reason why it does not apply: one of them.");
    }
}
