using System.Collections.Immutable;
using System.Runtime.Intrinsics;
using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Evaluation.Metrics;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Robustness;

/// <summary>Asks a model about rows again, disturbed by a rule, and measures what became of its answers.</summary>
internal sealed class RobustnessSensor(RobustnessRequest request, CancellationToken cancellationToken)
{
    private const int MostAlone = 60_000;
    private const int FewestAlone = 100;

    private readonly ModelSignature _signature = request.Predictor.Signature;

    public DisturbedAnswers Measure(Disturbance disturbance)
    {
        var (answered, refused) = Ask(disturbance, disturbance.Inputs, request.Sample);
        var result = new DisturbedAnswers
        {
            Rule = disturbance.Rule.Name,
            Options = disturbance.Words,
            Columns = [.. disturbance.Inputs.Select(input => input.Name)],
            Answered = answered.Broken is null ? answered.Origins.Count : 0,
            Refused = refused,
            Metric = disturbance.Metric.Name,
            Before = Missing(answered),
            After = Missing(answered),
            Drop = Measured($"{disturbance.Metric.Name}_drop", disturbance, Missing(answered)),
            Changed = Measured("changed_answers", disturbance, Missing(answered)),
            Shift = Measured("answer_shift", disturbance, Missing(answered)),
        };
        return answered.Broken is not null ? result : Judge(result, disturbance, answered) with
        {
            ByColumn = disturbance.Rule.IsOfValues ? Alone(disturbance) : [],
        };
    }

    private DisturbedAnswers Judge(DisturbedAnswers result, Disturbance disturbance, Asked asked)
    {
        var sample = request.Sample.Pair(asked);
        var (first, second, metric) = (sample.First(), sample.Second(), disturbance.Metric);
        var refusal = metric.Refuse(first) ?? metric.Refuse(second);
        var moves = AnswerMoves.Of(first, second, request.Tolerance);
        var (before, after) = refusal is null ? (metric.Of(first), metric.Of(second)) : (0, 0);
        var range = Math.Min(metric.Highest - metric.Lowest, double.MaxValue);
        var drawn = Resample(sample, refusal is null ? metric : null, moves);
        return result with
        {
            Before = refusal is null ? before : new MeasuredValue.NotMeasured(refusal),
            After = refusal is null ? after : new MeasuredValue.NotMeasured(refusal),
            Drop = refusal is null
                ? Of(result.Drop, 0, metric.Worth(before) - metric.Worth(after), -range, range)
                : result.Drop with { Value = new MeasuredValue.NotMeasured(refusal) },
            Changed = Of(result.Changed, 1, moves.Changed, 0, 1),
            Shift = Of(result.Shift, 2, moves.Shift, 0, moves.Most),
        };

        Measurement Of(Measurement measurement, int place, double value, double lowest, double highest) => measurement with
        {
            Value = value,
            Samples = first.Count,
            Interval = drawn is null
                ? new ConfidenceInterval(lowest, highest, request.Confidence)
                : PercentileInterval.Of(drawn.Of(place), request.Confidence, lowest, highest),
        };
    }

    /// <summary>
    /// The drop, the share of changed answers and how far they moved; null where all rows are of one group: nothing is known of
    /// what another would have been.
    /// </summary>
    private ResampledValues? Resample(Sample sample, IMetric? metric, AnswerMoves moves)
    {
        const int Lanes = LaneBootstrap.Lanes;
        if (sample.Groups?.Max() == 0)
            return null;
        IMetric[] metrics = metric is null ? [] : [metric];
        var (before, after) = (new FusedMetrics(metrics, sample.First()), new FusedMetrics(metrics, sample.Second()));
        return LaneBootstrap.Run(sample.Count, sample.Groups, 3, Measure, request.Bootstrap, cancellationToken);

        void Measure(ReadOnlySpan<byte> weights, Span<double> values)
        {
            moves.Measure(weights, values[Lanes..]);
            if (metric is null)
                return;
            Span<double> disturbed = stackalloc double[Lanes];
            before.Measure(weights, values[..Lanes]);
            after.Measure(weights, disturbed);
            for (var lane = 0; lane < Lanes; lane++)
                values[lane] = metric.Worth(values[lane]) - metric.Worth(disturbed[lane]);
        }
    }

