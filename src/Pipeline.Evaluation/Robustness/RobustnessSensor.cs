using System.Collections.Immutable;
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
        var (before, after) = (refusal is null ? metric.On(first) : null, refusal is null ? metric.On(second) : null);
        var moves = AnswerMoves.Of(first, second, request.Tolerance);
        var range = Math.Min(metric.Highest - metric.Lowest, double.MaxValue);
        var drawn = Resample(sample, first.Count, All);
        var ones = Enumerable.Repeat(1, first.Count).ToArray();
        var values = new double[3];
        All(ones, values);
        return result with
        {
            Before = before is null ? new MeasuredValue.NotMeasured(refusal!) : before(ones),
            After = after is null ? new MeasuredValue.NotMeasured(refusal!) : after(ones),
            Drop = before is null
                ? result.Drop with { Value = new MeasuredValue.NotMeasured(refusal!) }
                : Of(result.Drop, 0, -range, range),
            Changed = Of(result.Changed, 1, 0, 1),
            Shift = Of(result.Shift, 2, 0, moves.Most),
        };

        void All(ReadOnlySpan<int> weights, Span<double> numbers)
        {
            numbers[0] = before is null ? 0 : metric.Worth(before(weights)) - metric.Worth(after!(weights));
            (numbers[1], numbers[2]) = moves.Measure(weights);
        }

        Measurement Of(Measurement measurement, int place, double lowest, double highest) => measurement with
        {
            Value = values[place],
            Samples = first.Count,
            Interval = drawn is null
                ? new ConfidenceInterval(lowest, highest, request.Confidence)
                : PercentileInterval.Of(drawn.Of(place), request.Confidence, lowest, highest),
        };
    }

    /// <summary>Null where all rows are of one group: nothing is known of what another would have been.</summary>
    private ResampledValues? Resample(Sample sample, int rows, WeightedStatistic statistic) => sample.Groups switch
    {
        null => Bootstrap.Run(rows, 3, statistic, request.Bootstrap, cancellationToken),
        var groups when groups.Max() == 0 => null,
        var groups => Bootstrap.RunByGroup(groups, 3, statistic, request.Bootstrap, cancellationToken),
    };

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
        var (changed, shift) = moves.Measure(Enumerable.Repeat(1, asked.Origins.Count).ToArray());
        return new DisturbedColumn(input.Name, changed, shift);
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
    private readonly bool[] _changed;
    private readonly double[] _shifts;

    private AnswerMoves(bool[] changed, double[] shifts) => (_changed, _shifts) = (changed, shifts);

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

    /// <summary>The share of changed answers, and the mean of how far they moved.</summary>
    /// <param name="weights">By row, of which at least one is above 0.</param>
    public (double Changed, double Shift) Measure(ReadOnlySpan<int> weights)
    {
        var (all, changed, shift) = (0L, 0L, 0.0);
        for (var row = 0; row < weights.Length; row++)
        {
            all += weights[row];
            changed += _changed[row] ? weights[row] : 0;
            shift += weights[row] * _shifts[row];
        }

        return ((double)changed / all, shift / all);
    }

    private static int Choose(ImmutableArray<ImmutableArray<double>> answers, int row)
    {
        var best = 0;
        for (var place = 1; place < answers.Length; place++)
            best = answers[place][row] > answers[best][row] ? place : best;
        return best;
    }
}
