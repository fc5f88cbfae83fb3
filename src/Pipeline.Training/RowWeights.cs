using System.ComponentModel;
using Pipeline.Core.Problems;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.Training;

/// <summary>How much each row counts in training: what its column says, times what its class has.</summary>
/// <param name="ByRow">In the order of the rows; null where each counts the same.</param>
internal sealed record RowWeights(IReadOnlyList<double>? ByRow)
{
    /// <summary>A weight that is missing or not above 0, and a class that the rows do not have, are problems.</summary>
    /// <param name="rows">That are weighed.</param>
    /// <param name="manifest">Says how classes count.</param>
    /// <param name="learned">Whose classes are counted; null, the default, for those of the rows.</param>
    public static Validated<RowWeights> Of(
        LabelledRows rows, BoundManifest<ModelFrame> manifest, LabelledRows? learned = null)
    {
        var column = Written(rows);
        var classes = ByClass(rows, learned ?? rows, manifest);
        List<Problem> problems = [.. column.Problems, .. classes.Problems];
        if (problems.Count > 0)
            return Validated.Invalid<RowWeights>(problems);
        var (written, byClass) = (column.Value.ByRow, classes.Value.ByRow);
        return Validated.Valid(written is null || byClass is null
            ? new RowWeights(written ?? byClass)
            : new RowWeights([.. written.Zip(byClass, (own, ofClass) => own * ofClass)]));
    }

    private static Validated<RowWeights> Written(LabelledRows rows)
    {
        if (rows.Data.Weight is not { } name)
            return Validated.Valid(new RowWeights(ByRow: null));
        var column = rows.Data.Rows[name];
        if (column is not NumberColumn numbers)
        {
            return Validated.Invalid<RowWeights>(new Problem(
                $"The weight '{name}' has values that are no numbers.", "Declare it under data.columns as a number."));
        }

        var wrong = rows.Indexes.Where(row => !(numbers.Values[row] > 0) || !double.IsFinite(numbers.Values[row])).ToList();
        return wrong.Count == 0
            ? Validated.Valid(new RowWeights([.. rows.Indexes.Select(row => numbers.Values[row])]))
            : Validated.Invalid<RowWeights>(new Problem(
                $"The weight '{name}' is missing or not above 0 in {wrong.Count} of {rows.Indexes.Count} train rows, "
                + $"first in row {wrong[0] + 1} of the data.",
                "A row that must not count belongs into no dataset; every other has a weight above 0."));
    }

    private static Validated<RowWeights> ByClass(
        LabelledRows rows, LabelledRows learned, BoundManifest<ModelFrame> manifest)
    {
        if (manifest.Get<TrainingSection>().ClassWeights is not { } section)
            return Validated.Valid(new RowWeights(ByRow: null));
        var label = rows.Data.Rows[rows.Data.Label];
        var counts = learned.Indexes.Select(row => label.Text(row)).OfType<string>().CountBy(name => name)
            .ToDictionary(count => count.Key, count => count.Value, StringComparer.Ordinal);
        var written = section.Of ?? new Dictionary<string, double>();
        if (written.Keys.FirstOrDefault(name => !counts.ContainsKey(name)) is { } unknown)
        {
            return Validated.Invalid<RowWeights>(manifest.Locate("training.class-weights.of").Problem(
                $"No train row is of the class '{unknown}'.", NearestNames.Hint(unknown, counts.Keys)));
        }

        // As scikit-learn's compute_class_weight has "balanced": the number of rows by the number of classes and of the class.
        double weighed = counts.Values.Sum();
        return Validated.Valid(new RowWeights([.. rows.Indexes.Select(row => label.Text(row) is { } name ? WeightOf(name) : 1)]));

        double WeightOf(string name) => section.Mode != ClassWeightMode.Balanced ? written.GetValueOrDefault(name, 1)
            : counts.TryGetValue(name, out var count) ? weighed / (counts.Count * count)
            : 1;
    }
}

/// <summary>The manifest's <c>training.class-weights</c>.</summary>
[Shorthand(nameof(Mode))]
public sealed record ClassWeightsSection : IValidatedRecord
{
    [Description("balanced: all classes count the same in sum, as scikit-learn's class_weight has it.")]
    public ClassWeightMode? Mode { get; init; }

    [Description("A number for each class; 1 for those that are left out.")]
    public IReadOnlyDictionary<string, double>? Of { get; init; }

    public IEnumerable<Finding> Validate()
    {
        if (Mode is null == Of is null)
            yield return new Finding("", "Class weights are balanced, or a number for each class.", "Write one of mode and of.");
        foreach (var (name, weight) in Of ?? new Dictionary<string, double>())
        {
            if (!double.IsFinite(weight) || weight <= 0)
                yield return new Finding(nameof(Of), $"The weight of '{name}' is not above 0.");
        }
    }
}

/// <summary>By what rule classes count.</summary>
public enum ClassWeightMode
{
    Balanced,
}
