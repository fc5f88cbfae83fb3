using System.Text.Json;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Manifest;
using Pipeline.Models;
using Pipeline.Reporting.ModelCards;

namespace Pipeline.Reporting.Dossier;

/// <summary>What a dossier is made from.</summary>
public sealed record DossierRequest
{
    /// <summary>Its card says some of what is asked.</summary>
    public required ModelFrame Model { get; init; }

    /// <summary>Null for a model that was not registered.</summary>
    public ModelVersion? Version { get; init; }

    /// <summary>What people say; nothing by default.</summary>
    public DossierFile Statements { get; init; } = new();

    /// <summary>The path of the file that they say it in, as they know it: "models/loan-default/dossier.yml".</summary>
    public required string StatementsPath { get; init; }

    /// <summary>What there is of the toolkit's own, by the names of <see cref="DossierMaker.EvidenceNames"/>.</summary>
    public required IReadOnlyDictionary<string, DossierEvidence> Evidence { get; init; }

    /// <summary>Of the files that statements name, by their paths; one that is not there has none.</summary>
    public IReadOnlyDictionary<string, Digest> Files { get; init; } = new Dictionary<string, Digest>();

    public required DateTimeOffset Now { get; init; }
}

/// <summary>Puts what there is against what is asked. Which points there are is a file of data beside this one.</summary>
public static class DossierMaker
{
    private const string CardPrefix = "card.";

    private static readonly AnnexText Text = Read();

    /// <summary>The names of evidence that points ask for, each with the target that makes it.</summary>
    public static IReadOnlyDictionary<string, string> EvidenceNames { get; } = new Dictionary<string, string>
    {
        ["dataset"] = "ValidateData",
        ["run"] = "Train",
        ["signature"] = "Train",
        ["evaluation"] = "Evaluate",
        ["journal"] = "Register",
        ["model-card"] = "WriteModelCard",
        ["image"] = "Package",
        ["bill-of-materials"] = "Package",
        ["manifest"] = "Init",
    };

    /// <summary>The same request makes the same document.</summary>
    public static DossierDocument Make(DossierRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new DossierDocument
        {
            Name = request.Model.Name,
            Version = request.Version,
            Inputs = request.Evidence.Where(pair => pair.Value.Path is not null)
                .ToDictionary(pair => pair.Key, pair => pair.Value.Digest),
            Title = Text.Title,
            Regulation = $"{Text.Regulation}, {Text.Source}",
            WrittenAt = request.Now,
            Points = [.. Text.Points.Select(point => Answer(point, request))],
        };
    }

    /// <summary>Each point as a check: what is missing has not passed.</summary>
    /// <param name="dossier">What there is.</param>
    /// <param name="isStrict">A missing point fails the report, and does not only warn.</param>
    public static CheckReport Judge(DossierDocument dossier, bool isStrict)
    {
        ArgumentNullException.ThrowIfNull(dossier);
        return new CheckReport([.. dossier.Points.Select(point => Judge(point, isStrict))]);
    }

    /// <summary>When which part of the regulation begins to apply, and how long the dossier is kept, for the page.</summary>
    internal static AnnexText Source => Text;

    private static CheckResult Judge(DossierPoint point, bool isStrict)
    {
        var check = new Check
        {
            Id = $"annex-iv/{point.Id}",
            Criterion = new Criterion.OneOf(["measured", "declared"]),
            Severity = isStrict ? Severity.Error : Severity.Warn,
        };
        var measurement = new Measurement { Name = point.Title, Value = point.State.ToString().ToLowerInvariant() };
        var verdict = point.State == Evidence.Missing
            ? Verdict.Failed($"{point.Title} is missing: {string.Join(' ', point.Missing)}")
            : Verdict.Passed($"{point.Title} is {point.State.ToString().ToLowerInvariant()}.");
        return new CheckResult(check, measurement, verdict);
    }

