namespace Pipeline.Evaluation.Metrics;

/// <summary>Metrics of several classes, by the sums of <see cref="ClassKernel"/>.</summary>
internal static class ClassMetrics
{
    public static double Accuracy(LaneSums<ClassifiedRows> sums)
    {
        var right = 0.0;
        for (var place = 0; place < sums.Rows.Classes; place++)
            right += sums[ClassKernel.Right(place)];
        return right / sums[ClassKernel.Rows];
    }

    /// <summary>The true class is among the most probable; classes that tie come in the order of the decision rule.</summary>
    /// <param name="top">How many are looked at.</param>
    public static LaneValue<ClassifiedRows> TopKAccuracy(int top) => sums =>
    {
        var found = 0.0;
        for (var rank = 0; rank < Math.Min(top, sums.Rows.Classes); rank++)
            found += sums[ClassKernel.Rank(rank)];
        return found / sums[ClassKernel.Rows];
    };

    public static double LogLoss(LaneSums<ClassifiedRows> sums) => sums[ClassKernel.LogLoss] / sums[ClassKernel.Rows];

    /// <summary>The mean recall of the classes that occur.</summary>
    public static double BalancedAccuracy(LaneSums<ClassifiedRows> sums) => Average(sums, x => x.Truth > 0, x => x.Recall);

    /// <summary>The mean over the classes that occur or are answered, each of which counts the same.</summary>
    public static LaneValue<ClassifiedRows> Macro(Func<ClassCount, double> metric) =>
        sums => Average(sums, x => x.Truth + x.Predicted > 0, metric);

    /// <summary>The mean over classes, each of which counts as often as it occurs.</summary>
    public static LaneValue<ClassifiedRows> Weighted(Func<ClassCount, double> metric) => sums =>
    {
        var sum = 0.0;
        for (var place = 0; place < sums.Rows.Classes; place++)
        {
            var count = ClassCount.Of(sums, place);
            sum += count.Truth * metric(count);
        }

        return sum / sums[ClassKernel.Rows];
    };

    /// <summary>How much more often truth and answers agree than by chance, of what is possible (Cohen 1960).</summary>
    public static double CohenKappa(LaneSums<ClassifiedRows> sums)
    {
        var (agreed, expected, all) = (0.0, 0.0, sums[ClassKernel.Rows]);
        for (var place = 0; place < sums.Rows.Classes; place++)
        {
            var count = ClassCount.Of(sums, place);
            agreed += count.Right;
            expected += count.Truth / all * count.Predicted;
        }

        return (agreed - expected) / (all - expected);
    }

    /// <summary>
    /// The correlation of truth and answer over several classes (Gorodkin 2004, R_K), at most 1; 0 where one of them is the
    /// same in all rows, as in scikit-learn.
    /// </summary>
    public static double Correlation(LaneSums<ClassifiedRows> sums)
    {
        var (right, both, ofTruth, ofAnswers, all) = (0.0, 0.0, 0.0, 0.0, sums[ClassKernel.Rows]);
        for (var place = 0; place < sums.Rows.Classes; place++)
        {
            var count = ClassCount.Of(sums, place);
            right += count.Right;
            both += count.Truth * count.Predicted;
            ofTruth += count.Truth * count.Truth;
            ofAnswers += count.Predicted * count.Predicted;
        }

        var product = ((all * all) - ofTruth) * ((all * all) - ofAnswers);
        return product <= 0 ? 0 : ((right * all) - both) / Math.Sqrt(product);
    }

    /// <summary>
    /// The mean over classes of the ROC-AUC of each against the rest: scikit-learn's roc_auc_score with <c>multi_class="ovr"</c>.
    /// </summary>
    public static double RocAucOvr(LaneSums<ClassifiedRows> sums)
    {
        var sum = 0.0;
        for (var place = 0; place < sums.Rows.Classes; place++)
            sum += RocAuc(sums, place);
        return sum / sums.Rows.Classes;
    }

    /// <summary>Of one class against the rest.</summary>
    public static double RocAuc(LaneSums<ClassifiedRows> sums, int place)
    {
        var positives = sums[ClassKernel.Truth(place)];
        return sums[ClassKernel.Halves(sums.Rows.Classes, sums.PlaceOf(place))]
            / (2 * positives * (sums[ClassKernel.Rows] - positives));
    }

    /// <summary>All of them are ranked.</summary>
    public static IEnumerable<int> EachClass(ClassifiedRows rows) => Enumerable.Range(0, rows.Classes);

    private static double Average(
        LaneSums<ClassifiedRows> sums, Func<ClassCount, bool> isCounted, Func<ClassCount, double> metric)
    {
        var (sum, counted) = (0.0, 0);
        for (var place = 0; place < sums.Rows.Classes; place++)
        {
            var count = ClassCount.Of(sums, place);
            if (!isCounted(count))
                continue;
            sum += metric(count);
            counted++;
        }

        return sum / counted;
    }
}

/// <summary>Of one class, how many rows are of it, how many were answered with it, and how many of these rightly.</summary>
internal readonly record struct ClassCount(double Truth, double Predicted, double Right)
{
    /// <summary>0 where no row is of the class, as in scikit-learn.</summary>
    public double Recall => Truth == 0 ? 0 : Right / Truth;

    /// <summary>0 where no row was answered with the class, as in scikit-learn.</summary>
    public double Precision => Predicted == 0 ? 0 : Right / Predicted;

    /// <summary>The harmonic mean of precision and recall; 0 where neither has a meaning.</summary>
    public double F1 => Truth + Predicted == 0 ? 0 : 2 * Right / (Truth + Predicted);

    public static ClassCount Of(LaneSums<ClassifiedRows> sums, int place) => new(
        sums[ClassKernel.Truth(place)], sums[ClassKernel.Predicted(place)], sums[ClassKernel.Right(place)]);
}
