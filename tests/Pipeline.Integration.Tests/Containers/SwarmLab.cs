using System.Text.Json;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Traffic;

namespace Pipeline.Integration.Containers;

/// <summary>An environment of services with a name of its own; nothing of it outlives the test.</summary>
internal sealed class SwarmLab(Programs programs) : DockerLab(programs)
{
    /// <summary>What the names of its services begin with.</summary>
    public string Service => $"{Site.Project}_{Site.Environment}_{Site.Model}_";

    public static async Task<SwarmLab> OpenAsync(Programs programs)
    {
        await OneNodeSwarm.RequireAsync();
        return new SwarmLab(programs);
    }

    /// <summary>Ends the program of one task as the system does.</summary>
    /// <param name="part">Of the service's name: "gateway", or the number of a revision.</param>
    public async Task CrashTaskAsync(string part) => await CrashAsync((await TasksAsync(part))[0]);

    /// <summary>A file of the environment, as whoever may ask the engine reads it.</summary>
    public async Task<string> ReadStateAsync(string file)
    {
        using var site = CreateEngine().Open(Site, new EngineSupplies(new GatewayProgram("none"), NoImages, TimeProvider.System));
        return (await site.Reach.FindWordAsync(file, TestContext.Current.CancellationToken))!;
    }

    /// <summary>As a person does who tidies up.</summary>
    public Task RemoveServiceAsync(string part) => DeleteAsync($"/services/{Service}{part}");

    /// <summary>The containers of the tasks that run, by their ids.</summary>
    public async Task<IReadOnlyList<string>> TasksAsync(string part)
    {
        var filters = JsonSerializer.Serialize(new { label = new[] { $"com.docker.swarm.service.name={Service}{part}" } });
        var containers = (await GetAsync($"/containers/json?filters={Uri.EscapeDataString(filters)}"))!.Value;
        return [.. containers.EnumerateArray().Select(x => x.GetProperty("Id").GetString()!)];
    }

    protected override IEngine CreateEngine() => new Docker.SwarmEngine();

    protected override Task CleanAsync() => DeleteAsync($"/configs/{Service}state");
}
