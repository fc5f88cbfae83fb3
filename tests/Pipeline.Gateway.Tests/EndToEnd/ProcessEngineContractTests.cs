using System.Diagnostics;
using Pipeline.Core.Identity;
using Pipeline.Deployment;
using Pipeline.Environments;
using Pipeline.Testing;

namespace Pipeline.EndToEnd;

/// <summary>Processes of this machine keep to the contract of engines.</summary>
public sealed class ProcessEngineContractTests : EngineContract
{
    private readonly Lab _lab = new();

    public override ValueTask DisposeAsync() => _lab.DisposeAsync();

    protected override ModelEnvironment Open() => _lab.Clone();

    protected override Task<ImageDigest> ImageOfAsync(params string[] habits) => Task.FromResult(_lab.Images.Of(habits));

    protected override async Task KillAsync(int revision)
    {
        var status = await _lab.StatusAsync(0);
        Kill(status.Document.Find(revision)!.Process!);
    }

    protected override async Task KillGatewayAsync()
    {
        var before = (await _lab.StatusAsync(0)).Gateway!;
        Kill(before.Process);
        await _lab.UntilAsync(x => x.Gateway is { } gateway && gateway.Process != before.Process);
    }

    protected override async Task RemoveGatewayAsync()
    {
        var gateway = (await _lab.StatusAsync(0)).Gateway!;
        Kill(gateway.Watcher!);
        Kill(gateway.Process);
        while (gateway.Process.IsRunning)
            await Task.Delay(10, Token);
    }

    protected override async Task<IReadOnlyList<string>> ServersAsync()
    {
        var status = await _lab.Environment.StatusAsync(0, Token);
        return [.. status!.Document.Revisions.Where(x => x.Process is { IsRunning: true }).Select(x => $"{x.Process}")];
    }

    private static void Kill(ProcessIdentity identity)
    {
        using var process = Process.GetProcessById(identity.Id);
        process.Kill();
    }
}
