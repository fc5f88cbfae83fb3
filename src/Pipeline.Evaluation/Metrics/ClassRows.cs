using System.Runtime.Intrinsics;
using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Metrics;

/// <summary>True classes of some rows, the probability of each class, and the class that the rule makes of them.</summary>
internal sealed class ClassifiedRows : ITaskRows<ClassifiedRows>
{
    private readonly Lazy<RankedClass>[] _ranked;

    private ClassifiedRows(MetricRows rows)
    {
        var probabilities = rows.Answers;
        Classes = probabilities.Length;
        Truth = [.. rows.Truth.Select(place => (int)place)];
        (Predicted, OfTruth, Rank) = (new int[Count], new double[Count], new int[Count]);
        Losses = new double[Count];
        var row = new double[Classes];
        for (var i = 0; i < Count; i++)
        {
            for (var j = 0; j < Classes; j++)
                row[j] = probabilities[j][i];
            Predicted[i] = DecisionRule.ArgMax.Choose(row);
            OfTruth[i] = row[Truth[i]];
            Losses[i] = LogLoss.Of(OfTruth[i], isPositive: true);
            Rank[i] = RankOf(row, Truth[i]);
        }

        _ranked = [.. probabilities.Select((column, index) =>
            new Lazy<RankedClass>(() => new RankedClass([.. column], Truth, index)))];
    }

    public static ModelTask Task => ModelTask.MulticlassClassification;

    public static ClassifiedRows Of(MetricRows rows) => new(rows);

    public static LaneKernel KernelOf(ClassifiedRows rows, int[]? places, int[] extras) =>
        new ClassKernel(rows, places, [.. extras.Select(x => (x, ITaskRows.Placed(rows.Ranked(x).Rows, places)))]);

    public int Count => Truth.Length;

    /// <summary>How many classes the model knows.</summary>
    public int Classes { get; }

    /// <summary>By row, the place of its class.</summary>
    public int[] Truth { get; }

    /// <summary>By row, the place of the class that the model decides for.</summary>
    public int[] Predicted { get; }

    /// <summary>By row, the probability that the true class was given.</summary>
    public double[] OfTruth { get; }

    /// <summary>By row, the logarithmic loss.</summary>
    public double[] Losses { get; }

    /// <summary>By row, how many classes come before the true one: more probable ones, and of equals those before.</summary>
    public int[] Rank { get; }

    /// <summary>One class in truth, and no other in the answers: chance alone would agree.</summary>
    public bool IsOneClass => Truth.Concat(Predicted).Distinct().Count() == 1;

    /// <summary>A class that no row is of, by its place; null where each occurs.</summary>
    public int? Missing
    {
        get
        {
            var occurs = new bool[Classes];
            foreach (var truth in Truth)
                occurs[truth] = true;
            return occurs.IndexOf(false) is >= 0 and var missing ? missing : null;
        }
    }

    /// <summary>Rows in the order of a class's probability.</summary>
    public RankedClass Ranked(int place) => _ranked[place].Value;

    private static int RankOf(double[] probabilities, int truth)
    {
        var (rank, own) = (0, probabilities[truth]);
        for (var i = 0; i < probabilities.Length; i++)
            rank += probabilities[i] > own || (probabilities[i].Equals(own) && i < truth) ? 1 : 0;
        return rank;
    }
}

/// <summary>Rows in the order of a class's probability, as <see cref="ScoredRows"/> has them of two classes.</summary>
internal sealed class RankedClass
{
    public RankedClass(double[] probabilities, int[] truth, int place)
    {
        Rows = new int[probabilities.Length];
        for (var row = 0; row < Rows.Length; row++)
            Rows[row] = row;
        Array.Sort(probabilities, Rows);
        Flags = new byte[Rows.Length];
        for (var i = 0; i < Flags.Length; i++)
        {
            var starts = i == 0 || probabilities[i - 1] < probabilities[i];
            Flags[i] = (byte)((truth[Rows[i]] == place ? ScoredRows.IsPositive : 0) | (starts ? ScoredRows.StartsTie : 0));
        }
    }

    /// <summary>The row at each position; positions ascend with the probability.</summary>
    public int[] Rows { get; }

    /// <summary>By position, as in <see cref="ScoredRows.Flags"/>.</summary>
    public byte[] Flags { get; }
}

/// <summary>One pass over rows for all metrics of several classes, and one more for each class that is ranked.</summary>
/// <param name="rows">What is summed.</param>
/// <param name="places">By row, its place among the weights; null where it is the same.</param>
/// <param name="ranked">Classes whose ROC-AUC is wanted, each with the places of its rows by position.</param>
internal sealed class ClassKernel(ClassifiedRows rows, int[]? places, (int Class, int[] Places)[] ranked) : LaneKernel
{
    public const int Rows = 0;
    public const int LogLoss = 1;
    public const int PerClass = 2;

    /// <summary>Behind the rows of a class: those answered with it, those of these that are right, and those of a rank.</summary>
    public const int Kinds = 4;

    public override int Count => Halves(rows.Classes, ranked.Length);

    public static int Truth(int place) => PerClass + (Kinds * place);

    public static int Predicted(int place) => PerClass + (Kinds * place) + 1;

    public static int Right(int place) => PerClass + (Kinds * place) + 2;

    public static int Rank(int rank) => PerClass + (Kinds * rank) + 3;

    /// <summary>Of pairs of a row of a ranked class and another, twice those in which it is above.</summary>
    public static int Halves(int classes, int place) => PerClass + (Kinds * classes) + place;

    public override void Sum<TWeights>(TWeights weights, Span<double> sums)
    {
        Vector512<double> all = default, loss = default;
        var (truths, answers, ranks, losses) = (rows.Truth, rows.Predicted, rows.Rank, rows.Losses);
        for (var i = 0; i < truths.Length; i++)
        {
            var (weight, truth, answer) = (weights.At(places is null ? i : places[i]), truths[i], answers[i]);
            all += weight;
            loss += weight * losses[i];
            Lane(sums, Truth(truth)) += weight;
            Lane(sums, Predicted(answer)) += weight;
            Lane(sums, Rank(ranks[i])) += weight;
            if (truth == answer)
                Lane(sums, Right(truth)) += weight;
        }

        Lane(sums, Rows) = all;
        Lane(sums, LogLoss) = loss;
        for (var i = 0; i < ranked.Length; i++)
            Lane(sums, Halves(rows.Classes, i)) = Above(weights, rows.Ranked(ranked[i].Class).Flags, ranked[i].Places);
    }

    private static Vector512<double> Above<TWeights>(TWeights weights, byte[] flags, int[] byPosition)
        where TWeights : ILaneWeights, allows ref struct
    {
        Vector512<double> positives = default, halves = default, tiedPositives = default, tiedNegatives = default;
        for (var i = byPosition.Length - 1; i >= 0; i--)
        {
            var (weight, flag) = (weights.At(byPosition[i]), flags[i]);
            var positive = weight * (flag & ScoredRows.IsPositive);
            tiedPositives += positive;
            tiedNegatives += weight - positive;
            if ((flag & ScoredRows.StartsTie) == 0)
                continue;
            halves += tiedNegatives * (positives + positives + tiedPositives);
            positives += tiedPositives;
            tiedPositives = tiedNegatives = default;
        }

        return halves;
    }
}
