using Pipeline.Core.Identity;
using Pipeline.Deployment;
using Pipeline.EndToEnd;

namespace Pipeline.Integration.Containers;

/// <summary>Containers keep to the contract of engines.</summary>
[Trait("Needs", "Docker")]
[Collection(nameof(Programs))]
public sealed class DockerEngineContractTests(Programs programs) : EngineContract
{
    private readonly DockerLab _lab = new(programs);

    public override ValueTask DisposeAsync() => _lab.DisposeAsync();

    protected override ModelEnvironment Open() => _lab.Open();

    protected override Task<ImageDigest> ImageOfAsync(params string[] habits) => _lab.Images.MakeAsync(habits, Token);

    protected override Task KillAsync(int revision) => _lab.CrashAsync($"{_lab.Name}.{revision}");

    protected override Task KillGatewayAsync() => _lab.CrashAsync($"{_lab.Name}.gateway");

    protected override Task RemoveGatewayAsync() => _lab.RemoveAsync($"{_lab.Name}.gateway");

    protected override Task<IReadOnlyList<string>> ServersAsync() => _lab.ListAsync("revision");
}
