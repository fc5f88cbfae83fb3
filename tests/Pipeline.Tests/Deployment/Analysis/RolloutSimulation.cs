using Pipeline.Core.Audit;
using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Strategies;
using Pipeline.Environments;

namespace Pipeline.Deployment.Analysis;

/// <summary>
/// Rollouts as they are led, in an environment whose answers are drawn by chance and whose clock jumps: one request to the
/// candidate is an error with a given chance, whatever came before.
/// </summary>
/// <param name="CandidateErrors">The chance of an error of the new revision.</param>
/// <param name="StableErrors">Of the stable one.</param>
internal sealed record RolloutSimulation(double CandidateErrors, double StableErrors)
{
    /// <summary>Of the whole environment, between two looks.</summary>
    public int RequestsPerLook { get; init; } = 100;

    public StrategySpec Strategy { get; init; } = new StrategySpec.Canary
    {
        Steps =
        [
            new StepSpec.SetWeight(10), new StepSpec.Analyze { For = TimeSpan.FromMinutes(1) },
            new StepSpec.SetWeight(50), new StepSpec.Analyze { For = TimeSpan.FromMinutes(1) },
        ],
    };

    public AnalysisSpec Analysis { get; init; } = new()
    {
        Metric = AnalysisSpec.ErrorRate,
        Criterion = new Criterion.NoWorseThan(AnalysisSpec.Stable, 0.01, 0.95),
        RequestsAtLeast = 100,
    };

    /// <param name="seed">The same seed is the same rollout.</param>
    public async Task<SimulatedRollout> RunAsync(int seed)
    {
        var clock = new JumpingClock();
        var environment = new SimulatedEnvironment(this, new Random(seed), clock);
        var actor = new Actor("simulation", "test");
        var request = new RolloutRequest(new ImageDigest(Digest.OfText("new")), actor)
        {
            Strategy = Strategy,
            Analysis = [Analysis],
        };
        var ports = new RolloutPorts(environment, environment, environment);
        var time = new RolloutTime(new RolloutOptions(), clock);
        var leader = new Leader(ports, time, new LeaseHolder(actor, Token: 1), progress: null);
        var rollout = new Rollout(leader, new RevisionWatch(ports, time), request, time);
        var result = await rollout.RunAsync(CancellationToken.None);
        return new SimulatedRollout(result, environment.RequestsOfCandidate, environment.PassedAtFirstLook);
    }

    public async Task<IReadOnlyList<SimulatedRollout>> RunAllAsync(int rollouts, int seed) =>
        await Task.WhenAll(Enumerable.Range(seed * 1_000_000, rollouts).Select(x => Task.Run(() => RunAsync(x))));

    /// <summary>A gateway that answers by chance, and an engine and a probe that never find anything wrong.</summary>
    private sealed class SimulatedEnvironment(RolloutSimulation world, Random chance, JumpingClock clock)
        : ITraffic, IRevisionHost, IProbe
    {
        private readonly long[] _requests = new long[3];
        private readonly long[] _errors = new long[3];
        private int _looks;
        private EnvironmentDocument _document = new()
        {
            Project = "acme",
            Environment = "production",
            Model = ModelName.Parse("model"),
            Revisions = [Revision(1, "old")],
            Stable = 1,
        };

        public long RequestsOfCandidate => _requests[2];

        public bool PassedAtFirstLook { get; private set; }

        public Task<EnvironmentStatus> ReadAsync(int events, CancellationToken cancellationToken)
        {
            if (_document.Weight > 0)
                Answer();
            return Task.FromResult(new EnvironmentStatus(_document, []) { Traffic = Count() });
        }

        public Task<EnvironmentDocument> ChangeAsync(ChangeRequest request, CancellationToken cancellationToken)
        {
            _document = request.Change switch
            {
                EnvironmentChange.Register x =>
                    _document.With(Revision(2, "new")) with { Candidate = 2, Rollout = Progress(x.Steps) },
                EnvironmentChange.Shift x => Shift(x),
                EnvironmentChange.Promote => _document with { Stable = 2, Candidate = null, Rollout = null, Weight = 0 },
                EnvironmentChange.Abort => _document with { Candidate = null, Rollout = null, Weight = 0 },
                _ => _document,
            };
            // One reading sees that the weight is in effect, the next is where the analysis begins, the third its first look.
            PassedAtFirstLook |= _looks <= 3
                && request.Change is EnvironmentChange.Note { Action: EnvironmentActions.AnalysisPassed };
            return Task.FromResult(_document);
        }

        public Task<Lease> AcquireAsync(LeaseRequest request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Nobody else is here.");

        public Task RenewAsync(long token, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task ReleaseAsync(long token, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<EnvironmentChange.Register> PrepareAsync(ImageDigest image, CancellationToken cancellationToken) =>
            Task.FromResult(new EnvironmentChange.Register(image, 0) { Address = "127.0.0.1:1" });

        public Task<string?> FindGoneAsync(Revision revision, CancellationToken cancellationToken) =>
            Task.FromResult<string?>(null);

        public Task<bool> IsReadyAsync(Revision revision, CancellationToken cancellationToken) => Task.FromResult(true);

        public Task<Verdict> ProbeAsync(Revision revision, CancellationToken cancellationToken) =>
            Task.FromResult(Verdict.Passed());

        private static Revision Revision(int number, string image) => new()
        {
            Number = number,
            Image = new ImageDigest(Digest.OfText(image)),
            Created = DateTimeOffset.UnixEpoch,
            State = RevisionState.Running,
            Since = DateTimeOffset.UnixEpoch,
            Address = $"127.0.0.1:{number}",
        };

        private RolloutProgress Progress(int steps) => new()
        {
            Phase = RolloutPhase.Starting,
            Steps = steps,
            Since = clock.GetUtcNow(),
            Actor = new Actor("simulation", "test"),
        };

        private EnvironmentDocument Shift(EnvironmentChange.Shift shift)
        {
            _looks = 0;
            var rollout = _document.Rollout! with { WeightSince = clock.GetUtcNow(), Baseline = Count() };
            return _document with { Weight = shift.Weight, Rollout = rollout };
        }

        private void Answer()
        {
            _looks++;
            var ofCandidate = world.RequestsPerLook * _document.Weight / 100;
            Ask(2, ofCandidate, world.CandidateErrors);
            Ask(1, world.RequestsPerLook - ofCandidate, world.StableErrors);
        }

        private void Ask(int revision, int requests, double errors)
        {
            _requests[revision] += requests;
            for (var request = 0; request < requests; request++)
                _errors[revision] += chance.NextDouble() < errors ? 1 : 0;
        }

        private TrafficSnapshot Count() => new(
            "epoch",
            [.. new[] { 1, 2 }.Select(
                x => new RevisionTraffic { Revision = x, Requests = _requests[x], ServerErrors = _errors[x] })]);
    }

    /// <summary>Time passes only where somebody waits for it, and then at once.</summary>
    private sealed class JumpingClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _now);

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp());

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Add(ref _now, dueTime.Ticks);
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

/// <summary>How one simulated rollout ended.</summary>
/// <param name="Result">What its leader was told.</param>
/// <param name="Requests">How many the candidate was asked.</param>
/// <param name="PassedAtFirstLook">Whether any of its analyses let it pass at its first look.</param>
internal sealed record SimulatedRollout(RolloutResult Result, long Requests, bool PassedAtFirstLook);