    /// <summary>Of wide rows fewer are asked about, so that a rule costs no more than rows of few inputs.</summary>
    private List<DisturbedColumn> Alone(Disturbance disturbance)
    {
        var (inputs, rows) = (disturbance.Inputs, request.Sample.Truth.Count);
        var sample = request.Sample.First(Math.Min(rows, Math.Max(FewestAlone, MostAlone / inputs.Count)));
        var alone = new DisturbedColumn?[inputs.Count];
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = request.Bootstrap.Threads ?? Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        Parallel.For(0, inputs.Count, parallel, place => alone[place] = Alone(disturbance, inputs[place], sample));
        return [.. alone.OfType<DisturbedColumn>().OrderByDescending(x => x.Changed).ThenByDescending(x => x.Shift)];
    }

    private DisturbedColumn? Alone(Disturbance disturbance, ModelInput input, DisturbedSample sample)
    {
        var (asked, _) = Ask(disturbance, [input], sample);
        if (asked.Broken is not null)
            return null;
        var pair = sample.Pair(asked);
        var moves = AnswerMoves.Of(pair.First(), pair.Second(), request.Tolerance);
        return new DisturbedColumn(input.Name, moves.Changed, moves.Shift);
    }

    private (Asked Answered, int Refused) Ask(
        Disturbance disturbance, IReadOnlyList<ModelInput> inputs, DisturbedSample sample)
    {
        var disturbed = disturbance.Rule.Disturb(
            new RowsToDisturb
            {
                Rows = sample.Rows,
                Signature = _signature,
                Inputs = inputs,
                Spreads = request.Spreads,
                Seed = request.Seed,
            },
            disturbance.Options);
        var rows = disturbed.Rows;
        var origins = disturbed.Origins ?? [.. Enumerable.Range(0, rows.RowCount)];
        if (_signature.Check(rows) is [var problem, ..])
            return (Asked.Without($"the rule '{disturbance.Rule.Name}' gave other rows: {Clause(problem)}"), 0);
        if (origins.Count != rows.RowCount || origins.Any(row => row < 0 || row >= sample.Truth.Count))
            return (Asked.Without($"the rule '{disturbance.Rule.Name}' does not say which row each of its rows was"), 0);
        int[] answered = [.. _signature.AnsweredRows(rows)];
        var refused = rows.RowCount - answered.Length;
        if (answered.Length == 0)
            return (Asked.Without("a server refuses each of the disturbed rows"), refused);
        try
        {
            var answers = Answers.Of(request.Predictor, rows.Select(answered), cancellationToken);
            return answers.Broken is { } broken
                ? (Asked.Without(broken), refused)
                : (new Asked([.. answered.Select(row => origins[row])], answers, null), refused);
        }
        catch (InvalidInputException exception)
        {
            return (Asked.Without(Clause(exception.Problems[0])), refused);
        }
    }

    private static string Clause(Problem problem) => problem.ToString().TrimEnd('.');

    private static MeasuredValue Missing(Asked asked) => asked.Broken is { } broken ? new MeasuredValue.NotMeasured(broken) : 0;

    private static Measurement Measured(string name, Disturbance disturbance, MeasuredValue value) =>
        new() { Name = name, Slice = disturbance.Name, Value = value };
}

/// <summary>Which model is asked about which rows, and how sure the answers have to be.</summary>
internal sealed record RobustnessRequest
{
    public required IPredictor Predictor { get; init; }

    public required DisturbedSample Sample { get; init; }

    /// <summary>Of the train rows, by input that is a number.</summary>
    public required IReadOnlyDictionary<string, NumberSpread> Spreads { get; init; }

    /// <summary>By how much the answer of a regression has to move to count as changed.</summary>
    public required double Tolerance { get; init; }

    public required int Seed { get; init; }

    public required BootstrapOptions Bootstrap { get; init; }

    public required double Confidence { get; init; }
}

