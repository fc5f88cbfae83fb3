using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Deployment.Probes;
using Pipeline.Environments;
using Pipeline.Manifest.Records;

namespace Pipeline.Deployment.Analysis;

/// <summary>
/// One analysis as a rollout makes it, look after look, of revisions whose truth is known: how often it ever says that the new
/// one breaks its criterion, and how often it says in the end that it keeps to it.
/// </summary>
/// <param name="Title">What is simulated, for people.</param>
/// <param name="Spec">The criterion.</param>
/// <param name="Draw">Adds what happens between two looks.</param>
internal sealed record AnalysisSimulation(string Title, AnalysisSpec Spec, Action<SimulatedTraffic, Random> Draw)
{
    /// <summary>Half of what a rollout with two analyses spends on aborting good revisions.</summary>
    private const double AbortConfidence = 0.995;

    public int Looks { get; init; } = 120;

    /// <summary>For what is measured by options that only a manifest can give.</summary>
    public IAnalysis? Own { get; init; }

    public async Task<SimulatedAnalyses> RunAsync(int times, int seed)
    {
        var all = await Task.WhenAll(
            Enumerable.Range(0, times).Select(x => Task.Run(() => RunOnceAsync(new Random((seed * 1_000_000) + x)))));
        var samples = all.Where(x => x.Outcome == Outcome.Failed).Select(x => x.Samples).Order().ToList();
        return new SimulatedAnalyses(
            all.Count(x => x.Outcome == Outcome.Failed),
            all.Count(x => x.Outcome == Outcome.Passed),
            times,
            samples.Count == 0 ? null : samples[samples.Count / 2]);
    }

    private async Task<(Outcome Outcome, long Samples)> RunOnceAsync(Random chance)
    {
        var (traffic, clock) = (new SimulatedTraffic(chance), new SteppingClock());
        var catalog = Own is null ? AnalysisCatalog.Standard : new AnalysisCatalog(Own);
        var judge = new AnalysisJudge([Spec], catalog, new AnalysisRequest(Spec.Criterion)
        {
            Answers = traffic,
            Rows = traffic.Rows,
            Clock = clock,
        });
        for (var look = 0; look < Looks; look++)
        {
            Draw(traffic, chance);
            clock.Step();
            await judge.LookAsync(traffic.Look(), CancellationToken.None);
            var result = judge.Judge(AbortConfidence).Results[0];
            if (result.Verdict.Outcome == Outcome.Failed)
                return (Outcome.Failed, result.Measurement.Samples ?? 0);
        }

        return (judge.Judge().Worst, 0);
    }

    private sealed class SteppingClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Step() => _now += TimeSpan.TicksPerMinute;
    }
}

/// <summary>How simulated analyses ended.</summary>
/// <param name="Aborted">How often a look said that the criterion is broken.</param>
/// <param name="Passed">How often the last look said that it is kept to.</param>
/// <param name="All">How many there were.</param>
/// <param name="Samples">Of those that were aborted, the median of the samples until then; null without any.</param>
internal sealed record SimulatedAnalyses(int Aborted, int Passed, int All, long? Samples);

/// <summary>Counts of two imagined revisions, which a simulation adds to.</summary>
internal sealed class SimulatedTraffic(Random chance) : IAnswerCheck
{
    private readonly SimulatedRevision _candidate = new();
    private readonly SimulatedRevision _stable = new();

    /// <summary>The chance that the candidate answers a known row wrong.</summary>
    public double Wrong { get; set; }

    /// <summary>What another server tells.</summary>
    public double Reading { get; set; }

    public long Agreeing { get; set; }

    public long Disagreeing { get; set; }

    public IReadOnlyList<ReferenceRow> Rows { get; } = [.. Enumerable.Repeat(new ReferenceRow(default, default), 200)];

    /// <summary>Both are asked so often, with a latency and a score for each request.</summary>
    public void Ask(
        int requests,
        Func<double> latencyOfCandidate,
        Func<double> scoreOfCandidate,
        Func<double> latency,
        Func<double> score)
    {
        for (var request = 0; request < requests; request++)
        {
            _candidate.Add(latencyOfCandidate(), scoreOfCandidate());
            _stable.Add(latency(), score());
        }
    }

    public AnalysisLook Look() => new(_candidate.View(2, new MirrorTraffic
    {
        Answered = Agreeing + Disagreeing,
        Agreeing = Agreeing,
        Disagreeing = Disagreeing,
    }), _stable.View(1, null))
    {
        IsMirrored = Agreeing + Disagreeing > 0,
    };

    public Task<string?> FindDifferenceAsync(Revision revision, ReferenceRow row, CancellationToken cancellationToken) =>
        Task.FromResult(chance.NextDouble() < Wrong ? "label is 'yes' instead of 'no'" : null);

    private sealed class SimulatedRevision
    {
        private readonly long[] _latencies = new long[RevisionTraffic.LatencyBounds.Count + 1];
        private readonly SortedDictionary<int, long> _scores = [];

        public void Add(double latency, double score)
        {
            var bucket = 0;
            while (bucket < RevisionTraffic.LatencyBounds.Count && latency > RevisionTraffic.LatencyBounds[bucket])
                bucket++;
            _latencies[bucket]++;
            var bin = ScoreBin.IndexOf(score);
            _scores[bin] = _scores.GetValueOrDefault(bin) + 1;
        }

