using Pipeline.Core.Artifacts;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Delivery.Stages;
using Pipeline.Manifest;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Reporting.Dossier;
using Pipeline.Reporting.ModelCards;

namespace Pipeline.Delivery;

/// <summary>Collects what there is of a model into its technical documentation, and says what is missing.</summary>
internal sealed class DossierRun(DeliveryContext context)
{
    /// <summary>Within the artifacts of the model.</summary>
    public const string Document = "annex-iv.json";

    public const string Text = "annex-iv.md";
    public const string Page = "annex-iv.html";

    private readonly ModelWorkspace _workspace = context.Workspace;

    /// <param name="isStrict">What is missing fails the build.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FailedVerdictException">Something is missing, and that fails the build.</exception>
    public async Task WriteAsync(bool isStrict, CancellationToken cancellationToken)
    {
        var statements = await ReadStatementsAsync(cancellationToken);
        var dossier = DossierMaker.Make(new DossierRequest
        {
            Model = _workspace.Manifest.Frame,
            Version = (await context.TryFindVersionAsync(cancellationToken))?.Version,
            Statements = statements,
            StatementsPath = _workspace.Relative(StatementsPath),
            Evidence = await EvidenceAsync(cancellationToken),
            Files = await FilesAsync(statements, cancellationToken),
            Now = _workspace.Clock.GetUtcNow(),
        });
        var artifacts = _workspace.Artifacts;
        await DocumentFile.WriteAsync(artifacts.PathOf(Document), dossier, cancellationToken);
        await AtomicFile.WriteTextAsync(
            artifacts.PathOf(Text), DossierRenderer.Render(dossier, CardMedium.Markdown), cancellationToken);
        await AtomicFile.WriteTextAsync(
            artifacts.PathOf(Page), DossierRenderer.Render(dossier, CardMedium.Html), cancellationToken);
        var report = DossierMaker.Judge(dossier, isStrict);
        context.Face.Write(report.Results
            .Where(result => result.Verdict.Outcome != Outcome.Passed)
            .Select(result => $"  {result.Check.Id}: {result.Verdict.Reason}"));
        context.Face.Sum([
            new("Dossier", _workspace.Relative(artifacts.PathOf(Text))),
            .. Enum.GetValues<Evidence>().Select(state => KeyValuePair.Create(
                $"{state}", $"{dossier.Points.Count(point => point.State == state)} of {dossier.Points.Count}")),
        ]);
        if (report.Fails)
            throw new FailedVerdictException($"dossier of {_workspace.Name}", report);
    }

    private string StatementsPath => Path.Combine(_workspace.Folder, DossierFile.FileName);

    private async Task<DossierFile> ReadStatementsAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(StatementsPath))
            return new DossierFile();
        var text = await File.ReadAllTextAsync(StatementsPath, cancellationToken);
        return ManifestReader.Read(text, _workspace.Relative(StatementsPath), DossierFile.Schema).OrThrow().Frame;
    }

    /// <summary>Digests of files that statements name; one that leaves the model's folder, or is not there, has none.</summary>
    private async Task<IReadOnlyDictionary<string, Digest>> FilesAsync(
        DossierFile statements, CancellationToken cancellationToken)
    {
        var digests = new Dictionary<string, Digest>(StringComparer.Ordinal);
        foreach (var file in statements.Files)
        {
            if (ContainedPath.TryResolve(_workspace.Folder, file, out var path, out _) && File.Exists(path))
                digests[file] = await Digest.OfFileAsync(path, cancellationToken);
        }

        return digests;
    }

    private async Task<IReadOnlyDictionary<string, DossierEvidence>> EvidenceAsync(CancellationToken cancellationToken)
    {
        var artifacts = _workspace.Artifacts;
        (string Name, string Path)[] files =
        [
            ("dataset", artifacts.Dataset), ("run", artifacts.Run), ("evaluation", artifacts.Evaluation),
            ("model-card", artifacts.ModelCard), ("bill-of-materials", artifacts.PathOf(PackageStage.BillFile)),
            ("signature", Path.Combine(artifacts.Model, ModelSignature.FileName)),
        ];
        var found = new Dictionary<string, DossierEvidence>(StringComparer.Ordinal);
        var isJudged = await IsJudgedAsync(cancellationToken);
        foreach (var (name, path) in files.Where(file => File.Exists(file.Path) && (file.Name != "evaluation" || isJudged)))
        {
            var relative = Path.GetRelativePath(artifacts.Folder, path).Replace('\\', '/');
            found[name] = new DossierEvidence(Words(name), await Digest.OfFileAsync(path, cancellationToken), relative);
        }

        var manifest = Path.Combine(_workspace.Folder, ModelSearch.FileName);
        if (File.Exists(manifest))
            found["manifest"] = new DossierEvidence(
                "manifest", await Digest.OfFileAsync(manifest, cancellationToken), _workspace.Relative(manifest));
        if (await _workspace.Place.FindImageAsync(cancellationToken) is { } image)
            found["image"] = new DossierEvidence("image", image.Value);
        var session = await context.RegistryAsync(cancellationToken);
        if (await session.FindHeadAsync(cancellationToken) is { } head)
            found["journal"] = new DossierEvidence("head of the registry's journal", head);
        return found;
    }

    /// <summary>The evaluation that is there is of the model that is there.</summary>
    private async Task<bool> IsJudgedAsync(CancellationToken cancellationToken)
    {
        var run = await DocumentFile.ReadAsync<RunDocument>(_workspace.Artifacts.Run, cancellationToken);
        var evaluation = await DocumentFile.ReadAsync<EvaluationDocument>(_workspace.Artifacts.Evaluation, cancellationToken);
        return run.TryGet(out var trained) && evaluation.TryGet(out var judged) && trained.Model == judged.Model;
    }

    private static string Words(string name) => name.Replace('-', ' ');
}