/// <summary>A rule with its options, on some inputs.</summary>
/// <param name="Rule">What disturbs.</param>
/// <param name="Options">A record of its own.</param>
/// <param name="Words">The options for people.</param>
/// <param name="Inputs">At least one, in the order of the signature.</param>
/// <param name="Metric">Whose drop is measured.</param>
/// <param name="IsNamed">Somebody named the inputs.</param>
internal sealed record Disturbance(
    IRobustnessRule Rule, object Options, string Words, IReadOnlyList<ModelInput> Inputs, IMetric Metric, bool IsNamed)
{
    /// <summary>"noise" or "noise of income, age".</summary>
    public string Name => IsNamed ? $"{Rule.Name} of {string.Join(", ", Inputs.Select(input => input.Name))}" : Rule.Name;

    /// <summary>Two of one key give the same numbers.</summary>
    public string Key => $"{Rule.Name}|{Words}|{string.Join('|', Inputs.Select(input => input.Name))}|{Metric.Name}";
}

/// <param name="Origins">Of each answered row, which row of the sample it was.</param>
/// <param name="Answers">To the disturbed rows.</param>
/// <param name="Broken">Why there are none, as a clause.</param>
internal sealed record Asked(IReadOnlyList<int> Origins, Answers? Answers, string? Broken)
{
    public static Asked Without(string reason) => new([], null, reason);
}

/// <summary>Which answers changed, and how far each moved.</summary>
internal sealed class AnswerMoves
{
    private readonly double[] _changed;
    private readonly double[] _shifts;

    private AnswerMoves(bool[] changed, double[] shifts) =>
        (_changed, _shifts) = (Array.ConvertAll(changed, x => x ? 1.0 : 0.0), shifts);

    /// <summary>The share of answers that changed.</summary>
    public double Changed => _changed.Average();

    /// <summary>The mean of how far they moved.</summary>
    public double Shift => _shifts.Average();

    /// <summary>The farthest that any answer moved.</summary>
    public double Most => _shifts.Length == 0 ? 0 : _shifts.Max();

    /// <param name="first">The answers as they were.</param>
    /// <param name="second">To the same rows, disturbed.</param>
    /// <param name="tolerance">By how much a number has to move to count as changed.</param>
    public static AnswerMoves Of(MetricRows first, MetricRows second, double tolerance)
    {
        var (changed, shifts) = (new bool[first.Count], new double[first.Count]);
        for (var column = 0; column < first.Answers.Length; column++)
        {
            var (before, after) = (first.Answers[column], second.Answers[column]);
            for (var row = 0; row < shifts.Length; row++)
                shifts[row] = Math.Max(shifts[row], Math.Abs(before[row] - after[row]));
        }

        for (var row = 0; row < changed.Length; row++)
        {
            changed[row] = first.Decision switch
            {
                DecisionRule.Threshold rule =>
                    rule.IsPositive(first.Answers[0][row]) != rule.IsPositive(second.Answers[0][row]),
                DecisionRule.ArgMax => Choose(first.Answers, row) != Choose(second.Answers, row),
                _ => shifts[row] > tolerance,
            };
        }

        return new AnswerMoves(changed, shifts);
    }

    /// <param name="weights">By row, then by resample.</param>
    /// <param name="values">By resample the share of changed answers, then the mean of how far they moved; to be filled.</param>
    public void Measure(ReadOnlySpan<byte> weights, Span<double> values)
    {
        var lanes = new DrawnLanes(weights);
        var (all, changed, shift) = (Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero);
        for (var row = 0; row < _shifts.Length; row++)
        {
            var weight = lanes.At(row);
            all += weight;
            changed += weight * _changed[row];
            shift += weight * _shifts[row];
        }

        (changed / all).CopyTo(values);
        (shift / all).CopyTo(values[LaneBootstrap.Lanes..]);
    }

    private static int Choose(ImmutableArray<ImmutableArray<double>> answers, int row)
    {
        var best = 0;
        for (var place = 1; place < answers.Length; place++)
            best = answers[place][row] > answers[best][row] ? place : best;
        return best;
    }
}
