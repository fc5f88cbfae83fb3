using System.Globalization;
using Pipeline.Core.Audit;
using Pipeline.Core.Problems;
using Pipeline.Core.Retention;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Strategies;
using Pipeline.Environments;
using Pipeline.Testing;

namespace Pipeline.Integration.Containers;

/// <summary>What SIGKILL ends on a real engine, what that costs two clients that ask all the time, and what is left.</summary>
[Trait("Needs", "Docker")]
[Collection(nameof(Programs))]
public sealed class DockerKillTests(Programs programs) : IAsyncDisposable
{
    private const int Changes = 6;
    private const int Killed = 128 + 9;

    private static readonly StrategySpec Half = new StrategySpec.Canary
    {
        Steps = [new StepSpec.SetWeight(50), new StepSpec.Pause(new PauseSpec { Duration = TimeSpan.FromMinutes(5) })],
    };

    private readonly DockerLab _lab = new(programs) { Limits = new ResourceLimits { Memory = ByteSize.Parse("128MiB") } };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task Client_KilledBehindEachChangeOfARollout_CostsNoRequestAndTheNextCommandWorks()
    {
        // The image is on the engine by then, for a client that has nothing but its digest.
        await _lab.DeployAsync("--answer", "2");
        await _lab.DeployAsync("--answer", "1");
        var image = await _lab.Images.MakeAsync(["--answer", "2"], Token);
        await using var load = await _lab.BeginLoadAsync();
        var stable = 2;

        for (var change = 1; change <= Changes; change++)
        {
            var run = Roll($"{image}", change);

            run.ExitCode.ShouldBe(Killed, run.Text);
            if (change == Changes)
            {
                // All is decided, and nobody but the gateway ends the lease.
                (await _lab.UntilAsync(x => x.Document.Lease is null)).Document.Stable.ShouldBe(stable + change);
                continue;
            }

            (await _lab.StatusAsync()).Document.Candidate.ShouldBe(stable + change);
            (await _lab.RollbackAsync(takeOver: true)).Revision.Number.ShouldBe(stable);
            var after = (await _lab.StatusAsync()).Document;
            (after.Stable, after.Candidate, after.Weight).ShouldBe((stable, null, 0));
            (await _lab.ListAsync("revision")).ShouldBe(
                [$"/{_lab.Name}.{stable}", $"/{_lab.Name}.{after.Standby}"], ignoreOrder: true);
        }

        (await _lab.DeployAsync("--answer", "3")).ShouldBeOfType<RolloutResult.Promoted>();
        using var environment = _lab.Open();
        (await environment.VerifyJournalAsync(Token)).ShouldBeOfType<ChainStatus.Intact>();
        await EndAsync(load);
        load.Refused.ShouldBe(0);
        load.Failures.ShouldBeEmpty();
        (await RelaysAsync()).ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task Candidate_KilledWhileItAnswersHalf_IsAbortedAndCostsNoRequest()
    {
        await _lab.DeployAsync("--answer", "1");
        await using var load = await _lab.BeginLoadAsync();
        var rollout = _lab.DeployAsync(Half, [], "--answer", "2");
        await _lab.UntilAsync(x => x.Document.Weight == 50);

        await _lab.CrashAsync($"{_lab.Name}.2");

        (await rollout).ShouldBeOfType<RolloutResult.Aborted>().Reason.ShouldStartWith(
            "The server of revision 2 ended by itself with exit code 137");
        await IsBackAsync(load);
    }

    [Fact]
    public async Task Candidate_LeaksIntoItsMemoryLimitWhileItAnswersHalf_IsAbortedWithTheLimit()
    {
        await _lab.DeployAsync("--answer", "1");
        await using var load = await _lab.BeginLoadAsync();

        var result = await _lab.DeployAsync(Half, [], "--answer", "2", "--leak", "4000000");

        result.ShouldBeOfType<RolloutResult.Aborted>().Reason.ShouldBe(
            "The server of revision 2 took more memory than its limit of 134 MB, and was ended.");
        await IsBackAsync(load);
    }

    [Fact]
    public async Task Gateway_KilledUnderLoad_IsThereAgainWithItsStateAndClientsThatAskAgainAreAnswered()
    {
        await _lab.DeployAsync("--answer", "1");
        await _lab.DeployAsync("--answer", "2");
        var before = await _lab.StatusAsync();
        await using var load = await _lab.BeginLoadAsync();
        await load.UntilAnsweredAsync(50, Token);

        await _lab.CrashAsync($"{_lab.Name}.gateway");

        await load.UntilAnsweredAsync(load.Answered + 200, Token);
        await EndAsync(load);
        // A connection is refused, or closed without an answer by the engine's proxy; no request is answered badly.
        load.Failures.ShouldAllBe(x => x.StartsWith("no answer"));
        var after = await _lab.StatusAsync();
        (after.Document.Stable, after.Document.Address).ShouldBe((2, before.Document.Address));
        (await _lab.RollbackAsync()).WasStandby.ShouldBeTrue();
        (await _lab.AskAsync()).ShouldBe(1);
    }

    private async Task IsBackAsync(Load load)
    {
        await load.UntilAnsweredAsync(load.Answered + 50, Token);
        await EndAsync(load);
        load.Refused.ShouldBe(0);
        load.Failures.ShouldBeEmpty();
        var after = await _lab.StatusAsync();
        (after.Document.Stable, after.Document.Candidate).ShouldBe((1, null));
        (await _lab.ListAsync("revision")).ShouldBe([$"/{_lab.Name}.1"]);
        (await _lab.AskAsync()).ShouldBe(1);
    }

    private static async Task EndAsync(Load load)
    {
        await load.EndAsync();
        TestContext.Current.TestOutputHelper!.WriteLine(load.Summary);
    }

    private Child Roll(string image, int killedBehind)
    {
        var behind = killedBehind.ToString(CultureInfo.InvariantCulture);
        return Child.Run(Runner, [Path.GetTempPath(), _lab.Site.Project, image, "steps", behind], "/");
    }

    private static string Runner { get; } = Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..", "DeployRunner", "debug", "DeployRunner"));

    /// <summary>Relays in the gateway's container: those of clients that were killed are gone, too.</summary>
    private async Task<int> RelaysAsync()
    {
        var container = (await _lab.FindAsync($"{_lab.Name}.gateway"))!.Value;
        var gateway = container.GetProperty("State").GetProperty("Pid").GetInt32();
        var group = File.ReadAllText($"/proc/{gateway}/cgroup");
        return Directory.GetDirectories("/proc", "[0-9]*").Count(x => IsRelay(x, group));
    }

    private static bool IsRelay(string process, string group)
    {
        try
        {
            return File.ReadAllText($"{process}/cgroup") == group
                && File.ReadAllText($"{process}/cmdline").Contains("\0relay\0", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
