using System.Collections.Immutable;
using Pipeline.Core.Problems;
using Pipeline.Models.Tables;

namespace Pipeline.Models;

/// <summary>A column of two classes, as truth to learn from or to be judged by.</summary>
public sealed class BinaryLabel
{
    private const int MostShown = 5;

    private BinaryLabel(ModelLabel label, ImmutableArray<bool> values) => (Label, Values) = (label, values);

    public ModelLabel Label { get; }

    /// <summary>True where the row is of the positive class.</summary>
    public ImmutableArray<bool> Values { get; }

    /// <summary>
    /// Finds out which the two classes are. It is a problem when a row has no label, when there are not exactly two classes, and
    /// when the positive one is none of them; without <paramref name="positive"/>, only numbers 0 and 1 are clear.
    /// </summary>
    public static Validated<BinaryLabel> Discover(Column column, string? positive)
    {
        ArgumentNullException.ThrowIfNull(column);
        var classes = Classes(column);
        var wanted = positive ?? (classes is ["0", "1"] ? "1" : null);
        if (Refuse(column, classes, wanted) is { } problem)
            return Validated.Invalid<BinaryLabel>(problem);
        return Read(column, new ModelLabel(column.Name, wanted!, classes.Single(x => x != wanted)));
    }

    /// <summary>Reads classes that are known already; one may be absent. Another class or a missing label is a problem.</summary>
    public static Validated<BinaryLabel> Read(Column column, ModelLabel label)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentNullException.ThrowIfNull(label);
        var strangers = Classes(column).Where(x => x != label.Positive && x != label.Negative).ToList();
        if (strangers.Count > 0 || column.MissingCount > 0)
        {
            return Validated.Invalid<BinaryLabel>(column.MissingCount > 0 ? Unlabelled(column) : new Problem(
                $"The label '{column.Name}' has {Shown(strangers)}; '{label.Positive}' and '{label.Negative}' are accepted."));
        }

        var values = Enumerable.Range(0, column.Count).Select(IsPositive(column, label.Positive));
        return Validated.Valid(new BinaryLabel(label, [.. values]));
    }

    private static Problem? Refuse(Column column, IReadOnlyList<string> classes, string? positive)
    {
        if (column.MissingCount > 0)
            return Unlabelled(column);
        var subject = $"The label '{column.Name}' has";
        if (classes.Count < 2)
            return new Problem($"{subject} {Shown(classes)} and nothing else; a binary model learns from two classes.");
        if (classes.Count > 2)
            return new Problem($"{subject} {classes.Count} classes, {Shown(classes)}; a binary model has two.");
        return positive is not null && classes.Contains(positive) ? null : new Problem(
            positive is null
                ? $"{subject} {Shown(classes)}, and nothing says which is positive."
                : $"{subject} {Shown(classes)}, and the positive class '{positive}' is neither.",
            "Name it in the manifest: data.label.positive.");
    }

    private static Problem Unlabelled(Column column) =>
        new($"The label '{column.Name}' is missing in {column.MissingCount} of {column.Count} rows.", "Leave such rows out.");

    private static string Shown(IReadOnlyList<string> classes) => classes.Count == 0
        ? "no class"
        : string.Join(", ", classes.Take(MostShown).Select(x => $"'{x}'")) + (classes.Count > MostShown ? ", ..." : "");

    /// <summary>Those that occur, in ordinal order.</summary>
    private static IReadOnlyList<string> Classes(Column column)
    {
        var rows = column switch
        {
            CategoryColumn categories => categories.Codes.Index().DistinctBy(x => x.Item).Select(x => x.Index),
            NumberColumn numbers => numbers.Values.Index().DistinctBy(x => x.Item).Select(x => x.Index),
            _ => Enumerable.Range(0, column.Count),
        };
        return [.. rows.Select(column.Text).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
    }

    private static Func<int, bool> IsPositive(Column column, string positive)
    {
        if (column is not CategoryColumn categories)
            return row => column.Text(row) == positive;
        var code = categories.Domain.CodeOf(positive);
        return row => categories.Codes[row] == code;
    }
}
