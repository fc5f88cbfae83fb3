using System.Diagnostics;
using Pipeline.Core.Audit;
using Pipeline.Deployment.Rollouts;
using Pipeline.Environments;
using Pipeline.Testing;

namespace Pipeline.EndToEnd;

/// <summary>The whole way with real processes: gateway, watcher and servers.</summary>
public sealed class DeploymentTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Deploy_First_AnswersAndIsKnownToAnotherClone()
    {
        await using var lab = new Lab();

        var result = await lab.DeployAsync("--answer", "0.25");

        result.ShouldBeOfType<RolloutResult.Promoted>().Revision.Number.ShouldBe(1);
        using var clone = lab.Clone();
        var address = await lab.AddressAsync(clone);
        (await Lab.AskAsync(address)).ShouldBe((1, """{"probability": 0.25, "bytes": 2}"""));
    }

    [Fact]
    public async Task Deploy_SameImage_DoesNothing()
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");
        var before = (await lab.StatusAsync()).Document.Journal;

        var result = await lab.DeployAsync("--answer", "0.25");

        result.ShouldBeOfType<RolloutResult.AlreadyServing>();
        (await lab.StatusAsync()).Document.Journal.ShouldBe(before);
    }

    [Fact]
    public async Task Deploy_CanaryUnderLoad_IsPromotedAndLosesNothing()
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");
        await using var load = await lab.BeginLoadAsync();

        var result = await lab.DeployAsync(Lab.Canary, "--answer", "0.5");

        await load.UntilAnsweredAsync(load.Answered + 10, Token);
        await load.EndAsync();
        result.ShouldBeOfType<RolloutResult.Promoted>().Revision.Number.ShouldBe(2);
        load.Failures.ShouldBeEmpty();
        var document = (await lab.StatusAsync()).Document;
        (document.Stable, document.Standby, document.Candidate).ShouldBe((2, 1, null));
    }

    [Fact]
    public async Task Deploy_CrashAtStart_IsAbortedAndStableLosesNothing()
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");
        await using var load = await lab.BeginLoadAsync();

        var result = await lab.DeployAsync(Lab.Canary, "--crash", "start");

        await load.UntilAnsweredAsync(load.Answered + 10, Token);
        await load.EndAsync();
        result.ShouldBeOfType<RolloutResult.Aborted>().Reason.ShouldBe(
            "The server of revision 2 ended by itself with exit code 3; the last line of its log is: The model cannot be read.");
        load.Failures.ShouldBeEmpty();
        (await lab.StatusAsync()).Document.Stable.ShouldBe(1);
    }

    [Fact]
    public async Task Deploy_ErrorsInFivePercent_IsAbortedByItsAnalysis()
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");
        await using var load = await lab.BeginLoadAsync();

        var result = await lab.DeployAsync(Lab.Canary, "--answer", "0.5", "--errors", "5");

        await load.UntilAnsweredAsync(load.Answered + 10, Token);
        await load.EndAsync();
        result.ShouldBeOfType<RolloutResult.Aborted>().Reason.ShouldStartWith("error_rate is 0.0");
        load.Failures.ShouldAllBe(x => x == "500 by 2");
        var document = (await lab.StatusAsync()).Document;
        (document.Stable, document.Candidate, document.Weight).ShouldBe((1, null, 0));
    }

    [Fact]
    public async Task Deploy_CandidateKilledUnderLoad_IsAbortedAndNothingIsLost()
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");
        await using var load = await lab.BeginLoadAsync();
        var deploying = lab.DeployAsync(Lab.Canary, "--answer", "0.5");
        var sharing = await lab.UntilAsync(x => x.Document.Weight == 50);

        Kill(sharing.Document.Find(2)!.Process!);

        var result = (await deploying).ShouldBeOfType<RolloutResult.Aborted>();
        result.Reason.ShouldStartWith("The server of revision 2 ended by itself");
        await load.EndAsync();
        load.Failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task TakeDown_Running_LeavesNoProcessAndKeepsTheJournal()
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");
        await lab.DeployAsync("--answer", "0.5");

        var wasThere = await lab.Environment.TakeDownAsync(Lab.Ada, takeOver: false, Token);

        wasThere.ShouldBeTrue();
        lab.Processes().ShouldBeEmpty();
        (await lab.VerifyJournalAsync()).ShouldBeOfType<ChainStatus.Intact>();
        (await lab.StatusAsync()).Events.ShouldContain(x => x.Action == EnvironmentActions.TakenDown);
    }

    private static void Kill(ProcessIdentity process)
    {
        using var running = Process.GetProcessById(process.Id);
        running.Kill();
    }
}
