using System.Net.Http.Json;
using System.Text.Json;
using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Deployment;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Rollouts;
using Pipeline.Testing;

namespace Pipeline.Integration.Containers;

/// <summary>An environment of containers with a name of its own; nothing of it outlives the test.</summary>
internal sealed class DockerLab : IAsyncDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly HttpClient _engine = Testing.DockerEngine.Connect();

    public DockerLab(Programs programs, string? project = null)
    {
        Images = programs.Images;
        var name = project ?? $"test-{Guid.NewGuid():N}"[..16];
        Site = new EnvironmentSite(_home.Path, name, "production", ModelName.Parse("loan-default"));
    }

    public static Actor Ada { get; } = new("ada", "test");

    public ProgramImages Images { get; }

    public EnvironmentSite Site { get; }

    public ResourceLimits Limits { get; init; } = new();

    /// <summary>What everything of the environment is called on the engine.</summary>
    public string Name => $"pipeline.{Site.Project}.{Site.Environment}.{Site.Model}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>As another clone sees it.</summary>
    public ModelEnvironment Open() => new(
        Site,
        new EnvironmentTools(new GatewayProgram("none"), new NoFolders())
        {
            Engine = new Docker.DockerEngine(),
            Layouts = Images,
            Limits = Limits,
            Rollout = new RolloutOptions { LookForErrorsEvery = TimeSpan.FromMilliseconds(100), MostTimesInconclusive = 30 },
        });

    /// <summary>What an engine tells of a container; null without one.</summary>
    public async Task<JsonElement?> FindAsync(string container)
    {
        using var response = await _engine.GetAsync($"/containers/{container}/json", Token);
        return response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<JsonElement>(Token) : null;
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

    public async ValueTask DisposeAsync()
    {
        using (var environment = Open())
            await environment.TakeDownAsync(Ada, takeOver: true, CancellationToken.None);
        foreach (var volume in new[] { Name, $"{Name}.predictions" })
            await _engine.DeleteAsync($"/volumes/{volume}?force=1", CancellationToken.None);
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
