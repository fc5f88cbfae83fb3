using System.Globalization;
using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Deployment;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Rollback;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Strategies;
using Pipeline.Environments;
using Pipeline.Integration.Containers;

namespace Pipeline.Benchmarks.Containers;

/// <summary>An environment on the engine at DOCKER_HOST; nothing is left of it. Each command is another clone's.</summary>
internal sealed class BenchEnvironment(string home, ProgramImages images, EngineCalls engine) : IAsyncDisposable
{
    private static readonly Actor Actor = new("bench", "machine");

    private readonly EnvironmentSite _site = new(
        home, $"bench-{Environment.ProcessId}", "production", ModelName.Parse("loan-default"));

    private int _images;
    private Uri? _address;

    public string Project => _site.Project;

    public static Task UseAsync(Func<BenchEnvironment, Task> work) => Workspace.UseTemporaryAsync(async folder =>
    {
        using var engine = EngineCalls.Open();
        await using var environment = new BenchEnvironment(folder, ProgramImages.Publish(RepositoryRoot.Path, folder), engine);
        await work(environment);
    });

    public ModelEnvironment Clone() => new(
        _site,
        new EnvironmentTools(new GatewayProgram("none"), new NoFolders())
        {
            Engine = new Docker.DockerEngine(),
            Layouts = images,
        });

    /// <summary>An image that is no other.</summary>
    public Task<ImageDigest> MakeAsync(CancellationToken cancellationToken) => images.MakeAsync(
        ["--answer", string.Create(CultureInfo.InvariantCulture, $"{++_images}")], cancellationToken);

    public async Task<RolloutResult> DeployAsync(
        ImageDigest image, StrategySpec strategy, CancellationToken cancellationToken)
    {
        using var clone = Clone();
        return await clone.DeployAsync(
            new RolloutRequest(image, Actor) { Strategy = strategy },
            new EnvironmentSpec { Strategy = strategy },
            [],
            cancellationToken);
    }

    public async Task<RollbackResult> RollbackAsync(bool takeOver, CancellationToken cancellationToken)
    {
        using var clone = Clone();
        return await clone.RollbackAsync(new RollbackRequest(Actor) { TakeOver = takeOver }, cancellationToken);
    }

    public async Task<EnvironmentDocument> ReadAsync(CancellationToken cancellationToken)
    {
        using var clone = Clone();
        return (await clone.StatusAsync(0, cancellationToken))!.Document;
    }

    /// <summary>Where predictions are asked for.</summary>
    public async Task<Uri> AddressAsync(CancellationToken cancellationToken) =>
        _address ??= new Uri($"http://{(await ReadAsync(cancellationToken)).Address}/predict");

    /// <summary>The number of the revision that answers.</summary>
    public async Task<string> AskAsync(CancellationToken cancellationToken)
    {
        using var response = await engine.Client.PostAsync(
            await AddressAsync(cancellationToken), new StringContent("{}"), cancellationToken);
        return response.Headers.GetValues("X-Pipeline-Revision").Single();
    }

    /// <param name="container">"gateway", or a revision's number.</param>
    public Task CrashAsync(string container) => engine.CrashAsync($"{Name}.{container}");

    /// <summary>The same, where it runs by then.</summary>
    public async Task TryCrashAsync(string container)
    {
        try
        {
            await CrashAsync(container);
        }
        catch (Exception exception) when (exception is HttpRequestException or ArgumentException or InvalidOperationException)
        {
            // It is not there yet, or not any more.
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var environment = Clone();
        await environment.TakeDownAsync(Actor, takeOver: true, CancellationToken.None);
        await engine.RemoveAsync($"/volumes/{Name}?force=1");
        await engine.RemoveAsync($"/volumes/{Name}.predictions?force=1");
    }

    private string Name => $"pipeline.{_site.Project}.{_site.Environment}.{_site.Model}";

    private sealed class NoFolders : IImageFolders
    {
        public Task<ServerLaunch> UnpackAsync(ImageDigest image, string folder, CancellationToken cancellationToken) =>
            throw new NotSupportedException("Containers are not unpacked.");
    }
}
