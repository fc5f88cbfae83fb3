using System.Collections.Immutable;
using System.Numerics;
using Pipeline.Core.Problems;
using Pipeline.Models.Tables;
using Pipeline.Statistics;

namespace Pipeline.Models.Explanation;

/// <summary>
/// Explains any model by asking it. An input that is not known is that of a background row, and the value of a set of known
/// inputs is the mean over these. With few inputs all sets are asked for. With more, each background row is turned into the
/// explained one input by input, in a random order and in the reverse of it (Štrumbelj and Kononenko 2014, "Explaining prediction
/// models and individual predictions with feature contributions"; antithetic pairs after Mitchell et al. 2022).
/// </summary>
/// <remarks>
/// Every background row is used once, so that base value and contributions add up to the answer whatever chance does. The error
/// is that of a mean over pairs: it counts the choice of background rows as chance too, and is rather too large than too small.
/// </remarks>
internal sealed class ShapleySampler : IExplainer
{
    private const int AskedAtOnce = 1 << 15;

    private readonly IPredictor _predictor;
    private readonly ModelInput[] _inputs;
    private readonly Table _background;
    private readonly int[] _outputs;
    private readonly double[][] _backgroundAnswers;
    private readonly ExplainerOptions _options;
    private readonly bool _isExact;

    /// <param name="predictor">It stays its owner's.</param>
    /// <param name="background">At least one row.</param>
    /// <param name="options">How many inputs are few, and the seed.</param>
    public ShapleySampler(IPredictor predictor, Table background, ExplainerOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfZero(background.RowCount, nameof(background));
        (_predictor, _options) = (predictor, options);
        var signature = predictor.Signature;
        _inputs = [.. signature.Inputs];
        _background = background.Keep(_inputs.Select(input => input.Name));
        _isExact = _inputs.Length <= options.ExactInputs;
        var names = TaskKind.Of(signature.Task).Outputs(signature.Label);
        _outputs = [.. names.Select(name => signature.Outputs.ToList().IndexOf(name)).Where(output => output >= 0)];
        _backgroundAnswers = Ask(_background, CancellationToken.None);
    }

    public string Method => _isExact ? ExplanationMethods.Exact : ExplanationMethods.Sampled;

    public string Output => _outputs.Length == 1
        ? _predictor.Signature.Outputs[_outputs[0]]
        : "probability of the answered class";

    public int? Background => _background.RowCount;

    public int AskedPerRow => _isExact
        ? Math.Max(0, (1 << _inputs.Length) - 2) * _background.RowCount
        : 2 * (_inputs.Length - 1) * _background.RowCount;

    public IReadOnlyList<Attribution> Explain(Table rows, CancellationToken cancellationToken)
    {
        if (_predictor.Signature.Check(rows) is { Count: > 0 } problems)
            throw new InvalidInputException(problems);
        var kept = rows.Keep(_inputs.Select(input => input.Name));
        var answers = Ask(kept, cancellationToken);
        var pool = new Table(_inputs.Select(input => Pool(input, kept[input.Name], _background[input.Name])));
        var explained = new Attribution[rows.RowCount];
        var together = Math.Max(1, AskedAtOnce / Math.Max(1, AskedPerRow));
        for (var first = 0; first < rows.RowCount; first += together)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Explain(pool, answers, first, Math.Min(together, rows.RowCount - first), explained, cancellationToken);
        }

