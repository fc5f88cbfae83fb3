using System.Net.Http.Json;
using System.Text.Json;
using Pipeline.Distribution;
using Pipeline.Integration.Containers;
using Pipeline.Targets.Delivery.Jobs;
using Pipeline.Testing;

namespace Pipeline.Integration.Jobs;

/// <summary>A repository whose jobs go to a Swarm of one node, with what the build itself makes of it.</summary>
public sealed class SwarmJobsLab : IAsyncLifetime
{
    private readonly string _project = $"test-{Guid.NewGuid():N}"[..16];
    private HttpClient? _engine;

    internal JobsLab Lab { get; } = new(
        builder => builder.UsePrograms(new ClonePrograms(Repository.Root.TrimEnd('/'), TimeProvider.System)));

    /// <summary>Made without the Swarm.</summary>
    internal IReadOnlyDictionary<string, string> Local { get; private set; } = new Dictionary<string, string>();

    internal string LocalProfile { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        _engine = DockerEngine.Connect();
        await OneNodeSwarm.RequireAsync();
        Lab.Changed("trees: 60", "trees: 10");
        Lab.Root.Write("environments.yml", $$"""
            project: {{_project}}
            jobs: {engine: swarm, at-once: 2, attempts: 3, limits: {memory: 1GiB, cpus: 1, pids: 256} }
            environments:
              production: {engine: process, address: auto, strategy: {type: recreate} }

            """);
        await Lab.Searching().PushedAsync();
        await Lab.TrainAsync("local");
        Local = Lab.Results();
        await Lab.ProfileAsync("local");
        LocalProfile = Lab.Profile();
        Forget();
    }

    /// <summary>The trials that the clone itself remembers.</summary>
    internal void Forget()
    {
        if (Directory.Exists(Path.Combine(Lab.Root.Root, JobsLab.Trials)))
            Lab.Root.DeleteFolder(JobsLab.Trials);
    }

    /// <summary>What the engine tells of the services, or of the containers, that are for jobs of this lab.</summary>
    internal async Task<IReadOnlyList<JsonElement>> ListAsync(string kind)
    {
        var filters = JsonSerializer.Serialize(new { label = new[] { $"pipeline.project={_project}", "pipeline.role=job" } });
        var listed = await _engine!.GetFromJsonAsync<JsonElement>($"/{kind}?filters={Uri.EscapeDataString(filters)}");
        return [.. listed.EnumerateArray()];
    }

    internal Task<string> InspectAsync(string path) => _engine!.GetStringAsync(path);

    internal async Task KillAsync(string container) =>
        (await _engine!.PostAsync($"/containers/{container}/kill", null)).EnsureSuccessStatusCode();

    internal async Task<IReadOnlyList<JsonElement>> SecretsAsync()
    {
        var secrets = await _engine!.GetFromJsonAsync<JsonElement>("/secrets");
        return [.. secrets.EnumerateArray().Where(secret => secret.GetRawText().Contains(_project, StringComparison.Ordinal))];
    }

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            foreach (var service in await ListAsync("services"))
                await _engine.DeleteAsync($"/services/{service.GetProperty("ID").GetString()}");
            foreach (var secret in await SecretsAsync())
                await _engine.DeleteAsync($"/secrets/{secret.GetProperty("ID").GetString()}");
            _engine.Dispose();
        }

        Lab.Dispose();
    }
}
