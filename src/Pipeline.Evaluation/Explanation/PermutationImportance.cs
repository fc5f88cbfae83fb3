using System.Collections.Immutable;
using Pipeline.Core.Checks;
using Pipeline.Evaluation.Metrics;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Explanation;

/// <summary>
/// How much worse a model's answers get where one input's values are dealt out among the rows anew (Breiman 2001, "Random
/// forests", section 10). An input is a column of the data, however many features it becomes.
/// </summary>
/// <param name="request">Whose model.</param>
/// <param name="rows">The test rows with the model's answers.</param>
/// <param name="spec">How often, and from which seed.</param>
internal sealed class PermutationImportance(EvaluationRequest request, JudgedRows rows, ExplanationSpec spec)
{
    private const int AskedAtOnce = 1 << 16;
    private const int Resamples = 200;

    /// <summary>Null where the model has no answer to permuted rows, or the metric no value.</summary>
    /// <param name="metric">What falls.</param>
    /// <param name="chosen">Which of the rows, in an order that does not depend on that of the data.</param>
    /// <param name="confidence">Of the intervals.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public ImportanceReport? Measure(IMetric metric, int[] chosen, double confidence, CancellationToken cancellationToken)
    {
        var table = rows.Rows.Select(chosen);
        var truth = chosen.Select(row => rows.Truth[row]).ToImmutableArray();
        var answers = rows.Answers.Columns
            .Select(column => chosen.Select(row => column[row]).ToImmutableArray()).ToImmutableArray();
        var whole = new MetricRows(truth, answers, rows.Answers.Decision);
        if (metric.Refuse(whole) is not null)
            return null;
        var inputs = request.Predictor.Signature.Inputs;
        var permuted = Ask(table, truth, cancellationToken);
        if (permuted is null)
            return null;
        var real = metric.Worth(metric.Of(whole));
        var drops = new double[inputs.Count];
        for (var input = 0; input < drops.Length; input++)
        {
            for (var repeat = 0; repeat < spec.Repeats; repeat++)
                drops[input] += (real - metric.Worth(metric.Of(permuted[(input * spec.Repeats) + repeat]))) / spec.Repeats;
        }

        if (Array.Exists(drops, drop => !double.IsFinite(drop)))
            return null;
        var resampled = Resample(metric, whole, permuted, chosen, cancellationToken);
        var shares = Shares(drops);
        return new ImportanceReport(
            metric.Name, metric.HigherIsBetter, metric.Of(whole), chosen.Length, spec.Repeats,
            [
                .. inputs.Select((input, place) => new InputImportance(
                        input.Name, drops[place], Interval(resampled, place, confidence), shares[place])
                    {
                        ShareInterval = Interval(resampled, inputs.Count + place, confidence),
                    })
                    .OrderByDescending(input => input.Drop),
            ]);
    }

    private static ConfidenceInterval Interval(ResampledValues resampled, int value, double confidence)
    {
        double[] known = [.. resampled.Of(value).Where(double.IsFinite)];
        return known.Length == 0
            ? new ConfidenceInterval(double.NaN, double.NaN, confidence)
            : PercentileInterval.Of(known, confidence, known.Min(), known.Max());
    }

    /// <summary>The answers to the rows with one input permuted, by input and repeat; null where there are none.</summary>
    private List<MetricRows>? Ask(Table table, ImmutableArray<double> truth, CancellationToken cancellationToken)
    {
        var inputs = request.Predictor.Signature.Inputs;
        var kept = table.Keep(inputs.Select(input => input.Name));
        var (count, asked) = (table.RowCount, new List<MetricRows>());
        var together = Math.Max(1, AskedAtOnce / count);
        for (var first = 0; first < inputs.Count * spec.Repeats; first += together)
        {
            var taken = Math.Min(together, (inputs.Count * spec.Repeats) - first);
            var same = new int[count * taken];
            for (var i = 0; i < same.Length; i++)
                same[i] = i % count;
            var mixed = inputs.Select((input, place) => kept[input.Name].Select(Permuted(same, count, first, place)));
            var answers = Answers.Of(request.Predictor, new Table(mixed), cancellationToken);
            if (answers.Broken is not null)
                return null;
            for (var part = 0; part < taken; part++)
            {
                asked.Add(new MetricRows(
                    truth,
                    [.. answers.Columns.Select(column => Slice(column, part * count, count))],
                    answers.Decision));
            }
        }

        return asked;
    }

