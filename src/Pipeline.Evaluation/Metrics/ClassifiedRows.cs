using Pipeline.Models;

namespace Pipeline.Evaluation.Metrics;

/// <summary>True classes of some rows, the probability of each class, and the class that the rule makes of them.</summary>
internal sealed class ClassifiedRows : JudgedSample, ITaskRows
{
    /// <param name="truth">By row, the place of its class.</param>
    /// <param name="probabilities">By class, then by row.</param>
    public ClassifiedRows(IReadOnlyList<int> truth, IReadOnlyList<IReadOnlyList<double>> probabilities)
    {
        if (probabilities.Any(x => x.Count != truth.Count))
            throw new ArgumentException("Each row has a probability for each class.", nameof(probabilities));
        Classes = probabilities.Count;
        Truth = [.. truth];
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

    public override int Count => Truth.Length;

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
