using System.Collections.Concurrent;
using System.Runtime.Intrinsics;
using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Metrics;

/// <summary>The truth and a model's answers for some rows, in the order of the answers.</summary>
internal sealed class ScoredRows : ITaskRows<ScoredRows>
{
    /// <summary>A row is positive.</summary>
    public const byte IsPositive = 1;

    /// <summary>The answer before is smaller, or there is none.</summary>
    public const byte StartsTie = 2;

    /// <summary>Where a tie starts: a row of it is positive.</summary>
    public const byte HasPositive = 4;

    private readonly ConcurrentDictionary<int, int[]> _bins = new();

    private ScoredRows(MetricRows rows)
    {
        var decision = (DecisionRule.Threshold)rows.Decision;
        Probabilities = [.. rows.Answers[0]];
        Rows = new int[Probabilities.Length];
        for (var row = 0; row < Rows.Length; row++)
            Rows[row] = row;
        Array.Sort(Probabilities, Rows);
        (Flags, Losses, Squares) = (new byte[Rows.Length], new double[Rows.Length], new double[Rows.Length]);
        byte positiveInTie = 0;
        for (var place = Rows.Length - 1; place >= 0; place--)
        {
            var (probability, positive) = (Probabilities[place], rows.Truth[Rows[place]] > 0);
            Losses[place] = LogLoss.Of(probability, positive);
            var distance = probability - (positive ? 1 : 0);
            Squares[place] = distance * distance;
            positiveInTie |= positive ? HasPositive : (byte)0;
            Flags[place] = positive ? IsPositive : (byte)0;
            Positives += positive ? 1 : 0;
            if (place > 0 && Probabilities[place - 1].Equals(probability))
                continue;
            Flags[place] |= (byte)(StartsTie | positiveInTie);
            positiveInTie = 0;
        }

        FirstPredicted = Array.FindIndex(Probabilities, decision.IsPositive) is >= 0 and var first ? first : Rows.Length;
    }

    public static ModelTask Task => ModelTask.BinaryClassification;

    public static ScoredRows Of(MetricRows rows) => new(rows);

    public static LaneKernel KernelOf(ScoredRows rows, int[]? places, int[] extras) =>
        new BinaryKernel(rows, ITaskRows.Placed(rows.Rows, places), extras);

    /// <summary>The row at each position; positions ascend with the probability.</summary>
    public int[] Rows { get; }

    /// <summary>By position.</summary>
    public double[] Probabilities { get; }

    /// <summary>By position, the logarithmic loss.</summary>
    public double[] Losses { get; }

    /// <summary>By position, the squared distance between probability and truth.</summary>
    public double[] Squares { get; }

    /// <summary>By position, what is so of it.</summary>
    public byte[] Flags { get; }

    /// <summary>The position from which on rows are predicted to be positive; the count where none is.</summary>
    public int FirstPredicted { get; }

    public int Count => Rows.Length;

    /// <summary>By position, whether the row is positive.</summary>
    public bool[] Truth() => Array.ConvertAll(Flags, flags => (flags & IsPositive) != 0);

    /// <summary>How many rows are positive in truth.</summary>
    public int Positives { get; }

    /// <summary>How many rows are predicted to be positive.</summary>
    public int Predicted => Count - FirstPredicted;

    /// <summary>
    /// The first position of each bin but the first, of bins of equal width that have their upper end and not their lower one, as
    /// scikit-learn's calibration_curve divides them.
    /// </summary>
    public int[] Bins(int count) => _bins.GetOrAdd(count, _ =>
    {
        var firsts = new int[count - 1];
        for (var bin = 1; bin < count; bin++)
        {
            var (low, high, edge) = (0, Count, (double)bin / count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = Probabilities[middle] <= edge ? (middle + 1, high) : (low, middle);
            }

            firsts[bin - 1] = low;
        }

        return firsts;
    });
}

/// <summary>One pass over rows from the most probable down, for all binary metrics.</summary>
/// <param name="rows">What is summed.</param>
/// <param name="places">By position, the place of its row among the weights.</param>
/// <param name="cuts">Positions, ascending, from which on to the end sums are wanted.</param>
internal sealed class BinaryKernel(ScoredRows rows, int[] places, int[] cuts) : LaneKernel
{
    public const int Positives = 0;
    public const int Negatives = 1;
    public const int Halves = 2;
    public const int Precision = 3;
    public const int Distance = 4;
    public const int LogLoss = 5;
    public const int Brier = 6;
    public const int Cuts = 7;
    public const int PerCut = 3;

    public override int Count => Cuts + (PerCut * cuts.Length);

    public override void Sum<TWeights>(TWeights weights, Span<double> sums)
    {
        Totals(weights, out var allPositives, out var allNegatives);
        Vector512<double> positives = default, negatives = default, probabilities = default, halves = default;
        Vector512<double> precision = default, distance = default, loss = default, brier = default;
        Vector512<double> tiedPositives = default, tiedNegatives = default;
        var least = Vector512.Create(double.Epsilon);
        var (flags, chances, losses, squares) = (rows.Flags, rows.Probabilities, rows.Losses, rows.Squares);
        var from = places.Length;
        for (var cut = cuts.Length; cut >= 0; cut--)
        {
            var to = cut > 0 ? cuts[cut - 1] : 0;
            for (var i = from - 1; i >= to; i--)
            {
                var (weight, flag) = (weights.At(places[i]), flags[i]);
                loss += weight * losses[i];
                brier += weight * squares[i];
                probabilities += weight * chances[i];
                // A product instead of a branch: the truth of neighbours is as good as chance, and chance mispredicts.
                var positive = weight * (flag & ScoredRows.IsPositive);
                tiedPositives += positive;
                tiedNegatives += weight - positive;
                if ((flag & ScoredRows.StartsTie) == 0)
                    continue;
                // Each negative row loses to the positive ones above it, and by half to those that it ties with.
                halves += tiedNegatives * (positives + positives + tiedPositives);
                positives += tiedPositives;
                negatives += tiedNegatives;
                if ((flag & ScoredRows.HasPositive) != 0)
                    precision += tiedPositives * (positives / Vector512.Max(positives + negatives, least));
                distance = Vector512.Max(
                    distance, Vector512.Abs((positives * allNegatives) - (negatives * allPositives)));
                tiedPositives = tiedNegatives = default;
            }

            from = to;
            if (cut == 0)
                break;
            var place = Cuts + (PerCut * (cut - 1));
            Lane(sums, place) = positives;
            Lane(sums, place + 1) = negatives;
            Lane(sums, place + 2) = probabilities;
        }

        Lane(sums, Positives) = positives;
        Lane(sums, Negatives) = negatives;
        Lane(sums, Halves) = halves;
        Lane(sums, Precision) = precision;
        Lane(sums, Distance) = distance;
        Lane(sums, LogLoss) = loss;
        Lane(sums, Brier) = brier;
    }

    /// <summary>How far the classes' distributions are apart at any place can only be said once all rows are counted.</summary>
    private void Totals<TWeights>(TWeights weights, out Vector512<double> positives, out Vector512<double> negatives)
        where TWeights : ILaneWeights, allows ref struct
    {
        positives = negatives = default;
        var flags = rows.Flags;
        for (var i = 0; i < places.Length; i++)
        {
            var weight = weights.At(places[i]);
            var positive = weight * (flags[i] & ScoredRows.IsPositive);
            positives += positive;
            negatives += weight - positive;
        }
    }
}
