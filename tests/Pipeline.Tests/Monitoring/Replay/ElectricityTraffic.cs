using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Data.Profiling;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Predictions;
using Pipeline.Models.Tables;
using Pipeline.Monitoring.Performance;
using Pipeline.Monitoring.Rules;
using Pipeline.Statistics;

namespace Pipeline.Monitoring.Replay;

/// <summary>
/// The electricity market as the log of a server: what the model was asked, and half a window later what came true.
/// </summary>
/// <param name="replay">The model and all rows.</param>
/// <param name="window">How long windows are.</param>
internal sealed class ElectricityTraffic(ElectricityReplay replay, TimeSpan window)
{
    /// <summary>From here on a column drifts, in standard deviations of the reference.</summary>
    private const double Limit = 0.1;

    /// <summary>The standard ones, and how good the model is: as known, as estimated, and error by error.</summary>
    public static IReadOnlyList<RuleSpec> Rules { get; } =
    [
        .. StandardRules.All,
        new MetricRule { Metric = "roc_auc", Criterion = new Criterion.NoWorseThan(MetricRule.Evaluation, 0.05) },
        new MetricRule { Metric = "estimated_roc_auc", Criterion = new Criterion.NoWorseThan(MetricRule.Evaluation, 0.05) },
        .. Enum.GetValues<DetectorKind>().Select(x => new DetectorRule { Detector = x }),
    ];

    private readonly IReadOnlyList<string> _inputs = [.. replay.Signature.Inputs.Select(x => x.Name)];

    public TimeSpan Window => window;

    /// <summary>Where the first whole window behind the rows that the model knows begins.</summary>
    public DateTimeOffset Begin { get; } = new(
        (replay.Answered.Times[ElectricityReplay.Known].UtcTicks + window.Ticks - 1) / window.Ticks * window.Ticks,
        TimeSpan.Zero);

    /// <summary>As many whole ones follow, with the outcomes of the last.</summary>
    public int Windows => (int)((replay.Answered.Times[^1] - Delay - Begin) / window);

    private TimeSpan Delay => window / 2;

    public WatchedModel Model => new()
    {
        Digest = replay.Reference.Model,
        Version = new ModelVersion(1),
        Signature = replay.Signature,
        Reference = new ReferenceDocument
        {
            ModelDigest = replay.Reference.Model,
            Rows = ElectricityReplay.Known,
            InputProfiles = [.. _inputs.Select(x => Profile(x, Column(x)[..ElectricityReplay.Known]))],
            OutputProfiles = [Profile(ModelOutputs.Probability, [.. replay.Held.Answers[0]])],
            Performance = replay.Reference,
        },
    };

    public IEnumerable<PredictionLogEntry> Entries()
    {
        var served = new ServedModel(
            ModelName.Parse("electricity"), new ModelVersion(1), replay.Reference.Model, "production", 1);
        var columns = _inputs.Select(Column).ToArray();
        for (var row = ElectricityReplay.Known; row < replay.Rows.RowCount; row++)
        {
            var time = replay.Answered.Times[row];
            if (time < Begin)
                continue;
            yield return new PredictionLogEntry.Prediction
            {
                Id = PredictionId.Of(WatchedTraffic.Server, (ulong)row),
                Time = time,
                Model = served,
                Route = PredictionRoutes.Stable,
                Inputs = new LoggedValues(_inputs, Array.ConvertAll(columns, x => LoggedValue.Of(x[row]))),
                Outputs = new LoggedValues(
                    [ModelOutputs.Probability], [LoggedValue.Of(replay.Answered.Answers[0][row])]),
                Latency = TimeSpan.FromMilliseconds(1),
                SamplingProbability = 1,
            };
            yield return new PredictionLogEntry.Feedback
            {
                Id = PredictionId.Of(WatchedTraffic.Server, (ulong)row),
                Time = time + Delay,
                Outcome = LoggedValue.Of(replay.Answered.Outcomes[row]),
            };
        }
    }

    /// <summary>
    /// By input, whether all values of a window are as far from those that the model knows as drift is, by the distance of
    /// Wasserstein of the values themselves; null where it is too near to the limit to be held against anybody.
    /// </summary>
    public IReadOnlyDictionary<string, bool?> Truth(int number)
    {
        var (from, to) = (Begin + (number * window), Begin + ((number + 1) * window));
        int[] rows = [.. Enumerable.Range(0, replay.Rows.RowCount).Where(x =>
            replay.Answered.Times[x] >= from && replay.Answered.Times[x] < to)];
        return _inputs.ToDictionary(x => x, x => Truth(Column(x), rows));
    }

    private static bool? Truth(double[] column, int[] rows)
    {
        var known = column[..ElectricityReplay.Known];
        var moments = Moments.Of(known);
        var deviation = Math.Max(0.001, Math.Sqrt(moments.SquaredDifferences / moments.Count));
        var distance = SampleDistance.Wasserstein(
            Ranking.Of(known), Ranking.Of([.. rows.Select(x => column[x])])) / deviation;
        return distance > 1.5 * Limit ? true : distance < Limit / 1.5 ? false : null;
    }

    private double[] Column(string name) => [.. ((NumberColumn)replay.Rows[name]).Values];

    private static ColumnProfile Profile(string name, double[] values)
    {
        var column = new ColumnAccumulator(name, DataType.Number);
        column.Add(values);
        return column.ToProfile();
    }
}
