using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Checks;
using Pipeline.Environments;
using Pipeline.Manifest.Records;

namespace Pipeline.Deployment.Analysis;

/// <summary>The toolkit's own analyses.</summary>
public static class StandardAnalyses
{
    internal const string Disagreement = "disagreement";

    public static IReadOnlyList<IAnalysis> All { get; } =
    [
        new ErrorRateAnalysis(),
        new LatencyAnalysis("latency_p50", 0.5),
        new LatencyAnalysis("latency_p95", 0.95),
        new LatencyAnalysis("latency_p99", 0.99),
        new DriftAnalysis(),
        new DisagreementAnalysis(),
        new KnownAnswersAnalysis(),
        new OutcomeShareAnalysis(),
        new PrometheusAnalysis(),
    ];
}

/// <summary>An analysis of what the gateway counts anyway: it needs one method, and keeps nothing.</summary>
public abstract class TrafficAnalysis : IAnalysis, IAnalysisSensor
{
    public abstract string Name { get; }

    public virtual Type? Options => null;

    /// <summary>Whether it may be compared with the stable revision.</summary>
    protected virtual bool Compares => true;

    public virtual IEnumerable<Finding> Check(AnalysisRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Criterion is not (Criterion.AtMost or Criterion.NoWorseThan)
            || (request.Criterion is Criterion.NoWorseThan && !Compares))
        {
            yield return new Finding(
                nameof(AnalysisSpec.Criterion), $"{Name} is held against at-most{(Compares ? " or no-worse-than" : "")}.");
        }
    }

    public virtual IAnalysisSensor Open(AnalysisRequest request) => this;

    public Task<AnalysisEvidence> LookAsync(AnalysisLook look, CancellationToken cancellationToken) =>
        Task.FromResult(Measure(look));

    /// <exception cref="MeasurementFailedException">It cannot be measured now.</exception>
    protected abstract AnalysisEvidence Measure(AnalysisLook look);
}

/// <summary>The share of requests without a good answer, copies of requests among them.</summary>
internal sealed class ErrorRateAnalysis : TrafficAnalysis
{
    public override string Name => AnalysisSpec.ErrorRate;

    protected override AnalysisEvidence Measure(AnalysisLook look)
    {
        var (hits, trials) = Counts(look.Candidate.Traffic);
        return new ShareEvidence(hits, trials) { Stable = look.Stable is { } stable ? Counts(stable.Traffic) : null };
    }

    private static (long Hits, long Trials) Counts(RevisionTraffic traffic) => (
        traffic.Errors + (traffic.Mirrored?.Errors ?? 0), traffic.Requests + (traffic.Mirrored?.Answered ?? 0));
}

/// <summary>A quantile of how long requests took, in ms, as far as the gateway's bins tell.</summary>
internal sealed class LatencyAnalysis(string name, double quantile) : TrafficAnalysis
{
    /// <summary>The gateway waits no longer for an answer.</summary>
    private const double Longest = 30_000;

    private const double Tick = 1.0 / TimeSpan.TicksPerMillisecond;

    public override string Name => name;

    protected override AnalysisEvidence Measure(AnalysisLook look) => !look.AnswersClients
        ? new NoEvidence("no client is answered by the new revision yet")
        : new QuantileEvidence(quantile, Counts(look.Candidate))
        {
            Unit = "ms",
            Stable = look.Stable is { } stable ? Counts(stable) : null,
        };

    private static ValueCounts Counts(RevisionView view)
    {
        var bounds = RevisionTraffic.LatencyBounds;
        var counts = view.Traffic.Latencies.Count == bounds.Count + 1 ? view.Traffic.Latencies : new long[bounds.Count + 1];
        return ValueCounts.Binned(bounds, counts, least: 0, Longest, Tick);
    }
}

/// <summary>The share of copied requests' rows that the new revision predicts otherwise than the stable one.</summary>
internal sealed class DisagreementAnalysis : TrafficAnalysis
{
    public override string Name => StandardAnalyses.Disagreement;

    protected override bool Compares => false;

    protected override AnalysisEvidence Measure(AnalysisLook look)
    {
        if (!look.IsMirrored)
            return new NoEvidence("no request is copied to the new revision");
        var seen = look.Candidate.Traffic.Mirrored ?? new MirrorTraffic();
        return new ShareEvidence(seen.Disagreeing, seen.Agreeing + seen.Disagreeing) { Noun = "copied rows" };
    }
}

/// <summary>How the distance of two distributions of predictions is measured.</summary>
public enum DriftMeasure
{
    [Description("The Jensen-Shannon distance to base 2: 0 for the same, 1 for nothing in common.")]
    JensenShannon,

    [Description("The population stability index: below 0.1 little has changed, above 0.25 much.")]
    Psi,
}

