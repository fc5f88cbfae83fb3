using System.Net.Http.Json;
using System.Text.Json;
using Pipeline.Integration.Containers;

[assembly: AssemblyFixture(typeof(OneNodeSwarm))]

namespace Pipeline.Integration.Containers;

/// <summary>
/// The Swarm that the engine manages, of one node, which no other can join: it listens at the loopback. All tests share it, and
/// where there was none before, it is left when the last of them has ended.
/// </summary>
public sealed class OneNodeSwarm : IAsyncDisposable
{
    private static readonly Lazy<Task<bool>> Made = new(MakeAsync);

    /// <summary>There is one from now on.</summary>
    public static Task RequireAsync() => Made.Value;

    public async ValueTask DisposeAsync()
    {
        if (!Made.IsValueCreated || Made.Value is not { IsCompletedSuccessfully: true } made || !await made)
            return;
        using var engine = Testing.DockerEngine.Connect();
        (await engine.PostAsync("/swarm/leave?force=1", null)).EnsureSuccessStatusCode();
    }

    /// <summary>Tests of another process may make it in the same moment.</summary>
    /// <returns>Whether it was made here.</returns>
    private static async Task<bool> MakeAsync()
    {
        using var engine = Testing.DockerEngine.Connect();
        if (await IsThereAsync(engine))
            return false;
        var made = await engine.PostAsJsonAsync(
            "/swarm/init", new { ListenAddr = "127.0.0.1:2377", AdvertiseAddr = "127.0.0.1:2377" });
        (made.IsSuccessStatusCode || await IsThereAsync(engine)).ShouldBeTrue(await made.Content.ReadAsStringAsync());
        return made.IsSuccessStatusCode;
    }

    private static async Task<bool> IsThereAsync(HttpClient engine)
    {
        var info = await engine.GetFromJsonAsync<JsonElement>("/info");
        return info.GetProperty("Swarm").GetProperty("LocalNodeState").GetString() == "active";
    }
}
