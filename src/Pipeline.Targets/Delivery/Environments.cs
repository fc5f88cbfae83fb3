using System.Text.Json;
using Pipeline.Core.Audit;
using Pipeline.Core.Documents;
using Pipeline.Core.Environments;
using Pipeline.Core.Identity;
using Pipeline.Deployment;
using Pipeline.Deployment.Probes;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Rollback;
using Pipeline.Deployment.Rollouts;

namespace Pipeline.Targets.Delivery;

/// <summary>Deploys the packaged image to environments, asks them, and takes it back.</summary>
internal sealed class Environments(ModelWorkspace workspace, EnvironmentsFile file, ServerBuild servers, Actor actor)
{
    public EnvironmentsFile File => file;

    public async Task<RolloutResult> DeployAsync(string name, ModelVersion version, CancellationToken cancellationToken)
    {
        using var environment = Open(name, version);
        var spec = file.Spec(name);
        var request = new RolloutRequest(await workspace.ImageAsync(cancellationToken), actor)
        {
            Version = version,
            Strategy = spec.Strategy,
            Analysis = spec.Analysis,
        };
        return await environment.DeployAsync(request, spec, await ReadProbesAsync(cancellationToken), cancellationToken);
    }

    public async Task<RollbackResult> RollbackAsync(string name, RollbackRequest request, CancellationToken cancellationToken)
    {
        using var environment = Open(name, null);
        // A rollback starts the gateway where it does not run, and here it would stay for nothing.
        if (await environment.StatusAsync(events: 0, cancellationToken) is { Gateway: null, Document.Stable: null })
            throw new NothingToRollBackToException(environment.Site.Title, stable: null);
        return await environment.RollbackAsync(request, cancellationToken);
    }

    /// <returns>Whether anything ran.</returns>
    public async Task<bool> TakeDownAsync(string name, CancellationToken cancellationToken)
    {
        using var environment = Open(name, null);
        var ran = await environment.StatusAsync(events: 0, cancellationToken) is { } status &&
            (status.Gateway is not null || status.Document.Revisions.Any(x => x.Process is { IsRunning: true }));
        await environment.TakeDownAsync(actor, takeOver: true, cancellationToken);
        return ran;
    }

    public async Task<EnvironmentStatus?> StatusAsync(string name, int events, CancellationToken cancellationToken)
    {
        using var environment = Open(name, null);
        return await environment.StatusAsync(events, cancellationToken);
    }

    /// <summary>The digest of the model that answers in the last environment; null where none does.</summary>
    public async Task<Digest?> FindServedModelAsync(CancellationToken cancellationToken)
    {
        using var environment = Open(file.Names[^1], null);
        return await environment.FindServedModelAsync(cancellationToken);
    }

    /// <summary>Why a release would roll out to an environment; null where it serves the packaged image already.</summary>
    /// <param name="document">Its state; null where nothing was ever deployed.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<string?> WhyDeployAsync(EnvironmentDocument? document, CancellationToken cancellationToken)
    {
        if (document?.Find(document.Stable) is not { } stable)
            return "nothing is deployed there";
        return await workspace.FindImageAsync(cancellationToken) == stable.Image
            ? null
            : $"revision {stable.Number} serves another image";
    }

    private ModelEnvironment Open(string name, ModelVersion? version)
    {
        var gateway = new GatewayProgram(servers.PublishGatewayAsync);
        var images = new ImageFolders(workspace.Artifacts.Image, workspace.Name, version);
        return new ModelEnvironment(
            file.Site(name, workspace.Name),
            new EnvironmentTools(gateway, images) { Clock = workspace.Clock, Progress = workspace.Progress });
    }

    private async Task<IReadOnlyList<ReferenceRow>> ReadProbesAsync(CancellationToken cancellationToken)
    {
        var path = workspace.Artifacts.PathOf(EvaluateStage.ReferenceRowsFile);
        await using var stream = System.IO.File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync<List<ReferenceRow>>(stream, DocumentJson.Options, cancellationToken) ?? [];
    }
}
