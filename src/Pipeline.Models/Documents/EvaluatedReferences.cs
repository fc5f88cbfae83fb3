using Pipeline.Core.Checks;
using Pipeline.Core.Identity;

namespace Pipeline.Models.Documents;

/// <summary>
/// Answers that need no model, made of the train rows' labels alone and measured on the test rows: what a model must be better
/// than.
/// </summary>
public sealed record EvaluatedBaseline
{
    /// <summary>
    /// Of classes "most_frequent" and "prior", as scikit-learn's DummyClassifier has them; of numbers "mean", "median" and, where
    /// the split is by time, "last".
    /// </summary>
    public required string Name { get; init; }

    /// <summary>What it answers to every row, in words: "the class 'no'", "the number 12.5".</summary>
    public required string Answer { get; init; }

    /// <summary>Of all test rows, every metric in the order of the evaluation's own.</summary>
    public required IReadOnlyList<Measurement> Measurements { get; init; }
}

/// <summary>A registered version that a gate compares with.</summary>
/// <param name="Version">Its number in the registry.</param>
/// <param name="Model">Of its artifact.</param>
/// <param name="Rows">How many test rows both were compared on; 0 where it could not run.</param>
/// <param name="LeftOut">How many test rows it was trained on, and which therefore say nothing.</param>
public sealed record EvaluatedVersion(int Version, Digest Model, int Rows, int LeftOut);

/// <summary>How well one of several classes is told from all others.</summary>
public sealed record EvaluatedClass
{
    /// <summary>As in the data.</summary>
    public required string Name { get; init; }

    /// <summary>How many test rows are of it.</summary>
    public required int Rows { get; init; }

    /// <summary>Precision, recall, F1 and ROC-AUC of this class against the rest, each with its interval.</summary>
    public required IReadOnlyList<Measurement> Measurements { get; init; }
}
