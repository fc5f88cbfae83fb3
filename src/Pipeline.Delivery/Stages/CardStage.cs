using System.Globalization;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Core.Stages;
using Pipeline.Delivery.Reports;
using Pipeline.Delivery.Runs;
using Pipeline.Manifest;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Reporting.ModelCards;
using Pipeline.Reporting.ModelCards.Forms;

namespace Pipeline.Delivery.Stages;

/// <summary>
/// Writes the model card of a registered version, as Markdown with figures beside it, as a page, and in the forms of others.
/// </summary>
internal sealed class CardStage(ModelWorkspace workspace, ModelVersion version, VersionLookup versions)
    : DeliveryStage(DeliveryStep.WriteModelCard, workspace)
{
    public const string PageFile = "model-card.html";

    /// <summary>As TensorFlow's Model Card Toolkit has it.</summary>
    public const string ToolkitFile = "model-card.mct.json";

    /// <summary>As CycloneDX has it.</summary>
    public const string BillFile = "model.cdx.json";

    /// <summary>What the folder is, for those who come across it; it is there also where nothing can be drawn.</summary>
    private const string AboutFigures = "Figures of model-card.md. Each evaluation draws them anew.\n";

    private readonly ModelVersion _version = version;

    protected override IReadOnlyList<string> Outputs =>
    [
        Workspace.Artifacts.ModelCard, Workspace.Artifacts.PathOf(PageFile), Workspace.Artifacts.PathOf(CardFigure.Folder),
        Workspace.Artifacts.PathOf(ToolkitFile), Workspace.Artifacts.PathOf(BillFile),
    ];

    protected override Task AddAsync(StageInput input, Fingerprint fingerprint, CancellationToken cancellationToken)
    {
        switch (input)
        {
            case StageInput.TemplateFiles:
                fingerprint.Files.AddRange(new CardTemplates(Workspace).Files());
                return Task.CompletedTask;
            case StageInput.RegisteredVersion:
                fingerprint.Inputs["version"] = Digest.OfText($"{_version}");
                return Task.CompletedTask;
            default:
                return base.AddAsync(input, fingerprint, cancellationToken);
        }
    }

    protected override Task WorkAsync(CancellationToken cancellationToken) =>
        WriteAsync(Workspace, _version, versions, cancellationToken);

    /// <summary>Writes the card of the model that was evaluated last.</summary>
    /// <param name="workspace">Has its documents.</param>
    /// <param name="version">Null for a model that did not pass its gates, and was not registered: the card says so.</param>
    /// <param name="versions">Finds what it is held against.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public static async Task WriteAsync(
        ModelWorkspace workspace, ModelVersion? version, VersionLookup versions, CancellationToken cancellationToken)
    {
        var artifacts = workspace.Artifacts;
        var dataset = (await DocumentFile.ReadAsync<DatasetDocument>(artifacts.Dataset, cancellationToken)).OrThrow();
        var run = (await DocumentFile.ReadAsync<RunDocument>(artifacts.Run, cancellationToken)).OrThrow();
        var evaluation = (await DocumentFile.ReadAsync<EvaluationDocument>(artifacts.Evaluation, cancellationToken)).OrThrow();
        var card = Of(workspace.Manifest.Frame, dataset, run, evaluation) with
        {
            Evaluation = evaluation,
            Changes = await versions.FindChangesAsync(version, run, evaluation, dataset, cancellationToken),
            Signature = await FindSignatureAsync(artifacts.Model, cancellationToken),
        };
        if (version is { } registered)
            card = card with { Version = CardFact.Measured(registered) };
        var renderer = new ModelCardRenderer(workspace.Clock);
        var templates = new CardTemplates(workspace);
        var markdown = renderer.Render(card, await templates.MarkdownAsync(cancellationToken)).OrThrow();
        var page = renderer.Render(card, await templates.PageAsync(cancellationToken)).OrThrow();
        var now = workspace.Clock.GetUtcNow();
        // A team's own template is all there is in its file: a head of its own may stand in it.
        var head = workspace.Manifest.Frame.Card.MarkdownTemplate is null ? FrontMatter.Of(card) : "";
        await AtomicFile.WriteTextAsync(artifacts.ModelCard, head + markdown, cancellationToken);
        await AtomicFile.WriteTextAsync(artifacts.PathOf(ToolkitFile), ToolkitCard.Of(card, now), cancellationToken);
        await AtomicFile.WriteTextAsync(artifacts.PathOf(BillFile), CycloneDxCard.Of(card, now), cancellationToken);
        await AtomicFile.WriteTextAsync(artifacts.PathOf(PageFile), page, cancellationToken);
        await WriteFiguresAsync(artifacts, evaluation, cancellationToken);
    }

    /// <summary>A figure that is no longer drawn goes, so that nobody takes it for one of this model.</summary>
    private static async Task WriteFiguresAsync(
        ArtifactLayout artifacts, EvaluationDocument evaluation, CancellationToken cancellationToken)
    {
        var folder = artifacts.PathOf(CardFigure.Folder);
        var figures = CardFigure.Of(evaluation);
        var kept = figures.Select(figure => artifacts.PathOf(figure.Path)).ToHashSet();
        if (Directory.Exists(folder))
        {
            foreach (var old in Directory.GetFiles(folder, "*.svg").Where(file => !kept.Contains(file)))
                File.Delete(old);
        }

        await AtomicFile.WriteTextAsync(Path.Combine(folder, "README.md"), AboutFigures, cancellationToken);
        foreach (var figure in figures)
            await AtomicFile.WriteTextAsync(artifacts.PathOf(figure.Path), figure.Text, cancellationToken);
    }

    protected override Task<StageOutcome> TellAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new StageOutcome([new("Card", Workspace.Relative(Workspace.Artifacts.ModelCard))]));

    /// <summary>Null where the model is not there any more, which is no reason not to write its card.</summary>
    private static async Task<ModelSignature?> FindSignatureAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, ModelSignature.FileName);
        return File.Exists(path)
            && ModelSignature.Read(await File.ReadAllBytesAsync(path, cancellationToken), path).TryGet(out var signature)
            ? signature
            : null;
    }

    private static ModelCard Of(
        ModelFrame frame, DatasetDocument dataset, RunDocument run, EvaluationDocument evaluation)
    {
        return new ModelCard
        {
            Name = frame.Name,
            Task = frame.Task,
            Owner = CardFact.Declared(frame.Owner),
            Description = CardFact.Declared(frame.Description),
            Statements = frame.Card,
            License = CardFact.Declared(frame.Card.License),
            Languages = frame.Card.Language,
            Tags = frame.Card.Tags,
            HubDatasets = frame.Card.Datasets,
            Artifact = CardFact.Measured(run.Model),
            Dataset = Facts(dataset),
            Training = Facts(run, evaluation.Decision),
            Features = run.Features,
            Metrics = [.. evaluation.Measurements, .. evaluation.Groups.SelectMany(x => x.Measurements)],
            Tables = [.. evaluation.Tables, .. Tables(evaluation), .. Tables(run)],
            Server = evaluation.Server,
            Cost = evaluation.Cost,
            Gates = evaluation.Report,
            Provenance =
            [
                new ProvenanceFact("dataset", CardFact.Measured(dataset.Data)),
                new ProvenanceFact("split", CardFact.Measured(dataset.Split.Digest)),
                new ProvenanceFact("model", CardFact.Measured(run.Model)),
                new ProvenanceFact("signature", CardFact.Measured(run.Signature)),
            ],
        };
    }

    private static DatasetFacts Facts(DatasetDocument dataset) => new()
    {
        Path = CardFact.Declared(dataset.Path),
        Digest = CardFact.Measured(dataset.Data),
        Rows = CardFact.Measured(dataset.Rows),
        Label = CardFact.Declared(dataset.Label.Column),
        ProtectedColumns = CardFact.Declared(dataset.Protected),
        Split = CardFact.Declared($"{dataset.Split.By}: {dataset.Split.Train} train rows, {dataset.Split.Test} test rows"),
    };

    /// <summary>What trivial answers come to beside the model's.</summary>
    private static IEnumerable<AnswerTable> Tables(EvaluationDocument evaluation)
    {
        if (BaselineTable.Of(evaluation) is { } baselines)
            yield return baselines;
    }

    /// <summary>What training found out beside the model.</summary>
    private static IEnumerable<AnswerTable> Tables(RunDocument run)
    {
        if (run.Decision is { } decision)
            yield return decision.ToTable();
        if (run.Search is { } search)
            yield return search.Top;
        if (run.CrossValidation is { } scores)
            yield return scores.ToTable();
    }

    private static CardFact<string> Threshold(RunDocument run, DecisionRule rule) =>
        run.Decision is { } chosen ? CardFact.Measured($"{chosen}")
        : rule is DecisionRule.Threshold written && written != DecisionRule.Threshold.Usual
            ? CardFact.Declared(string.Create(CultureInfo.InvariantCulture, $"{written.Limit}"))
        : CardFact.Missing<string>();

    private static TrainingFacts Facts(RunDocument run, DecisionRule rule) => new()
    {
        Trainer = CardFact.Declared(run.Trainer),
        Options = CardFact.Declared(run.Options),
        Seed = CardFact.Declared((long)run.Seed),
        Threshold = Threshold(run, rule),
        Stopping = run.Stopping is { } stopping ? CardFact.Measured($"{stopping}") : CardFact.Missing<string>(),
        Calibration = run.Calibration is { } calibration ? CardFact.Measured($"{calibration}") : CardFact.Missing<string>(),
        Onnx = run.Onnx is { } onnx ? CardFact.Measured($"{onnx}") : CardFact.Missing<string>(),
        Duration = CardFact.Measured(run.Duration),
        Toolkit = CardFact.Measured(run.Toolkit),
    };
}

