using Pipeline.Core.Identity;
using Pipeline.Deployment;
using Pipeline.EndToEnd;

namespace Pipeline.Integration.Containers;

/// <summary>Services of a Swarm keep to the contract of engines.</summary>
[Trait("Needs", "Docker")]
[Collection(nameof(Programs))]
public sealed class SwarmEngineContractTests(Programs programs) : EngineContract, IAsyncLifetime
{
    private SwarmLab _lab = null!;

    public async ValueTask InitializeAsync() => _lab = await SwarmLab.OpenAsync(programs);

    public override ValueTask DisposeAsync() => _lab.DisposeAsync();

    protected override ModelEnvironment Open() => _lab.Open();

    protected override Task<ImageDigest> ImageOfAsync(params string[] habits) => _lab.Images.MakeAsync(habits, Token);

    protected override Task KillAsync(int revision) => _lab.CrashTaskAsync($"{revision}");

    protected override Task KillGatewayAsync() => _lab.CrashTaskAsync("gateway");

    protected override Task RemoveGatewayAsync() => _lab.RemoveServiceAsync("gateway");

    protected override Task<IReadOnlyList<string>> ServersAsync() => _lab.ListAsync("revision");
}