        return explained;
    }

    private void Explain(
        Table pool, double[][] answers, int first, int count, Attribution[] explained, CancellationToken cancellationToken)
    {
        var rows = answers[0].Length;
        var plans = Enumerable.Range(first, count).Select(row => _isExact
            ? (Plan)new AllSubsets(_inputs.Length, _background.RowCount)
            : new Orders(_inputs.Length, _background.RowCount, new SeededRandom(_options.Seed, row))).ToList();
        var sizes = plans.Sum(plan => plan.Count);
        var places = new int[_inputs.Length][];
        for (var input = 0; input < places.Length; input++)
            places[input] = new int[sizes];
        var at = 0;
        foreach (var (index, plan) in plans.Index())
        {
            plan.Mix(first + index, rows, places, at);
            at += plan.Count;
        }

        var asked = sizes == 0
            ? [.. answers.Select(_ => Array.Empty<double>())]
            : Ask(new Table(_inputs.Select((input, place) => pool[input.Name].Select(places[place]))), cancellationToken);
        at = 0;
        foreach (var (index, plan) in plans.Index())
        {
            var row = first + index;
            var output = Chosen(answers, row);
            var (contributions, errors) = plan.Settle(
                asked[output].AsSpan(at, plan.Count), answers[output][row], _backgroundAnswers[output]);
            at += plan.Count;
            explained[row] = new Attribution
            {
                Output = _predictor.Signature.Outputs[_outputs[output]],
                BaseValue = _backgroundAnswers[output].Average(),
                Answer = answers[output][row],
                Contributions = [.. contributions],
                StandardErrors = errors is null ? null : [.. errors],
            };
        }
    }

    /// <summary>The class that is answered, where there are several.</summary>
    private static int Chosen(double[][] answers, int row)
    {
        var chosen = 0;
        for (var output = 1; output < answers.Length; output++)
        {
            if (answers[output][row] > answers[chosen][row])
                chosen = output;
        }

        return chosen;
    }

    /// <summary>By output that the task is judged by, then by row.</summary>
    private double[][] Ask(Table rows, CancellationToken cancellationToken)
    {
        var scored = _predictor.Score(rows, cancellationToken);
        return [.. _outputs.Select(output =>
            ((NumberColumn)scored[_predictor.Signature.Outputs[output]]).Values.ToArray())];
    }

    /// <summary>The explained rows' values and then the background's, as one column.</summary>
    private static Column Pool(ModelInput input, Column rows, Column background)
    {
        if (input.Type == ColumnType.Number)
        {
            var numbers = new NumberColumnBuilder(input.Name);
            foreach (var column in new[] { rows, background })
            {
                for (var row = 0; row < column.Count; row++)
                    numbers.Append(column is NumberColumn given ? given.Values[row] : double.NaN);
            }

            return numbers.Build();
        }

        var texts = ImmutableArray.CreateBuilder<string?>();
        var names = new CategoryColumnBuilder(input.Name);
        foreach (var column in new[] { rows, background })
        {
            for (var row = 0; row < column.Count; row++)
            {
                var text = column.Text(row);
                texts.Add(text);
                if (text is null)
                    names.AppendMissing();
                else
                    names.Append(text);
            }
        }

        return input.Type == ColumnType.Text ? new TextColumn(input.Name, texts.ToImmutable()) : names.Build();
    }

    /// <summary>Which mixtures of one explained row and the background are asked for, and what their answers come to.</summary>
    private abstract class Plan
    {
        /// <summary>How many rows are asked.</summary>
        public abstract int Count { get; }

        /// <summary>Says where each input of each asked row comes from.</summary>
        /// <param name="row">The explained row's place in the pool.</param>
        /// <param name="rows">How many explained rows the pool has before the background.</param>
        /// <param name="places">By input, then by asked row.</param>
        /// <param name="at">The first asked row of this plan.</param>
        public abstract void Mix(int row, int rows, int[][] places, int at);

        public abstract (double[] Contributions, double[]? Errors) Settle(
            ReadOnlySpan<double> asked, double answer, double[] known);
    }

    private sealed class AllSubsets(int inputs, int background) : Plan
    {
        private readonly int _sets = 1 << inputs;

        /// <summary>Of no input and of all, the answers are known.</summary>
        public override int Count => Math.Max(0, _sets - 2) * background;

        public override void Mix(int row, int rows, int[][] places, int at)
        {
            for (var set = 1; set < _sets - 1; set++)
            {
                for (var other = 0; other < background; other++, at++)
                {
                    for (var input = 0; input < inputs; input++)
                        places[input][at] = (set & (1 << input)) != 0 ? row : rows + other;
                }
            }
        }

        public override (double[] Contributions, double[]? Errors) Settle(
            ReadOnlySpan<double> asked, double answer, double[] known)
        {
            var values = new double[_sets];
            (values[0], values[^1]) = (known.Average(), answer);
            for (var set = 1; set < _sets - 1; set++)
            {
                foreach (var one in asked.Slice((set - 1) * background, background))
                    values[set] += one / background;
            }

            var contributions = new double[inputs];
            for (var set = 0; set < _sets - 1; set++)
            {
                var weight = 1 / (inputs * Binomial(inputs - 1, BitOperations.PopCount((uint)set)));
                for (var input = 0; input < inputs; input++)
                {
                    if ((set & (1 << input)) == 0)
                        contributions[input] += weight * (values[set | (1 << input)] - values[set]);
                }
            }

            return (contributions, null);
        }

        private static double Binomial(int from, int taken)
        {
            var ways = 1.0;
            for (var i = 1; i <= taken; i++)
                ways = ways * (from - taken + i) / i;
            return ways;
        }
    }

    private sealed class Orders : Plan
    {
        private readonly int _inputs;
        private readonly int[][] _orders;

        public Orders(int inputs, int background, SeededRandom random)
        {
            _inputs = inputs;
            _orders = new int[background][];
            for (var pair = 0; pair < background; pair++)
            {
                var order = Enumerable.Range(0, inputs).ToArray();
                for (var i = inputs - 1; i > 0; i--)
                {
                    var other = random.Below(i + 1);
                    (order[i], order[other]) = (order[other], order[i]);
                }

                _orders[pair] = order;
            }
        }

        /// <summary>Between the background row, and the explained one at the end of the way, whose answers are known.</summary>
        private int Between => _inputs - 1;

        public override int Count => _orders.Length * 2 * Between;

        public override void Mix(int row, int rows, int[][] places, int at)
        {
            for (var pair = 0; pair < _orders.Length; pair++)
            {
                for (var isBack = 0; isBack < 2; isBack++)
                {
                    for (var place = 0; place < _inputs; place++)
                    {
                        var input = At(pair, isBack, place);
                        for (var step = 0; step < Between; step++)
                            places[input][at + step] = step >= place ? row : rows + pair;
                    }

                    at += Between;
                }
            }
        }

        public override (double[] Contributions, double[]? Errors) Settle(
            ReadOnlySpan<double> asked, double answer, double[] known)
        {
            var (sums, squares, one) = (new double[_inputs], new double[_inputs], new double[_inputs]);
            var at = 0;
            for (var pair = 0; pair < _orders.Length; pair++)
            {
                Array.Clear(one);
                for (var isBack = 0; isBack < 2; isBack++)
                {
                    var before = known[pair];
                    for (var place = 0; place < _inputs; place++)
                    {
                        var after = place == Between ? answer : asked[at + place];
                        one[At(pair, isBack, place)] += (after - before) / 2;
                        before = after;
                    }

                    at += Between;
                }

                for (var input = 0; input < _inputs; input++)
                    (sums[input], squares[input]) = (sums[input] + one[input], squares[input] + (one[input] * one[input]));
            }

            var count = _orders.Length;
            var contributions = Array.ConvertAll(sums, sum => sum / count);
            var errors = new double[_inputs];
            for (var input = 0; input < _inputs; input++)
            {
                var variance = (squares[input] / count) - (contributions[input] * contributions[input]);
                errors[input] = count > 1 ? Math.Sqrt(Math.Max(0, variance) / (count - 1)) : Math.Abs(contributions[input]);
            }

            return (contributions, errors);
        }

        private int At(int pair, int isBack, int place) => _orders[pair][isBack == 1 ? _inputs - 1 - place : place];
    }
}
