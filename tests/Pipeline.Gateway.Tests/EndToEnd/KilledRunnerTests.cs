using System.Globalization;
using Pipeline.Core.Audit;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Status;
using Pipeline.Environments;
using Pipeline.Testing;

namespace Pipeline.EndToEnd;

/// <summary>
/// A runner that SIGKILL ends right behind each change of its rollout, with real processes. Between two changes it changes
/// nothing, so that behind one is before the next.
/// </summary>
public sealed class KilledRunnerTests
{
    private const int Changes = 6;
    private const int Killed = 128 + 9;

    private static readonly string Runner = Path.Combine(Lab.Output, "DeployRunner", "debug", "DeployRunner");

    public static TheoryData<int> Instants => [.. Enumerable.Range(1, Changes)];

    [Fact]
    public async Task Rollout_NotKilled_MakesAsManyChangesAsAreKilledHere()
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");

        var run = Roll(lab, Changes + 1);

        (run.ExitCode, run.Output).ShouldBe((0, "Promoted 2\n"), run.Text);
    }

    [Theory]
    [MemberData(nameof(Instants))]
    public async Task Rollout_Killed_LeavesOneHealthyRevisionAndTheNextOneWorks(int change)
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");

        var run = Roll(lab, change);

        run.ExitCode.ShouldBe(Killed, run.Text);
        var stable = change == Changes ? 2 : 1;
        var after = await lab.UntilAsync(x => x.Document is { Candidate: null, Lease: null });
        (after.Document.Stable, after.Document.Weight).ShouldBe((stable, 0));
        (await Lab.AskAsync(new Uri($"http://{after.Document.Address}"))).Revision.ShouldBe(stable);
        string.Join('\n', StatusText.Of(after)).ShouldContain(
            change == Changes ? "Revision 2 answers everything." : "The rollout of revision 2 was abandoned at a weight of ");
        (await lab.DeployAsync("--answer", "0.75")).ShouldBeOfType<RolloutResult.Promoted>();
        (await lab.VerifyJournalAsync()).ShouldBeOfType<ChainStatus.Intact>();
    }

    private static Child Roll(Lab lab, int killedBehind) => Child.Run(
        Runner, [lab.Home, Lab.Output, "0.5", "steps", killedBehind.ToString(CultureInfo.InvariantCulture)], lab.Home);
}