/// <summary>What of predictions is compared.</summary>
public enum DriftOf
{
    [Description("The probability of the positive class or of the label, or the value.")]
    Scores,

    [Description("The label.")]
    Labels,
}

/// <summary>The options of <c>prediction_drift</c>.</summary>
[Description("How predictions of the new revision are held against those of the stable one.")]
public sealed record DriftOptions
{
    [Description("How far apart they are is measured by jensen-shannon (default) or psi.")]
    public DriftMeasure Measure { get; init; }

    [Description("What of them is compared: scores (default) or labels.")]
    public DriftOf Of { get; init; }

    [Description("In how many bins scores are counted; 10 by default. More see more, and need more requests.")]
    [Range(2, 50)]
    public int Bins { get; init; } = 10;
}

/// <summary>
/// How far what the new revision predicts is from what the stable one does, on the same traffic: on the very same rows where
/// requests are copied to it, else on those that chance has given each.
/// </summary>
internal sealed class DriftAnalysis : IAnalysis
{
    public string Name => "prediction_drift";

    public Type Options => typeof(DriftOptions);

    public IEnumerable<Finding> Check(AnalysisRequest request)
    {
        if (request.Criterion is not Criterion.AtMost)
            yield return new Finding(nameof(AnalysisSpec.Criterion), $"{Name} is held against at-most.");
    }

    public IAnalysisSensor Open(AnalysisRequest request) => new Sensor(request.OptionsAs<DriftOptions>());

    private sealed class Sensor(DriftOptions options) : IAnalysisSensor
    {
        /// <summary>With fewer predictions before, bins are not made of them.</summary>
        private const long Enough = 100;

        private IReadOnlyList<double>? _edges;
        private IReadOnlyList<string>? _labels;

        public Task<AnalysisEvidence> LookAsync(AnalysisLook look, CancellationToken cancellationToken)
        {
            var mirrored = look.IsMirrored ? look.Candidate.Traffic.Mirrored : null;
            var candidate = mirrored?.Copies ?? look.Candidate.Traffic.Predictions ?? new PredictionCounts();
            var stable = mirrored?.Answers ?? look.Stable?.Traffic.Predictions ?? new PredictionCounts();
            return Task.FromResult<AnalysisEvidence>(
                new DivergenceEvidence(options.Measure, Counts(candidate, look), Counts(stable, look)) { Noun = "predictions" });
        }

        /// <summary>Bins are fixed before the counting begins: by what was predicted before, else once and for all.</summary>
        private IReadOnlyList<long> Counts(PredictionCounts counts, AnalysisLook look)
        {
            var before = look.Stable?.Before is { } known && known.Rows >= Enough ? known : null;
            if (options.Of == DriftOf.Labels)
            {
                _labels ??= [.. (before?.Labels.Keys ?? []).Order(StringComparer.Ordinal)];
                return ByLabel(counts, _labels);
            }

            _edges ??= before is null || before.Scores.Count == 0 ? Fixed() : QuantilesOf(before.Scores);
            return ByScore(counts, _edges);
        }

        private static IReadOnlyList<long> ByLabel(PredictionCounts counts, IReadOnlyList<string> labels)
        {
            if (labels.Count == 0 && counts.Labels.Count > 0)
                throw new MeasurementFailedException("the stable revision has predicted too few labels before to compare with");
            var known = labels.Select(x => counts.Labels.GetValueOrDefault(x)).ToList();
            return [.. known, counts.Labels.Values.Sum() + counts.OtherLabels - known.Sum()];
        }

        private static IReadOnlyList<long> ByScore(PredictionCounts counts, IReadOnlyList<double> edges)
        {
            var bins = new long[edges.Count + 1];
            foreach (var score in counts.Scores)
                bins[edges.Count(x => x <= score.From)] += score.Count;
            return bins;
        }

        /// <summary>As wide as each other between 0 and 1, for probabilities; what is beyond has a bin on each side.</summary>
        private IReadOnlyList<double> Fixed() => [.. Enumerable.Range(0, options.Bins + 1).Select(x => x / (double)options.Bins)];

        /// <summary>With as many earlier predictions in each as there can be.</summary>
        private IReadOnlyList<double> QuantilesOf(IReadOnlyList<ScoreBin> scores)
        {
            var (edges, total, seen) = (new List<double>(), scores.Sum(x => x.Count), 0L);
            foreach (var score in scores.Take(scores.Count - 1).Index())
            {
                seen += score.Item.Count;
                if (edges.Count < options.Bins - 1 && seen * options.Bins >= total * (edges.Count + 1))
                    edges.Add(scores[score.Index + 1].From);
            }

            return edges;
        }
    }
}