        public RevisionView View(int number, MirrorTraffic? mirrored) => new(
            new Revision
            {
                Number = number,
                Image = new ImageDigest(Digest.OfText($"{number}")),
                Created = DateTimeOffset.UnixEpoch,
                State = RevisionState.Running,
                Since = DateTimeOffset.UnixEpoch,
            },
            new RevisionTraffic
            {
                Revision = number,
                Requests = _latencies.Sum(),
                Latencies = [.. _latencies],
                Mirrored = mirrored,
                Predictions = new PredictionCounts
                {
                    Rows = _latencies.Sum(),
                    Scores = [.. _scores.Select(x => new ScoreBin(ScoreBin.EdgeOf(x.Key), x.Value))],
                },
            });
    }
}

/// <summary>The simulations that are shown and tested.</summary>
internal static class AnalysisSimulations
{
    private const int Requests = 50;

    /// <summary>Revisions that keep to their criteria, most of them just so.</summary>
    public static IReadOnlyList<AnalysisSimulation> Good { get; } =
    [
        Latency("latency_p99 at most 100 ms: it is 100 ms", new Criterion.AtMost(100), 100),
        Latency("latency_p99 at most 200 ms: it is 100 ms", new Criterion.AtMost(200), 100),
        Latency("latency_p99 no worse than stable by 100 ms: the same", new Criterion.NoWorseThan("stable", 100), 100),
        Drift("prediction_drift at most 0.1: the same model", 0, limit: 0.1),
        Drift("prediction_drift at most 0.1: at the limit", 0.235, limit: 0.1),
        Disagreement("disagreement at most 2%: 2%", 0.02),
        Disagreement("disagreement at most 2%: 0.5%", 0.005),
        Answers("known_answers at most 0: none wrong", 0),
        Readings("prometheus at most 10: median of readings 10", 10),
        Readings("prometheus at most 10: median of readings 5", 5),
    ];

    /// <summary>Revisions that do not.</summary>
    public static IReadOnlyList<AnalysisSimulation> Bad { get; } =
    [
        Latency("latency_p99 at most 100 ms: it is 200 ms", new Criterion.AtMost(100), 200),
        Latency("latency_p99 no worse than stable by 100 ms: 300 ms worse", new Criterion.NoWorseThan("stable", 100), 400),
        Drift("prediction_drift at most 0.1: scores shifted by 1 sd", 1, limit: 0.1),
        Disagreement("disagreement at most 2%: 5%", 0.05),
        Answers("known_answers at most 0: 0.5% of answers wrong", 0.005),
        Readings("prometheus at most 10: median of readings 20", 20),
    ];

    private static AnalysisSimulation Latency(string title, Criterion criterion, double p99) => new(
        title,
        new AnalysisSpec { Metric = "latency_p99", Criterion = criterion },
        (traffic, chance) => traffic.Ask(
            Requests,
            () => Exponential(chance, p99),
            chance.NextDouble,
            () => Exponential(chance, 100),
            chance.NextDouble));

    /// <summary>Logistic scores of a normal variable, shifted by so many standard deviations.</summary>
    private static AnalysisSimulation Drift(string title, double shift, double limit) => new(
        title,
        new AnalysisSpec { Metric = "prediction_drift", Criterion = new Criterion.AtMost(limit) },
        (traffic, chance) => traffic.Ask(
            4 * Requests, () => 1, () => Logistic(Normal(chance) + shift), () => 1, () => Logistic(Normal(chance))));

    private static AnalysisSimulation Disagreement(string title, double share) => new(
        title,
        new AnalysisSpec { Metric = "disagreement", Criterion = new Criterion.AtMost(0.02) },
        (traffic, chance) =>
        {
            for (var row = 0; row < Requests; row++)
                _ = chance.NextDouble() < share ? traffic.Disagreeing++ : traffic.Agreeing++;
        });

    private static AnalysisSimulation Answers(string title, double wrong) => new(
        title,
        new AnalysisSpec { Metric = "known_answers", Criterion = new Criterion.AtMost(0) },
        (traffic, _) => traffic.Wrong = wrong);

    private static AnalysisSimulation Readings(string title, double median)
    {
        var own = new SimulatedReadings();
        return new AnalysisSimulation(
            title,
            new AnalysisSpec { Metric = own.Name, Criterion = new Criterion.AtMost(10) },
            (traffic, chance) => traffic.Reading = median * Math.Exp(Normal(chance)))
        {
            Own = own,
        };
    }

    private static double Exponential(Random chance, double p99) => -Math.Log(1 - chance.NextDouble()) * p99 / Math.Log(100);

    private static double Normal(Random chance) =>
        Math.Sqrt(-2 * Math.Log(1 - chance.NextDouble())) * Math.Cos(2 * Math.PI * chance.NextDouble());

    private static double Logistic(double value) => 1 / (1 + Math.Exp(-value));

    /// <summary>What the analysis of Prometheus does with its readings, without its server.</summary>
    private sealed class SimulatedReadings : IAnalysis
    {
        public string Name => "readings";

        public long SamplesAtLeast => 1;

        public IEnumerable<Finding> Check(AnalysisRequest request) => [];

        public IAnalysisSensor Open(AnalysisRequest request) => new Sensor((SimulatedTraffic)request.Answers!);

        private sealed class Sensor(SimulatedTraffic traffic) : IAnalysisSensor
        {
            private readonly List<double> _readings = [];

            public Task<AnalysisEvidence> LookAsync(AnalysisLook look, CancellationToken cancellationToken)
            {
                _readings.Add(traffic.Reading);
                return Task.FromResult<AnalysisEvidence>(
                    new QuantileEvidence(0.5, ValueCounts.Exact(_readings)) { Noun = "readings" });
            }
        }
    }
}
