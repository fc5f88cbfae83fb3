using Pipeline.Core.Identity;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Strategies;
using Pipeline.Environments;
using Pipeline.Gateway.Supervision;
using Pipeline.Testing;

namespace Pipeline.Supervision;

public sealed class SupervisorTests
{
    private static readonly StrategySpec AtOnce = new StrategySpec.Recreate();

    [Fact]
    public async Task StableServer_EndsAgainAndAgain_IsStartedAfterAGrowingWait()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        var waits = new List<double>();

        for (var end = 0; end < 4; end++)
            waits.Add(await EndAndWaitAsync(bench));

        waits.ShouldBe([0.5, 1, 2, 4]);
    }

    [Fact]
    public async Task StableServer_RanLong_StartsWithTheFirstWait()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        await EndAndWaitAsync(bench);
        await EndAndWaitAsync(bench);
        bench.Clock.Advance(TimeSpan.FromMinutes(2));

        var wait = await EndAndWaitAsync(bench);

        wait.ShouldBe(0.5);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task StableServer_EndsWhileTheClockIsSetByHours_IsStartedAfterTheSameWait(int direction)
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        await EndAndWaitAsync(bench);
        bench.Clock.Jump(TimeSpan.FromHours(3 * direction));

        (await EndAndWaitAsync(bench)).ShouldBe(1);
        bench.Clock.Jump(TimeSpan.FromHours(-5 * direction));
        (await EndAndWaitAsync(bench)).ShouldBe(2);
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(3)]
    public async Task Server_DoesNotEndWhileTheClockIsSetByHours_IsEndedAfterItsGrace(int hours)
    {
        using var bench = await Bench.OpenAsync();
        bench.Servers.AreStubborn = true;
        foreach (var image in new[] { "first", "second", "third" })
            await new Runner(bench, 1).DeployAsync(image, AtOnce);
        await bench.LookAsync();

        bench.Clock.Jump(TimeSpan.FromHours(hours));
        await bench.LookAsync();
        var early = bench.Document.Find(1)!.State;
        bench.Clock.Advance(TimeSpan.FromSeconds(11));
        await bench.LookAsync();
        await bench.LookAsync();

        (early, bench.Document.Find(1)!.State).ShouldBe((RevisionState.Stopping, RevisionState.Stopped));
    }

    [Fact]
    public async Task Server_DoesNotEndWhenAsked_IsEnded()
    {
        using var bench = await Bench.OpenAsync();
        bench.Servers.AreStubborn = true;
        foreach (var image in new[] { "first", "second", "third" })
            await new Runner(bench, 1).DeployAsync(image, AtOnce);
        await bench.LookAsync();
        var stateWhileAsked = bench.Document.Find(1)!.State;

        bench.Clock.Advance(TimeSpan.FromSeconds(11));
        await bench.LookAsync();
        await bench.LookAsync();

        (stateWhileAsked, bench.Document.Find(1)!.State).ShouldBe((RevisionState.Stopping, RevisionState.Stopped));
    }

    [Fact]
    public async Task Server_ThatSaysLaterWhereItAnswers_AnswersThere()
    {
        using var bench = await Bench.OpenAsync();
        var lease = (await bench.Keeper.AcquireAsync(new LeaseRequest(Bench.Ada), TestContext.Current.CancellationToken)).Value!;
        var launch = new ServerLaunch { Folder = "/", Command = "server", Arguments = ["--announce", "{announce}"] };
        var register = new EnvironmentChange.Register(new ImageDigest(Digest.OfText("image")), 0) { Launch = launch };
        await bench.Keeper.ChangeAsync(
            new ChangeRequest(lease.Token, Bench.Ada, "Starts.", register), TestContext.Current.CancellationToken);
        bench.Servers.AreSilent = true;
        await bench.LookAsync();
        var before = bench.Document.Find(1)!;

        bench.Servers.Announced = "127.0.0.1:41233";
        await bench.LookAsync();

        (before.Process is null, before.Address).ShouldBe((false, null));
        bench.Document.Find(1)!.Address.ShouldBe("127.0.0.1:41233");
    }

    [Fact]
    public async Task Reopen_ServersStillRun_StartsNone()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        var starts = bench.Servers.Starts;

        await bench.ReopenAsync();
        await bench.LookAsync();

        bench.Servers.Starts.ShouldBe(starts);
    }

    [Fact]
    public async Task Traffic_NotAsCommitted_IsSetAgain()
    {
        using var bench = await Bench.OpenAsync();
        bench.Traffic.Trouble = "The mesh does not answer.";
        await Should.ThrowAsync<TrafficNotInEffectException>(() => new Runner(bench, 1).DeployAsync("first"));
        var before = bench.Traffic.InEffect;

        bench.Traffic.Trouble = null;
        await bench.LookAsync();

        (before, bench.Traffic.InEffect.Stable?.Revision).ShouldBe((TrafficSplit.Nobody, 1));
        var status = await bench.Keeper.StatusAsync(0, TestContext.Current.CancellationToken);
        (status.Lag, status.SplitTrouble).ShouldBe((null, null));
    }

    [Fact]
    public async Task Server_ThatIsStillAskedForPredictions_IsNotStoppedBeforeItsGraceIsOver()
    {
        using var bench = await Bench.OpenAsync();
        foreach (var image in new[] { "first", "second" })
            await new Runner(bench, 1).DeployAsync(image, AtOnce);
        bench.Traffic.IsIdle = true;
        await Should.ThrowAsync<TrafficNotInEffectException>(() => new Runner(bench, 1).DeployAsync("third", AtOnce));
        await Should.ThrowAsync<TrafficNotInEffectException>(() => new Runner(bench, 1).DeployAsync("fourth", AtOnce));
        await bench.LookAsync();
        var stateWhileAsked = bench.Document.Find(2)!.State;

        bench.Clock.Advance(TimeSpan.FromSeconds(11));
        await bench.LookAsync();
        await bench.LookAsync();

        (stateWhileAsked, bench.Document.Find(2)!.State).ShouldBe((RevisionState.Stopping, RevisionState.Stopped));
    }

    [Fact]
    public async Task Run_AtRest_LooksAgainOnceItIsNudged()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        await using var running = Running.Begin(bench, new SupervisorOptions { LookAtRestEvery = TimeSpan.FromDays(1) });

        bench.Servers.Running.Clear();
        running.Supervisor.Nudge();

        await bench.UntilAsync(x => x.Find(1)!.Restarts == 1);
    }

    [Fact]
    public async Task Run_WhileAServerStarts_LooksByItself()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        bench.Servers.AreSilent = true;
        bench.Servers.Running.Clear();
        await bench.LookAsync();
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        await bench.LookAsync();
        var options = new SupervisorOptions { LookEvery = TimeSpan.FromMilliseconds(1), LookAtRestEvery = TimeSpan.FromDays(1) };
        await using var running = Running.Begin(bench, options);

        bench.Servers.Announced = "127.0.0.1:41233";

        await bench.UntilAsync(x => x.Find(1)!.Address == "127.0.0.1:41233");
    }

    /// <summary>Seconds until the stable server runs again.</summary>
    private static async Task<double> EndAndWaitAsync(Bench bench)
    {
        bench.Servers.Running.Clear();
        await bench.LookAsync();
        var began = bench.Clock.GetUtcNow();
        while (bench.Document.Find(1)!.Process is null)
        {
            bench.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await bench.LookAsync();
        }

        return (bench.Clock.GetUtcNow() - began).TotalSeconds;
    }

    /// <summary>A supervisor that looks by itself until the end of a test.</summary>
    private sealed class Running(Supervisor supervisor) : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private Task _task = Task.CompletedTask;

        public Supervisor Supervisor => supervisor;

        public static Running Begin(Bench bench, SupervisorOptions options)
        {
            var running = new Running(new Supervisor(bench.Keeper, bench.Servers, bench.Traffic, options, bench.Clock));
            running._task = Task.Run(() => running.Supervisor.RunAsync(running._end.Token));
            return running;
        }

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => _task);
            _end.Dispose();
        }
    }
}
