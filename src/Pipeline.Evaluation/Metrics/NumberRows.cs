using Pipeline.Models;

namespace Pipeline.Evaluation.Metrics;

/// <summary>True and predicted numbers of some rows.</summary>
internal sealed class NumberRows : JudgedSample, ITaskRows
{
    public NumberRows(IReadOnlyList<double> truth, IReadOnlyList<double> predictions)
    {
        if (truth.Count != predictions.Count)
            throw new ArgumentException("Each row has a true number and a predicted one.", nameof(predictions));
        (Truth, Predictions) = ([.. truth], [.. predictions]);
    }

    public static ModelTask Task => ModelTask.Regression;

    public override int Count => Truth.Length;

    /// <summary>By row.</summary>
    public double[] Truth { get; }

    /// <summary>By row.</summary>
    public double[] Predictions { get; }

    /// <summary>The same number in all rows: then there is nothing that a prediction could explain.</summary>
    public bool IsConstant => Truth.AsSpan().IndexOfAnyExcept(Truth[0]) < 0;
}
