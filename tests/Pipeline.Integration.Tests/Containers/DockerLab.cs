using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Deployment;
using Pipeline.Deployment.Analysis;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Rollback;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Strategies;
using Pipeline.Environments;
using Pipeline.Testing;

namespace Pipeline.Integration.Containers;

/// <summary>An environment of containers with a name of its own; nothing of it outlives the test.</summary>
internal class DockerLab : IAsyncDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly HttpClient _engine;
    private readonly string? _socket;

    /// <param name="programs">What runs in it.</param>
    /// <param name="socket">Of another engine than the one that the tests are given.</param>
    public DockerLab(Programs programs, string? socket = null)
    {
        _engine = Testing.DockerEngine.Connect(socket);
        _socket = socket;
        Images = programs.Images;
        var name = $"test-{Guid.NewGuid():N}"[..16];
        Site = new EnvironmentSite(_home.Path, name, "production", ModelName.Parse("loan-default"));
    }

    /// <summary>Containers are not unpacked.</summary>
    protected static IImageFolders NoImages { get; } = new NoFolders();

    public static Actor Ada { get; } = new("ada", "test");

    public ProgramImages Images { get; }

    public EnvironmentSite Site { get; }

    public ResourceLimits Limits { get; set; } = new();

    public int? Replicas { get; set; }

    public string? Repository { get; init; }

    /// <summary>What everything of the environment is called on the engine.</summary>
    public string Name => $"pipeline.{Site.Project}.{Site.Environment}.{Site.Model}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>As another clone sees it.</summary>
    public ModelEnvironment Open() => new(
        Site,
        new EnvironmentTools(new GatewayProgram("none"), NoImages)
        {
            Engine = CreateEngine(),
            Layouts = Images,
            Limits = Limits,
            Replicas = Replicas,
            Repository = Repository,
            Rollout = new RolloutOptions { LookForErrorsEvery = TimeSpan.FromMilliseconds(100), MostTimesInconclusive = 30 },
        });

    public async Task<RolloutResult> DeployAsync(params string[] habits) =>
        await DeployAsync(new StrategySpec.Recreate(), [], habits);

    /// <summary>As another clone does.</summary>
    public async Task<RolloutResult> DeployAsync(
        StrategySpec strategy, IReadOnlyList<AnalysisSpec> analysis, params string[] habits)
    {
        using var environment = Open();
        var request = new RolloutRequest(await Images.MakeAsync(habits, Token), Ada) { Strategy = strategy, Analysis = analysis };
        return await environment.DeployAsync(request, new EnvironmentSpec { Strategy = strategy }, [], Token);
    }

    public async Task<RollbackResult> RollbackAsync(bool takeOver = false)
    {
        using var environment = Open();
        return await environment.RollbackAsync(new RollbackRequest(Ada) { TakeOver = takeOver }, Token);
    }

    public async Task<EnvironmentStatus> StatusAsync(int events = 0)
    {
        using var environment = Open();
        return (await environment.StatusAsync(events, Token))!;
    }

    /// <summary>Looks until the environment is as it should become.</summary>
    public async Task<EnvironmentStatus> UntilAsync(Func<EnvironmentStatus, bool> isSo)
    {
        using var environment = Open();
        EnvironmentStatus? status = null;
        await Patience.UntilAsync(
            "the environment to become as it should",
            async () => (status = await environment.StatusAsync(20, Token)) is not null && isSo(status),
            Token);
        return status!;
    }

    public async Task<Load> BeginLoadAsync() => new(new Uri($"http://{(await StatusAsync()).Document.Address}"));

    /// <summary>The number of the revision that answers a prediction.</summary>
    public async Task<int> AskAsync()
    {
        using var client = new HttpClient();
        using var response = await client.PostAsync(
            new Uri($"http://{(await StatusAsync()).Document.Address}/predict"), new StringContent("{}"), Token);
        return int.Parse(response.Headers.GetValues("X-Pipeline-Revision").Single());
    }

    /// <summary>The folder that a container sees as that, from outside.</summary>
    public async Task<string> PathInAsync(string container, string folder) =>
        $"/proc/{(await FindAsync(container))!.Value.GetProperty("State").GetProperty("Pid").GetInt32()}/root{folder}";

    /// <summary>A volume of the environment that has no more room than this.</summary>
    public async Task CreateVolumeAsync(string name, long bytes)
    {
        var options = new { type = "tmpfs", device = "tmpfs", o = $"size={bytes},uid=10001,gid=10001" };
        using var response = await _engine.PostAsJsonAsync(
            "/volumes/create", new { Name = name, Driver = "local", DriverOpts = options }, Token);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Removes what outlives the end of an environment.</summary>
    protected virtual Task CleanAsync() => Task.CompletedTask;

    protected virtual IEngine CreateEngine() => _socket is null
        ? new Docker.DockerEngine()
        : new Docker.DockerEngine(x => x == "DOCKER_HOST" ? $"unix://{_socket}" : null, _home.Path);

    /// <summary>What an engine tells of a container; null without one.</summary>
    public Task<JsonElement?> FindAsync(string container) => GetAsync($"/containers/{container}/json");

    /// <summary>What an engine answers; null where it knows no such thing.</summary>
    public async Task<JsonElement?> GetAsync(string path)
    {
        using var response = await _engine.GetAsync(path, Token);
        return response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<JsonElement>(Token) : null;
    }

    /// <summary>What something uses yet is asked for again: a Swarm removes containers a while after they ended.</summary>
    public async Task DeleteAsync(string path)
    {
        for (var time = 0; time < 100; time++)
        {
            using var response = await _engine.DeleteAsync(path, CancellationToken.None);
            if (response.StatusCode != HttpStatusCode.Conflict)
                return;
            await Task.Delay(100, CancellationToken.None);
        }
    }

    /// <summary>The names of its containers that run.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string role)
    {
        var filters = JsonSerializer.Serialize(new
        {
            label = new[] { $"pipeline.project={Site.Project}", $"pipeline.role={role}" },
        });
        var containers = await _engine.GetFromJsonAsync<JsonElement>(
            $"/containers/json?filters={Uri.EscapeDataString(filters)}", Token);
        return [.. containers.EnumerateArray().Select(x => x.GetProperty("Names")[0].GetString()!)];
    }

    /// <summary>Ends the program of a container as the system does: its engine takes that for a crash.</summary>
    public async Task CrashAsync(string container)
    {
        var process = (await FindAsync(container))!.Value.GetProperty("State").GetProperty("Pid").GetInt32();
        using var running = System.Diagnostics.Process.GetProcessById(process);
        running.Kill();
    }

    public async Task StopAsync(string container) =>
        (await _engine.PostAsync($"/containers/{container}/stop", null, Token)).EnsureSuccessStatusCode();

    public async Task RemoveAsync(string container) =>
        (await _engine.DeleteAsync($"/containers/{container}?force=1", Token)).EnsureSuccessStatusCode();

    /// <summary>As a person does who tidies an engine up.</summary>
    public async Task RemoveImageAsync(ImageDigest image) => (await _engine.DeleteAsync(
        $"/images/pipeline/{Site.Model}:{image.Value.Hex}?force=1", Token)).EnsureSuccessStatusCode();

    public async Task<bool> HasImageAsync(ImageDigest image)
    {
        using var response = await _engine.GetAsync($"/images/pipeline/{Site.Model}:{image.Value.Hex}/json", Token);
        return response.IsSuccessStatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        using (var environment = Open())
            await environment.TakeDownAsync(Ada, takeOver: true, CancellationToken.None);
        foreach (var volume in new[] { Name, $"{Name}.predictions" })
            await DeleteAsync($"/volumes/{volume}?force=1");
        await CleanAsync();
        _engine.Dispose();
        _home.Dispose();
    }

    private sealed class NoFolders : IImageFolders
    {
        public Task<Environments.ServerLaunch> UnpackAsync(
            ImageDigest image, string folder, CancellationToken cancellationToken) =>
            throw new NotSupportedException("Containers are not unpacked.");
    }
}
