using Pipeline.Models;


namespace Pipeline.Evaluation.Metrics;

/// <summary>The truth and a model's answers for some rows, sorted once so that a metric needs one pass for any weights.</summary>
internal sealed class ScoredRows : JudgedSample, ITaskRows
{
    /// <param name="isPositive">The truth, by row.</param>
    /// <param name="probabilities">Of the positive class, by row: between 0 and 1.</param>
    /// <param name="decision">Which probabilities mean the positive class.</param>
    public ScoredRows(IReadOnlyList<bool> isPositive, IReadOnlyList<double> probabilities, DecisionRule.Threshold decision)
    {
        if (isPositive.Count != probabilities.Count)
            throw new ArgumentException("Each row has a label and a probability.", nameof(probabilities));
        Probabilities = [.. probabilities];
        Rows = [.. Enumerable.Range(0, Probabilities.Length)];
        Array.Sort(Probabilities, Rows);
        IsPositive = [.. Rows.Select(x => isPositive[x])];
        EndsTie = [.. Rows.Select((_, x) => x == Rows.Length - 1 || Probabilities[x] < Probabilities[x + 1])];
        FirstPredicted = Array.FindIndex(Probabilities, decision.IsPositive) is >= 0 and var first ? first : Rows.Length;
        Positives = IsPositive.Count(x => x);
    }

    public static ModelTask Task => ModelTask.BinaryClassification;

    /// <summary>The row at each position; positions ascend with the probability.</summary>
    public int[] Rows { get; }

    /// <summary>By position.</summary>
    public double[] Probabilities { get; }

    /// <summary>By position.</summary>
    public bool[] IsPositive { get; }

    /// <summary>By position: the next one has a greater probability, or there is none.</summary>
    public bool[] EndsTie { get; }

    /// <summary>The position from which on rows are predicted to be positive; the count where none is.</summary>
    public int FirstPredicted { get; }

    public override int Count => Rows.Length;

    /// <summary>How many rows are positive in truth.</summary>
    public int Positives { get; }

    /// <summary>How many rows are predicted to be positive.</summary>
    public int Predicted => Count - FirstPredicted;
}
