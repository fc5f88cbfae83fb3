using Pipeline.Core.Audit;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Status;
using Pipeline.Environments;
using Pipeline.Testing;

namespace Pipeline.Kills;

/// <summary>A runner that is killed before or after any of its changes.</summary>
public sealed class KilledRunnerTests
{
    private const int ChangesOfFirst = 4;
    private const int ChangesOfCanary = 8;

    public static TheoryData<int, bool> First => Instants(ChangesOfFirst);

    public static TheoryData<int, bool> Second => Instants(ChangesOfCanary);

    [Fact]
    public async Task Deploy_NotKilled_AsksForAsManyChangesAsAreKilledHere()
    {
        using var bench = await Bench.OpenAsync();
        var (first, second) = (new Runner(bench, 1), new Runner(bench, 2));

        await first.DeployAsync("first");
        await second.DeployAsync("second");

        (first.Traffic.Changes, second.Traffic.Changes).ShouldBe((ChangesOfFirst, ChangesOfCanary));
    }

    [Theory]
    [MemberData(nameof(First))]
    public async Task FirstDeploy_Killed_NextOneWorks(int change, bool after)
    {
        using var bench = await Bench.OpenAsync();
        await KillAsync(bench, "first", change, after);

        await bench.LookAsync();

        (bench.Document.Candidate, bench.Document.Rollout, bench.Document.Lease).ShouldBe((null, null, null));
        await new Runner(bench, 3).DeployAsync("first");
        bench.Document.Find(bench.Document.Stable)!.State.ShouldBe(RevisionState.Running);
    }

    [Theory]
    [MemberData(nameof(Second))]
    public async Task Canary_Killed_TrafficIsOnOneHealthyRevision(int change, bool after)
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        await KillAsync(bench, "second", change, after);

        await bench.LookAsync();

        var isPromoted = change == ChangesOfCanary && after;
        (bench.Document.Stable, bench.Document.Candidate, bench.Document.Weight).ShouldBe((isPromoted ? 2 : 1, null, 0));
        bench.Servers.Running.ShouldContain(bench.Document.Find(bench.Document.Stable)!.Process!);
    }

    [Theory]
    [MemberData(nameof(Second))]
    public async Task Canary_Killed_StatusSaysWhatHappened(int change, bool after)
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        await KillAsync(bench, "second", change, after);
        await bench.LookAsync();

        var lines = StatusText.Of(await bench.Keeper.StatusAsync(100, TestContext.Current.CancellationToken));

        var wasAsked = change > 1 || after;
        var told = change == ChangesOfCanary && after ? "revision-promoted loan-default/2 by ada: Revision 2 answers everything."
            : wasAsked ? "rollout-abandoned loan-default/2 by gateway: The rollout of revision 2 was abandoned at a weight of "
            : "revision-promoted loan-default/1 by ada: Revision 1 answers everything.";
        string.Join('\n', lines).ShouldContain(told);
    }

    [Theory]
    [MemberData(nameof(Second))]
    public async Task Canary_Killed_NextOneWorksAndTheJournalIsIntact(int change, bool after)
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        await KillAsync(bench, "second", change, after);

        var result = await new Runner(bench, 3).DeployAsync("third");

        result.ShouldBeOfType<RolloutResult.Promoted>();
        (await bench.VerifyAsync()).ShouldBeOfType<ChainStatus.Intact>();
    }

    [Theory]
    [MemberData(nameof(Second))]
    public async Task Canary_KilledTogetherWithTheGateway_TrafficIsOnOneRevision(int change, bool after)
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        await KillAsync(bench, "second", change, after);

        await bench.ReopenAsync();
        await bench.LookAsync();

        bench.Document.Candidate.ShouldBeNull();
        bench.Servers.Running.ShouldContain(bench.Document.Find(bench.Document.Stable)!.Process!);
    }

    private static TheoryData<int, bool> Instants(int changes)
    {
        var instants = new TheoryData<int, bool>();
        foreach (var change in Enumerable.Range(1, changes))
        {
            instants.Add(change, false);
            instants.Add(change, true);
        }

        return instants;
    }

    private static async Task KillAsync(Bench bench, string image, int change, bool after)
    {
        var traffic = new BenchTraffic(bench) { KilledAt = change, DiesAfter = after };
        var runner = new Runner(bench, 2) { Traffic = traffic };
        await Should.ThrowAsync<KilledException>(() => runner.DeployAsync(image));
    }
}
