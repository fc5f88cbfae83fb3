using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Metrics;

/// <summary>Metrics of several classes.</summary>
internal static class ClassMetrics
{
    /// <summary>The default of scikit-learn's top_k_accuracy_score.</summary>
    private const int Top = 2;

    public static RowStatistic Accuracy(ClassifiedRows rows) =>
        Mean([.. rows.Truth.Zip(rows.Predicted, (truth, answer) => truth == answer ? 1.0 : 0)]);

    /// <summary>The true class is among the most probable; classes that tie come in the order of the decision rule.</summary>
    public static RowStatistic TopKAccuracy(ClassifiedRows rows) => Mean([.. rows.Rank.Select(x => x < Top ? 1.0 : 0)]);

    public static RowStatistic OfLogLoss(ClassifiedRows rows) =>
        Mean([.. rows.OfTruth.Select(x => LogLoss.Of(x, isPositive: true))]);

    /// <summary>The mean recall of the classes that occur.</summary>
    public static RowStatistic BalancedAccuracy(ClassifiedRows rows) =>
        Over(rows, x => x.Average(y => y.Truth > 0, y => y.Recall));

    /// <summary>The mean over the classes that occur or are answered, each of which counts the same.</summary>
    public static Func<ClassifiedRows, RowStatistic> Macro(Func<ClassCount, double> metric) =>
        rows => Over(rows, x => x.Average(y => y.Truth + y.Predicted > 0, metric));

    /// <summary>The mean over classes, each of which counts as often as it occurs.</summary>
    public static Func<ClassifiedRows, RowStatistic> Weighted(Func<ClassCount, double> metric) => rows => Over(rows, x =>
    {
        var sum = 0.0;
        foreach (var count in x.ByClass)
            sum += count.Truth * metric(count);
        return sum / x.Rows;
    });

    /// <summary>How much more often truth and answers agree than by chance, of what is possible (Cohen 1960).</summary>
    public static RowStatistic CohenKappa(ClassifiedRows rows) => Over(rows, x =>
    {
        var (agreed, expected, all) = (0L, 0.0, (double)x.Rows);
        foreach (var count in x.ByClass)
        {
            agreed += count.Right;
            expected += count.Truth / all * count.Predicted;
        }

        return (agreed - expected) / (all - expected);
    });

    private static RowStatistic Mean(double[] values) => weights =>
    {
        var (sum, count) = (0.0, 0L);
        for (var i = 0; i < values.Length; i++)
        {
            sum += weights[i] * values[i];
            count += weights[i];
        }

        return sum / count;
    };

    private static RowStatistic Over(ClassifiedRows rows, Func<Counts, double> metric) => weights =>
    {
        var counts = new ClassCount[rows.Classes];
        var all = 0L;
        for (var i = 0; i < weights.Length; i++)
        {
            var (weight, truth, predicted) = (weights[i], rows.Truth[i], rows.Predicted[i]);
            all += weight;
            counts[truth].Truth += weight;
            counts[predicted].Predicted += weight;
            if (truth == predicted)
                counts[truth].Right += weight;
        }

        return metric(new Counts(counts, all));
    };

    private sealed record Counts(ClassCount[] ByClass, long Rows)
    {
        public double Average(Func<ClassCount, bool> isCounted, Func<ClassCount, double> metric)
        {
            var (sum, count) = (0.0, 0);
            foreach (var item in ByClass)
            {
                if (!isCounted(item))
                    continue;
                sum += metric(item);
                count++;
            }

            return sum / count;
        }
    }
}

/// <summary>Of one class, how many rows are of it, how many were answered with it, and how many of these rightly.</summary>
internal record struct ClassCount(long Truth, long Predicted, long Right)
{
    /// <summary>0 where no row is of the class, as in scikit-learn.</summary>
    public readonly double Recall => Truth == 0 ? 0 : (double)Right / Truth;

    /// <summary>0 where no row was answered with the class, as in scikit-learn.</summary>
    public readonly double Precision => Predicted == 0 ? 0 : (double)Right / Predicted;

    /// <summary>The harmonic mean of precision and recall; 0 where neither has a meaning.</summary>
    public readonly double F1 => Truth + Predicted == 0 ? 0 : 2.0 * Right / (Truth + Predicted);
}

/// <summary>True classes of some rows, the probability of each class, and the class that the rule makes of them.</summary>
internal sealed class ClassifiedRows : ITaskRows<ClassifiedRows>
{
    private ClassifiedRows(MetricRows rows)
    {
        var probabilities = rows.Answers;
        Classes = probabilities.Length;
        Truth = [.. rows.Truth.Select(place => (int)place)];
        (Predicted, OfTruth, Rank) = (new int[Count], new double[Count], new int[Count]);
        var row = new double[Classes];
        for (var i = 0; i < Count; i++)
        {
            for (var j = 0; j < Classes; j++)
                row[j] = probabilities[j][i];
            Predicted[i] = DecisionRule.ArgMax.Choose(row);
            OfTruth[i] = row[Truth[i]];
            Rank[i] = RankOf(row, Truth[i]);
        }
    }

    public static ModelTask Task => ModelTask.MulticlassClassification;

    public static ClassifiedRows Of(MetricRows rows) => new(rows);

    public int Count => Truth.Length;

    /// <summary>How many classes the model knows.</summary>
    public int Classes { get; }

    /// <summary>By row, the place of its class.</summary>
    public int[] Truth { get; }

    /// <summary>By row, the place of the class that the model decides for.</summary>
    public int[] Predicted { get; }

    /// <summary>By row, the probability that the true class was given.</summary>
    public double[] OfTruth { get; }

    /// <summary>By row, how many classes come before the true one: more probable ones, and of equals those before.</summary>
    public int[] Rank { get; }

    /// <summary>One class in truth, and no other in the answers: chance alone would agree.</summary>
    public bool IsOneClass => Truth.Concat(Predicted).Distinct().Count() == 1;

    private static int RankOf(double[] probabilities, int truth) => probabilities.Index()
        .Count(x => x.Item > probabilities[truth] || (x.Item.Equals(probabilities[truth]) && x.Index < truth));
}
