using System.Diagnostics;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Rollback;
using Pipeline.Environments;
using Pipeline.Testing;

namespace Pipeline.EndToEnd;

/// <summary>The way back when there is nothing but the environment: no room on its disk, and no sources that compile.</summary>
public sealed class FullDiskTests
{
    private const long DiskBytes = 192L << 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rollback_DiskFullAndNothingCompiles_MovesTraffic(bool isGatewayGone)
    {
        using var home = new TemporaryFolder();
        using var disk = SmallDisk.Mount(home["disk"], DiskBytes);
        await using var lab = new Lab(home["disk"]);
        await lab.DeployAsync("--answer", "0.25");
        await lab.DeployAsync("--answer", "0.5");
        if (isGatewayGone)
            await EndGatewayAsync((await lab.StatusAsync()).Gateway!);
        disk.Fill();
        using var clone = lab.Clone(new GatewayProgram(_ => throw new InvalidOperationException("The sources do not compile.")));

        var result = await clone.RollbackAsync(new RollbackRequest(Lab.Ada), Token);

        result.Revision.Number.ShouldBe(1);
        (await Lab.AskAsync(await lab.AddressAsync(clone))).Revision.ShouldBe(1);
        (await lab.StatusAsync(1)).Events[0].Action.ShouldBe(EnvironmentActions.RolledBack);
    }

    /// <summary>Its watcher first, which would start it again.</summary>
    private static async Task EndGatewayAsync(GatewayDocument gateway)
    {
        foreach (var process in new[] { gateway.Watcher!, gateway.Process })
        {
            using var running = Process.GetProcessById(process.Id);
            running.Kill();
            while (process.IsRunning)
                await Task.Delay(10, Token);
        }
    }
}