    /// <summary>Where an input's values come from: each part of the rows has another input permuted.</summary>
    private int[] Permuted(int[] same, int count, int first, int input)
    {
        var places = same;
        for (var part = 0; part < same.Length / count; part++)
        {
            if ((first + part) / spec.Repeats != input)
                continue;
            if (ReferenceEquals(places, same))
                places = [.. same];
            var random = new SeededRandom(spec.Seed, first + part);
            var dealt = places.AsSpan(part * count, count);
            for (var i = count - 1; i > 0; i--)
            {
                var other = random.Below(i + 1);
                (dealt[i], dealt[other]) = (dealt[other], dealt[i]);
            }
        }

        return places;
    }

    /// <summary>
    /// Drops and shares of rows drawn with replacement, and of repeats drawn so: an interval tells what other rows would have
    /// given, and other permutations.
    /// </summary>
    private ResampledValues Resample(
        IMetric metric, MetricRows whole, List<MetricRows> permuted, int[] chosen, CancellationToken cancellationToken)
    {
        const int Lanes = LaneBootstrap.Lanes;
        var (inputs, repeats) = (permuted.Count / spec.Repeats, spec.Repeats);
        var options = new BootstrapOptions { Resamples = Resamples, Seed = spec.Seed, Threads = request.Threads };
        var score = new FusedMetrics([metric], whole);
        List<FusedMetrics> scores = [.. permuted.Select(answered => new FusedMetrics([metric], answered))];
        return LaneBootstrap.Run(chosen.Length, Groups(chosen), 2 * inputs, Draw, options, cancellationToken);

        void Draw(ReadOnlySpan<byte> weights, Span<double> values)
        {
            Span<double> real = stackalloc double[Lanes];
            Span<double> drawn = new double[scores.Count * Lanes];
            Span<double> drops = new double[inputs];
            score.Measure(weights, real);
            for (var place = 0; place < scores.Count; place++)
                scores[place].Measure(weights, drawn.Slice(place * Lanes, Lanes));
            for (var lane = 0; lane < Lanes; lane++)
            {
                // The draw of repeats follows from that of rows, which is each resample's own.
                var random = new SeededRandom(spec.Seed, BitConverter.DoubleToInt64Bits(real[lane]).GetHashCode());
                for (var input = 0; input < inputs; input++)
                {
                    var sum = 0.0;
                    for (var repeat = 0; repeat < repeats; repeat++)
                        sum += metric.Worth(drawn[(((input * repeats) + random.Below(repeats)) * Lanes) + lane]);
                    drops[input] = metric.Worth(real[lane]) - (sum / repeats);
                    values[(input * Lanes) + lane] = drops[input];
                }

                foreach (var (input, share) in Shares(drops).Index())
                    values[((inputs + input) * Lanes) + lane] = share;
            }
        }
    }

    private static double[] Shares(ReadOnlySpan<double> drops)
    {
        var sum = 0.0;
        foreach (var drop in drops)
            sum += Math.Max(0, drop);
        var shares = new double[drops.Length];
        for (var input = 0; input < shares.Length; input++)
            shares[input] = sum > 0 ? Math.Max(0, drops[input]) / sum : 0;
        return shares;
    }

    private int[]? Groups(int[] chosen)
    {
        if (rows.Groups is not { } groups)
            return null;
        var numbers = new Dictionary<UInt128, int>();
        return [.. chosen.Select(row =>
        {
            if (!numbers.TryGetValue(groups[row], out var number))
                numbers.Add(groups[row], number = numbers.Count);
            return number;
        })];
    }

    private static ImmutableArray<double> Slice(IReadOnlyList<double> column, int first, int count)
    {
        var slice = ImmutableArray.CreateBuilder<double>(count);
        for (var i = 0; i < count; i++)
            slice.Add(column[first + i]);
        return slice.MoveToImmutable();
    }
}