/// <summary>The templates of a model's card: the team's own where the manifest names them, the toolkit's otherwise.</summary>
internal sealed class CardTemplates(ModelWorkspace workspace)
{
    private const string MarkdownKey = "card.markdown-template";
    private const string PageKey = "card.page-template";

    private CardStatements Named => workspace.Manifest.Frame.Card;

    /// <summary>The files of those that the manifest names.</summary>
    public IReadOnlyList<string> Files() =>
    [
        .. Named.MarkdownTemplate is { } markdown ? [PathOf(markdown, MarkdownKey)] : Array.Empty<string>(),
        .. Named.PageTemplate is { } page ? [PathOf(page, PageKey)] : Array.Empty<string>(),
    ];

    public Task<CardTemplate> MarkdownAsync(CancellationToken cancellationToken) =>
        ReadAsync(Named.MarkdownTemplate, MarkdownKey, CardTemplate.Markdown, cancellationToken);

    public Task<CardTemplate> PageAsync(CancellationToken cancellationToken) =>
        ReadAsync(Named.PageTemplate, PageKey, CardTemplate.Html, cancellationToken);

    private async Task<CardTemplate> ReadAsync(
        string? named, string key, CardTemplate usual, CancellationToken cancellationToken)
    {
        if (named is null)
            return usual;
        var path = PathOf(named, key);
        return (await CardTemplate.ReadAsync(path, workspace.Relative(path), usual.Medium, cancellationToken)).OrThrow();
    }

    private string PathOf(string named, string key)
    {
        if (ContainedPath.TryResolve(workspace.Folder, named, out var path, out var reason) && File.Exists(path))
            return path;
        throw new InvalidInputException([workspace.Manifest.Locate(key).Problem(
            reason ?? $"There is no file '{named}' below the folder of the model.",
            "Name a Scriban template, from the folder of model.yml.")]);
    }
}