    private static DossierPoint Answer(AnnexPoint point, DossierRequest request)
    {
        var missing = new List<string>();
        var evidence = new List<DossierEvidence>();
        foreach (var name in point.Evidence)
        {
            if (request.Evidence.TryGetValue(name, out var found))
                evidence.Add(found);
            else
                missing.Add($"There is no {name.Replace('-', ' ')}; run the target {EvidenceNames[name]}.");
        }

        var statements = new List<DossierStatement>();
        foreach (var key in point.Statements.Concat(point.Optional))
        {
            if (Find(key, request) is { } statement)
                statements.Add(statement);
            else if (point.Statements.Contains(key))
                missing.Add(Ask(key, request));
        }

        return new DossierPoint
        {
            Id = point.Id,
            Title = point.Title,
            Asks = point.Asks,
            State = missing.Count > 0 ? Evidence.Missing : statements.Count > 0 ? Evidence.Declared : Evidence.Measured,
            Evidence = evidence,
            Statements = statements,
            Missing = missing,
        };
    }

    private static DossierStatement? Find(string key, DossierRequest request)
    {
        if (key.StartsWith(CardPrefix, StringComparison.Ordinal))
        {
            var text = key[CardPrefix.Length..] switch
            {
                "intended-use" => request.Model.Card.IntendedUse,
                "limitations" => request.Model.Card.Limitations,
                var other => throw new System.Diagnostics.UnreachableException($"No point knows a card's '{other}'."),
            };
            return string.IsNullOrWhiteSpace(text) ? null : new DossierStatement(key, text, DossierStatementKind.Text);
        }

        return request.Statements.Statements.GetValueOrDefault(key) switch
        {
            { Text: { } text } when !string.IsNullOrWhiteSpace(text) => new(key, text, DossierStatementKind.Text),
            { NotApplicable: { } reason } => new(key, reason, DossierStatementKind.NotApplicable),
            { File: { } file } when request.Files.TryGetValue(file, out var digest) =>
                new(key, file, DossierStatementKind.File, digest),
            _ => null,
        };
    }

    private static string Ask(string key, DossierRequest request) =>
        key.StartsWith(CardPrefix, StringComparison.Ordinal)
            ? $"Write '{key[CardPrefix.Length..]}' into the section 'card' of model.yml."
            : request.Statements.Statements.GetValueOrDefault(key) is { File: { } file }
                ? $"There is no file '{file}', which '{key}' of {request.StatementsPath} names."
                : $"Write '{key}' into {request.StatementsPath}.";

    private static AnnexText Read()
    {
        using var stream = typeof(DossierMaker).Assembly.GetManifestResourceStream("annex-iv.json")!;
        return JsonSerializer.Deserialize<AnnexText>(stream, DocumentJson.Options)!;
    }
}

/// <summary>What the regulation asks, as data.</summary>
/// <param name="Title">Of the dossier.</param>
/// <param name="Regulation">By its number and articles.</param>
/// <param name="Source">Where it is published.</param>
/// <param name="Retention">How long the dossier is kept.</param>
/// <param name="Application">When which part begins to apply.</param>
/// <param name="ApplicationNote">What to think of these dates.</param>
/// <param name="Points">In order.</param>
internal sealed record AnnexText(
    string Title, string Regulation, string Source, string Retention, IReadOnlyList<AnnexDate> Application,
    string ApplicationNote, IReadOnlyList<AnnexPoint> Points);

internal sealed record AnnexDate(string Date, string What);

/// <param name="Id">"2(g)".</param>
/// <param name="Title">In a few words.</param>
/// <param name="Asks">In a sentence.</param>
/// <param name="Evidence">What of the toolkit's own it needs.</param>
/// <param name="Statements">What people have to say.</param>
internal sealed record AnnexPoint(
    string Id, string Title, string Asks, IReadOnlyList<string> Evidence, IReadOnlyList<string> Statements)
{
    /// <summary>What people may say.</summary>
    public IReadOnlyList<string> Optional { get; init; } = [];
}
