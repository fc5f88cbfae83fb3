using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Strategies;
using Pipeline.Environments;
using Pipeline.Testing;

namespace Pipeline.EndToEnd;

/// <summary>What people decide from another clone than the one that leads, with real processes.</summary>
public sealed class DecisionTests
{
    private static readonly StrategySpec Long = new StrategySpec.Canary
    {
        Steps = [new StepSpec.SetWeight(50), new StepSpec.Pause(new PauseSpec { Duration = TimeSpan.FromMinutes(5) })],
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pause_FromAnotherClone_StopsItAndApproveGoesOn()
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");
        var leading = lab.DeployAsync(Long, "--answer", "0.5");
        await lab.UntilAsync(x => x.Document.Weight == 50);
        using var clone = lab.Clone();

        var paused = await clone.PauseAsync(new PauseRequest(Lab.Ada, "odd answers"), Token);

        paused.Rollout!.Wait.ShouldBe(RolloutWait.Request);
        (await leading).ShouldBeOfType<RolloutResult.Paused>().Reason.ShouldStartWith("ada asked for a pause: odd answers");
        var request = new RolloutRequest(paused.Find(paused.Candidate)!.Image, Lab.Ada) { Strategy = Long };
        var going = clone.ApproveAsync(request, "They were right.", Token);
        await lab.UntilAsync(x => x.Document.Rollout is { Phase: RolloutPhase.Stepping });
        (await lab.Environment.AbortAsync(new AbortRequest(Lab.Ada, "Too late."), Token)).Stable.ShouldBe(1);
        await Should.ThrowAsync<EnvironmentRefusedException>(() => going);
        var (revision, _) = await Lab.AskAsync(await lab.AddressAsync());
        revision.ShouldBe(1);
    }

    [Fact]
    public async Task BlueGreen_UnderLoad_LosesNoRequest()
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");
        await using var load = await lab.BeginLoadAsync();

        var result = await lab.DeployAsync(new StrategySpec.BlueGreen(), "--answer", "0.5");

        result.ShouldBeOfType<RolloutResult.Promoted>();
        (await Lab.AskAsync(await lab.AddressAsync())).Revision.ShouldBe(2);
        await load.EndAsync();
        load.Failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task Analyze_Watched_TellsItsVerdictsToWhoeverAsks()
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");
        var leading = lab.DeployAsync(Lab.Canary, "--answer", "0.5");

        var status = await lab.UntilAsync(x => x.Report is not null);

        status.Report!.Checks.Results.ShouldHaveSingleItem().Check.Id.ShouldBe("error_rate/no-worse-than");
        status.Report.Step.ShouldBe(1);
        status.Document.Rollout!.Plan.ShouldBe(["weight 50%", "analyze 1s"]);
        await using (var load = await lab.BeginLoadAsync())
            await leading;
        (await lab.StatusAsync()).Report.ShouldBeNull();
    }
}
