using Pipeline.Core.Problems;
using Pipeline.Core.Stages;
using Pipeline.Core.Identity;
using Pipeline.Delivery.Jobs;
using Pipeline.Delivery.Programs;
using Pipeline.Delivery.Serving;
using Pipeline.Delivery.Stages;
using Pipeline.Governance.Registry;
using Pipeline.Manifest;
using Pipeline.Models;
using Pipeline.Packaging.Bases;

namespace Pipeline.Delivery;

/// <summary>What all parts of a run share, and how a stage is run and shown.</summary>
internal sealed class DeliveryContext
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(500);

    private readonly Func<ModelPlace, CancellationToken, Task<RegistrySession>> _openRegistry;

    private bool _isAtWork;

    private DeliveryContext(
        DeliveryRequest request,
        ModelWorkspace workspace,
        Func<ModelPlace, CancellationToken, Task<RegistrySession>> openRegistry) =>
        (Request, Workspace, _openRegistry) = (request, workspace, openRegistry);

    public DeliveryRequest Request { get; }

    public ModelWorkspace Workspace { get; }

    public IDeliveryFace Face => Request.Face;

    public ProgramPackages Programs => new(Request);

    /// <param name="request">Says which model.</param>
    /// <param name="schema">What its manifest must contain.</param>
    /// <param name="openRegistry">Opens the registry, or gives the one that is open.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<DeliveryContext> OpenAsync(
        DeliveryRequest request,
        ManifestSchema<ModelFrame> schema,
        Func<ModelPlace, CancellationToken, Task<RegistrySession>> openRegistry,
        CancellationToken cancellationToken)
    {
        var workspace = await ModelWorkspace.OpenAsync(request, schema, cancellationToken);
        await new Preflight(request, workspace, x => openRegistry(workspace.Place, x)).CheckAsync(cancellationToken);
        return new DeliveryContext(request, workspace, openRegistry);
    }

    /// <summary>The registry, opened by the first that asks; it is not the caller's to close.</summary>
    public Task<RegistrySession> RegistryAsync(CancellationToken cancellationToken) =>
        _openRegistry(Workspace.Place, cancellationToken);

    public async Task<Environments> EnvironmentsAsync(CancellationToken cancellationToken) => new(
        Workspace.Place, await EnvironmentsFile.ReadAsync(Request, cancellationToken), Request);

    /// <summary>Null where jobs are done in this process.</summary>
    /// <param name="purpose">"training" or "profile".</param>
    /// <param name="cancellationToken">Ends the loading of an image.</param>
    public Task<JobSession?> OpenJobsAsync(string purpose, CancellationToken cancellationToken) =>
        JobSession.OpenAsync(Request, Workspace, Programs, purpose, cancellationToken);

    public PackageStage Packaging() => new(Workspace, Programs, BaseSource());

    public EvaluateStage Evaluation(ChampionSearch champions) => new(
        Workspace, champions, Programs,
        new ServerMeasurer(Workspace, new ImageMaker(Workspace, Programs, BaseSource()), Programs, Face));

    public async Task ShowAsync(DeliveryStage stage, bool isForced, CancellationToken cancellationToken) =>
        Show(await RunAsync(stage, isForced, cancellationToken));

    /// <summary>
    /// Runs a stage that another build of this clone may be running: behind it where this one is told to wait, or has run a stage
    /// already. What is at work does not give way to what came later and got in between two of its stages.
    /// </summary>
    public async Task<StageOutcome> RunAsync(DeliveryStage stage, bool isForced, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var outcome = await stage.RunAsync(Request.Force || isForced, cancellationToken);
                Face.Say($"{outcome.Plan}");
                _isAtWork |= outcome.Plan is { IsUpToDate: false };
                return outcome;
            }
            catch (StageBusyException busy) when (Request.Waits || _isAtWork)
            {
                if (attempt == 0)
                    Face.Say($"Waits: {busy.Message}");
                await Task.Delay(LookAgainAfter, cancellationToken);
            }
        }
    }

    /// <summary>Says what a stage left, and throws where that is bad news.</summary>
    public void Show(StageOutcome outcome)
    {
        Face.Sum(outcome.Facts);
        foreach (var table in outcome.Tables)
            Face.Write(table);
        if (outcome.Report is not { } report)
            return;
        if (outcome.Lines.Count > 0)
        {
            Face.Write(outcome.Lines);
            Face.SummarizeText(outcome.Lines);
        }

        if (outcome.Gates is { } gates)
        {
            gates.Write(Face);
            Face.Summarize(gates.ToMarkdown());
        }

        foreach (var warning in report.Warnings)
            Face.Warn($"{warning.Check.Id}: {warning.Verdict.Reason}");
        if (report.Fails)
            throw new FailedVerdictException(outcome.Subject!, report);
    }

    /// <summary>The registered version of the model that was trained last.</summary>
    public async Task<ModelVersion> FindVersionAsync(CancellationToken cancellationToken)
    {
        var artifact = await ModelArtifact.ReadAsync(Workspace.Artifacts.Model, cancellationToken);
        return (await FindVersionAsync(artifact, cancellationToken))?.Version ?? throw new InvalidInputException(
            [new Problem($"The model {artifact.Digest.Brief} is not registered.", "Run the target Register.")]);
    }

    /// <summary>Null when no model was trained, or the one that was is not registered.</summary>
    public async Task<RegisteredVersion?> TryFindVersionAsync(CancellationToken cancellationToken)
    {
        if (Workspace.ModelFiles().Count == 0)
            return null;
        var artifact = await ModelArtifact.ReadAsync(Workspace.Artifacts.Model, cancellationToken);
        return await FindVersionAsync(artifact, cancellationToken);
    }

    private async Task<RegisteredVersion?> FindVersionAsync(ModelArtifact artifact, CancellationToken cancellationToken)
    {
        var view = await (await RegistryAsync(cancellationToken)).Registry.ReadAsync(cancellationToken);
        return await view.FindVersionAsync(Workspace.Name, artifact.Digest, cancellationToken);
    }

    private static HostLibraries BaseSource() => new(HostSystem.Current, new DebianPackages());
}
