using System.Diagnostics;
using Pipeline.Core.Audit;
using Pipeline.Core.Environments;
using Pipeline.Deployment.Rollback;
using Pipeline.Deployment.Rollouts;
using Pipeline.Gateway.Traffic;
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
        var address = (await clone.FindAddressAsync(Token))!;
        (await AskAsync(address)).ShouldBe((1, """{"probability": 0.25, "bytes": 2}"""));
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

        await load.UntilAnsweredAsync(load.Answered + 10);
        await load.EndAsync();
        result.ShouldBeOfType<RolloutResult.Promoted>().Revision.Number.ShouldBe(2);
        load.Failures.ShouldBeEmpty();
        var document = (await lab.StatusAsync()).Document;
        (document.Stable, document.Warm, document.Candidate).ShouldBe((2, 1, null));
    }

    [Fact]
    public async Task Deploy_CrashAtStart_IsTakenBackAndStableLosesNothing()
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");
        await using var load = await lab.BeginLoadAsync();

        var result = await lab.DeployAsync(Lab.Canary, "--crash", "start");

        await load.UntilAnsweredAsync(load.Answered + 10);
        await load.EndAsync();
        result.ShouldBeOfType<RolloutResult.TakenBack>().Reason.ShouldBe(
            "The server of revision 2 ended by itself with exit code 3; the last line of its log is: The model cannot be read.");
        load.Failures.ShouldBeEmpty();
        (await lab.StatusAsync()).Document.Stable.ShouldBe(1);
    }

    [Fact]
    public async Task Deploy_ErrorsInFivePercent_IsTakenBackByItsAnalysis()
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");
        await using var load = await lab.BeginLoadAsync();

        var result = await lab.DeployAsync(Lab.Canary, "--answer", "0.5", "--errors", "5");

        await load.UntilAnsweredAsync(load.Answered + 10);
        await load.EndAsync();
        result.ShouldBeOfType<RolloutResult.TakenBack>().Reason.ShouldStartWith("error_rate is 0.0");
        load.Failures.ShouldAllBe(x => x == "500 by 2");
        var document = (await lab.StatusAsync()).Document;
        (document.Stable, document.Candidate, document.Weight).ShouldBe((1, null, 0));
    }

    [Fact]
    public async Task Deploy_CandidateKilledUnderLoad_IsTakenBackAndNothingIsLost()
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");
        await using var load = await lab.BeginLoadAsync();
        var deploying = lab.DeployAsync(Lab.Canary, "--answer", "0.5");
        var sharing = await lab.UntilAsync(x => x.Document.Weight == 50);

        Kill(sharing.Document.Find(2)!.Process!);

        var result = (await deploying).ShouldBeOfType<RolloutResult.TakenBack>();
        result.Reason.ShouldStartWith("The server of revision 2 ended by itself");
        await load.EndAsync();
        load.Failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task Rollback_ToWarm_IsATrafficChangeFromAnotherClone()
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");
        await lab.DeployAsync("--answer", "0.5");
        var address = (await lab.Environment.FindAddressAsync(Token))!;
        using var clone = lab.Clone();
        var began = Stopwatch.StartNew();

        var result = await clone.RollbackAsync(new RollbackRequest(Lab.Ada), Token);

        var (revision, _) = await AskAsync(address);
        TestContext.Current.TestOutputHelper!.WriteLine($"First answer after {began.Elapsed.TotalMilliseconds:0} ms.");
        (revision, result.WasWarm, result.From).ShouldBe((1, true, 2));
    }

    [Fact]
    public async Task Rollback_ToCold_StartsItFirst()
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");
        await lab.DeployAsync("--answer", "0.5");
        await lab.DeployAsync("--answer", "0.75");
        await lab.UntilAsync(x => x.Document.Find(1)!.State == RevisionState.Stopped);

        var result = await lab.Environment.RollbackAsync(new RollbackRequest(Lab.Ada) { Revision = 1 }, Token);

        result.WasWarm.ShouldBeFalse();
        (await AskAsync((await lab.Environment.FindAddressAsync(Token))!)).Revision.ShouldBe(1);
    }

    [Fact]
    public async Task Rollback_ImageGone_LeavesTrafficWhereItIs()
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");
        await lab.DeployAsync("--answer", "0.5");
        await lab.DeployAsync("--answer", "0.75");
        await lab.UntilAsync(x => x.Document.Find(1)!.State == RevisionState.Stopped);
        Directory.Delete(lab.Folder.Images, recursive: true);

        var gone = await Should.ThrowAsync<RevisionGoneException>(
            () => lab.Environment.RollbackAsync(new RollbackRequest(Lab.Ada) { Revision = 1 }, Token));

        gone.Message.ShouldStartWith("Revision 1 in production of loan-default cannot answer again: its image ");
        (await lab.StatusAsync()).Document.Stable.ShouldBe(3);
    }

    [Fact]
    public async Task Rollback_NothingBefore_SaysSo()
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");

        var nothing = await Should.ThrowAsync<NothingToRollBackToException>(
            () => lab.Environment.RollbackAsync(new RollbackRequest(Lab.Ada), Token));

        nothing.Message.ShouldBe(
            "There is nothing to roll back to in production of loan-default: no revision before 1 ever answered there.");
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
        (await lab.Environment.VerifyJournalAsync(Token)).ShouldBeOfType<ChainStatus.Intact>();
        (await lab.StatusAsync()).Events.ShouldContain(x => x.Action == EnvironmentActions.TakenDown);
    }

    private static async Task<(int Revision, string Body)> AskAsync(Uri address)
    {
        using var client = new HttpClient();
        using var response = await client.PostAsync(new Uri(address, "/predict"), new StringContent("{}"), Token);
        var revision = int.Parse(response.Headers.GetValues(RevisionTransformer.Header).Single());
        return (revision, await response.Content.ReadAsStringAsync(Token));
    }

    private static void Kill(ProcessIdentity process)
    {
        using var running = Process.GetProcessById(process.Id);
        running.Kill();
    }
}
