using Pipeline.Core.Progress;
using Pipeline.Delivery;
using Pipeline.Deployment.Environments;
using Pipeline.Environments;

namespace Pipeline.Targets.Delivery;

public sealed class RequirementWaitTests
{
    private static readonly RequirementSpec TenMinutes = new("staging", TimeSpan.FromMinutes(10));

    private readonly StandingClock _clock = new();
    private readonly List<string> _told = [];
    private int _looks;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Wait_HealthyForLong_GoesOnAtOnce()
    {
        _clock.Now = Some.Noon.AddMinutes(10);

        await Wait(_ => Healthy()).WaitAsync("production", [TenMinutes], Some.Image(1), Token);

        (_looks, _told.Count).ShouldBe((1, 0));
    }

    [Fact]
    public async Task Wait_HealthyForAShortTime_WaitsForTheRestAndSaysSoOnce()
    {
        var wait = Wait(look =>
        {
            _clock.Now = Some.Noon.AddMinutes(5 + (3 * look));
            return Healthy();
        });

        await wait.WaitAsync("production", [TenMinutes], Some.Image(1), Token);

        _told.ShouldHaveSingleItem().ShouldBe(
            "production waits until staging has been healthy for 10 min: 5 min are missing.");
        _looks.ShouldBe(3);
    }

    [Fact]
    public async Task Wait_AnotherImage_FailsAtOnceWithASentence()
    {
        var failure = await Should.ThrowAsync<FailedVerdictException>(
            () => Wait(_ => Healthy()).WaitAsync("production", [TenMinutes], Some.Image(2), Token));

        failure.Message.ShouldContain("production requires that staging has been healthy for 10 min, "
            + "and revision 1 serves another image there.");
        _looks.ShouldBe(1);
    }

    [Fact]
    public async Task Wait_ServerThatNeverComesBack_EndsAfterAWhile()
    {
        var wait = Wait(look =>
        {
            _clock.Now = Some.Noon.AddMinutes(15 * look);
            var status = Healthy();
            return status with { Document = status.Document.With(status.Document.Revisions[0] with { Address = null }) };
        });

        var failure = await Should.ThrowAsync<FailedVerdictException>(
            () => wait.WaitAsync("production", [TenMinutes], Some.Image(1), Token));

        failure.Message.ShouldContain("revision 1 does not answer");
        _looks.ShouldBe(3);
    }

    private RequirementWait Wait(Func<int, EnvironmentStatus> status) => new(
        (_, _) => Task.FromResult<EnvironmentStatus?>(status(_looks++)), _clock, new Teller(_told));

    private static EnvironmentStatus Healthy() => new(
        Some.Environment(1, Some.Revision(1) with { State = RevisionState.Running, Address = "127.0.0.1:3001" }), [])
    {
        Gateway = new GatewayDocument
        {
            Process = new ProcessIdentity(1, 1, "test"),
            Admin = "127.0.0.1:1",
            Address = "127.0.0.1:2",
            Started = Some.Noon,
        },
    };

    private sealed class Teller(List<string> told) : IProgress<StepEvent>
    {
        public void Report(StepEvent value) => told.Add(((StepEvent.Noted)value).Message);
    }

    /// <summary>Stands still until a test moves it; whoever waits by it is called at once.</summary>
    private sealed class StandingClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = Some.Noon;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => Now.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            ThreadPool.QueueUserWorkItem(_ => callback(state));
            return new Fired();
        }

        private sealed class Fired : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => false;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
