using System.Diagnostics;
using Pipeline.Core.Problems;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;

namespace Pipeline.Models;

/// <summary>
/// What follows from the task of a model: how its target is read, what it answers, and what the answers come to. Whoever trains,
/// judges, serves or compares models asks here, so that a task is added in one place.
/// </summary>
public abstract partial class TaskKind
{
    private TaskKind()
    {
    }

    public abstract ModelTask Task { get; }

    /// <summary>For sentences: "binary classification".</summary>
    public abstract string Words { get; }

    /// <summary>What a model of this task decides by, unless its signature says otherwise.</summary>
    public abstract DecisionRule Decision { get; }

    public static TaskKind Of(ModelTask task) => task switch
    {
        ModelTask.BinaryClassification => Binary.Instance,
        ModelTask.MulticlassClassification => Multiclass.Instance,
        ModelTask.Regression => Regression.Instance,
        _ => throw new UnreachableException(),
    };

    /// <summary>Finds out what the rows to learn from have as a target. A row without one is a problem.</summary>
    /// <param name="column">The label of the train rows.</param>
    /// <param name="positive">The positive class of two; without it, only numbers 0 and 1 are clear.</param>
    public abstract Validated<Target> Discover(Column column, string? positive);

    /// <summary>Reads a target that is known already. A class that it does not have and a missing value are problems.</summary>
    public abstract Validated<Target> Read(Column column, ModelLabel label);

    /// <summary>
    /// The names of the answers that a model is judged by. Several are all that it gives, in this order; besides a single one it
    /// may give others.
    /// </summary>
    public abstract IReadOnlyList<string> Outputs(ModelLabel label);

    /// <summary>Why a number is no such answer, as words behind it: "as a probability"; null where it is one.</summary>
    public abstract string? Refuse(double answer);

    /// <summary>
    /// The magnitude that differences are held against where two servers should give the same answers: a float's error in a small
    /// number is that of the large ones it was computed from.
    /// </summary>
    /// <param name="answers">That are compared.</param>
    public abstract double Scale(IEnumerable<double> answers);

    /// <summary>
    /// What answers were like beyond any metric. Of classes: precision, recall and F1 of each, by scikit-learn's meaning, and how
    /// often each was answered with each, of at most 20 classes. Of numbers: the residuals, "answered minus true".
    /// </summary>
    /// <param name="rows">At least one, of this task.</param>
    /// <param name="label">What they are of.</param>
    public abstract IReadOnlyList<AnswerTable> Tables(MetricRows rows, ModelLabel label);

    /// <summary>What in a signature does not belong to the task, as a sentence; null where all does.</summary>
    internal string? Refuse(ModelSignature signature)
    {
        if (!Has(signature.Label) || signature.Decision.GetType() != Decision.GetType())
            return $"The signature's label or decision is not one of {Words}.";
        if (signature.Decision is DecisionRule.Threshold x && !signature.Outputs.Contains(x.Output))
            return $"The signature decides by '{x.Output}', which is none of its outputs.";
        var needed = Outputs(signature.Label);
        return (needed.Count == 1 ? needed.Intersect(signature.Outputs) : signature.Outputs).SequenceEqual(needed)
            ? null
            : $"The signature's outputs are not those of {Words}: {string.Join(", ", needed)}.";
    }

    private protected abstract bool Has(ModelLabel label);

    private protected static Problem Unlabelled(Column column) =>
        new($"The label '{column.Name}' is missing in {column.MissingCount} of {column.Count} rows.", "Leave such rows out.");

    private protected static Validated<Target> Invalid(Problem problem) => Validated.Invalid<Target>(problem);
}
