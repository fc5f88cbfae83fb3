using System.Globalization;
using Pipeline.Core.Checks;

namespace Pipeline.Deployment.Analysis;

/// <summary>Holds a new revision against all criteria of a rollout, for as long as one analysis takes.</summary>
internal sealed class AnalysisJudge
{
    /// <summary>For one measurement; the rollout must not wait for a sensor.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How much more is tried where it is said how much more is needed; what tells, tells with more, too.</summary>
    private static readonly IReadOnlyList<double> Growth =
        [1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 5, 7, 10, 15, 20, 30, 50, 100, 300, 1000];

    private readonly IReadOnlyList<Watched> _watched;
    private readonly TimeProvider _clock;

    /// <param name="specs">The criteria.</param>
    /// <param name="catalog">What can be measured.</param>
    /// <param name="request">All that sensors may use, but criterion and options.</param>
    public AnalysisJudge(IEnumerable<AnalysisSpec> specs, AnalysisCatalog catalog, AnalysisRequest request)
    {
        _clock = request.Clock;
        _watched = [.. specs.Select(spec => Watch(spec, catalog, request))];
    }

    /// <summary>Of the criterion that wants most.</summary>
    public long RequestsWanted => _watched.Select(x => x.SamplesAtLeast).DefaultIfEmpty().Max();

    /// <summary>Measures once more what is to be measured again by now.</summary>
    public async Task LookAsync(AnalysisLook look, CancellationToken cancellationToken)
    {
        foreach (var watched in _watched.Where(x => x.IsDue(_clock)))
        {
            watched.Looked = _clock.GetTimestamp();
            try
            {
                using var limit = new CancellationTokenSource(Patience);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
                watched.Evidence = await watched.Sensor.LookAsync(look, either.Token);
                (watched.Failures, watched.Failure) = (0, null);
            }
            catch (MeasurementFailedException exception)
            {
                watched.Fail(exception.Message.TrimEnd('.'));
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                watched.Fail(string.Create(CultureInfo.InvariantCulture, $"it took longer than {Patience.TotalSeconds:0} s"));
            }
        }
    }

    /// <param name="confidence">
    /// That all looks together are right; instead of the one that a criterion asks for, when it is greater.
    /// </param>
    public CheckReport Judge(double confidence = 0) => new([.. _watched.Select(x => Judge(x, confidence))]);

    /// <summary>What is still needed, in a sentence for each criterion that cannot tell; empty where nothing helps.</summary>
    public string Needs() => string.Join(' ', _watched.Select(Needs).OfType<string>());

    private static CheckResult Judge(Watched watched, double confidence)
    {
        if (watched.Failures > watched.Spec.FailuresAllowed || watched.Evidence is null)
        {
            var nothing = new Measurement
            {
                Name = watched.Spec.Metric,
                Value = new MeasuredValue.NotMeasured(watched.Failure ?? "nobody has looked yet"),
            };
            var result = watched.Check(0).Judge(nothing);
            return watched.Failures > watched.Spec.FailuresAllowed
                ? result with { Verdict = Verdict.Errored(Times(result.Verdict.Reason, watched.Failures)) }
                : result with { Verdict = Verdict.Inconclusive(result.Verdict.Reason) };
        }

        return Judge(watched, watched.Evidence, confidence);
    }

    private static CheckResult Judge(Watched watched, AnalysisEvidence evidence, double confidence)
    {
        var criterion = watched.Spec.Criterion;
        var level = Math.Max(confidence, (criterion as Criterion.NoWorseThan)?.Confidence ?? 0.95);
        var result = watched.Check(evidence.Least(level)).Judge(evidence.Measure(watched.Spec.Metric, criterion, level));
        return evidence is ShareEvidence { Stable.Trials: 0 } or QuantileEvidence { Stable.Total: 0 }
            && criterion is Criterion.NoWorseThan && result.Verdict.Outcome != Outcome.Skipped
            ? result with { Verdict = Verdict.Inconclusive("The stable revision answered nothing that could be compared with.") }
            : result;
    }

    private static string? Needs(Watched watched)
    {
        if (watched.Evidence is not { } evidence || Judge(watched, 0).Verdict.Outcome != Outcome.Inconclusive)
            return null;
        var least = Math.Max(watched.SamplesAtLeast, evidence.Least(0.95));
        if (evidence.Samples < least)
            return Words(least - evidence.Samples, evidence.Noun, "");
        var (low, high) = (0, Growth.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Tells(Growth[middle]) ? (low, middle) : (middle + 1, high);
        }

        return low < Growth.Count && evidence.Grown(Growth[low]) is { } grown
            ? Words(grown.Samples - evidence.Samples, evidence.Noun, "About ")
            : $"More {evidence.Noun} like these would not tell.";

        bool Tells(double times) =>
            evidence.Grown(times) is { } more && Judge(watched, more, 0).Verdict.Outcome != Outcome.Inconclusive;
    }

    private static string Words(long count, string noun, string about)
    {
        var digits = Math.Max(0, (int)Math.Log10(Math.Max(1, count)) - 1);
        var unit = about.Length == 0 ? 1 : (long)Math.Pow(10, digits);
        var shown = (count + unit - 1) / unit * unit;
        return string.Create(CultureInfo.InvariantCulture, $"{about}{shown:N0} more {noun} are needed.");
    }

    private static string Times(string reason, int failures)
    {
        var times = failures == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{failures} times in a row");
        return $"{reason.TrimEnd('.')}; that failed {times}.";
    }

    private static Watched Watch(AnalysisSpec spec, AnalysisCatalog catalog, AnalysisRequest request)
    {
        var (analysis, options) = catalog.Require(spec);
        var sensor = analysis.Open(request with { Criterion = spec.Criterion, Options = options });
        return new Watched(spec, sensor)
        {
            SamplesAtLeast = spec.RequestsAtLeast ?? analysis.SamplesAtLeast,
            Every = spec.Every ?? analysis.Every,
        };
    }

    private sealed class Watched(AnalysisSpec spec, IAnalysisSensor sensor)
    {
        public AnalysisSpec Spec => spec;

        public IAnalysisSensor Sensor => sensor;

        public required long SamplesAtLeast { get; init; }

        public required TimeSpan Every { get; init; }

        public AnalysisEvidence? Evidence { get; set; }

        public int Failures { get; set; }

        public string? Failure { get; set; }

        public long? Looked { get; set; }

        public bool IsDue(TimeProvider clock) => Looked is not { } looked || clock.GetElapsedTime(looked) >= Every;

        public void Fail(string reason) => (Failures, Failure) = (Failures + 1, reason);

        /// <summary>The check, which reads "error_rate/no-worse-than" in reports.</summary>
        public Check Check(long least) => new()
        {
            Id = $"{spec.Metric}/{AnalysisSpec.KeyOf(spec.Criterion)}",
            Criterion = spec.Criterion,
            MinimumSamples = Math.Max(SamplesAtLeast, least),
        };
    }
}
