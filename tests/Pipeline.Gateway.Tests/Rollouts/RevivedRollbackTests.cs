using Pipeline.Deployment.Rollback;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Strategies;
using Pipeline.Environments;
using Pipeline.Testing;

namespace Pipeline.Rollouts;

/// <summary>A rollback to a revision that ended by itself and that the gateway is about to start again.</summary>
public sealed class RevivedRollbackTests
{
    private static readonly StrategySpec AtOnce = new StrategySpec.Recreate();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rollback_WarmThatIsBeingRevived_WaitsForItAndStartsNoOther()
    {
        using var bench = await DeployTwoAsync();
        bench.Servers.Running.Clear();

        var result = await RollBackAsync(bench, Runner.Options);

        (result.Revision.Number, result.WasStandby, bench.Document.Stable).ShouldBe((1, false, 1));
        (await bench.Keeper.StatusAsync(100, Token)).Events.ShouldNotContain(x => x.Action == EnvironmentActions.Restarting);
    }

    [Fact]
    public async Task Rollback_WarmThatIsNotRevived_LeavesTrafficAndSaysWhatIsWrongWithIt()
    {
        using var bench = await DeployTwoAsync();
        bench.Servers.AreBroken = true;
        bench.Servers.Running.Clear();

        var gone = await Should.ThrowAsync<RevisionGoneException>(
            () => RollBackAsync(bench, Runner.Options with { ReadyWithin = TimeSpan.FromMilliseconds(50) }));

        gone.Message.ShouldBe(
            "Revision 1 in production of loan-default cannot answer again: Revision 1 was not ready after 0.05 s. "
            + "The server of revision 1 ended by itself. Traffic stays where it is; name another revision.");
        (bench.Document.Stable, bench.Document.Lease).ShouldBe((2, null));
    }

    [Fact]
    public async Task Rollback_WarmThatDoesNotAnswerYet_MovesNoTrafficToIt()
    {
        using var bench = await DeployTwoAsync();
        var busy = new AlwaysWell { IsReady = x => x.Number != 1 };

        await Should.ThrowAsync<RevisionGoneException>(
            () => RollBackAsync(bench, Runner.Options with { ReadyWithin = TimeSpan.FromMilliseconds(50) }, busy));

        bench.Document.Stable.ShouldBe(2);
    }

    private static async Task<Bench> DeployTwoAsync()
    {
        var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first", AtOnce);
        await new Runner(bench, 1).DeployAsync("second", AtOnce);
        return bench;
    }

    private static Task<RollbackResult> RollBackAsync(Bench bench, RolloutOptions options, AlwaysWell? world = null)
    {
        var ports = new Runner(bench, 2) { World = world ?? new AlwaysWell() }.Ports;
        return new RollbackController(ports, options, TimeProvider.System)
            .RunAsync(new RollbackRequest(Bench.Ada) { Process = new ProcessIdentity(2, 1, "runner") }, Token);
    }
}
