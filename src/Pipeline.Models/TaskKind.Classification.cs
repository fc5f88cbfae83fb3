using System.Collections.Immutable;
using Pipeline.Core.Problems;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;

namespace Pipeline.Models;

public abstract partial class TaskKind
{
    private const int MostShown = 5;

    /// <summary>A wider table is no longer read by anyone.</summary>
    private const int MostConfused = 20;

    private static string Shown(IReadOnlyList<string> classes) => classes.Count == 0
        ? "no class"
        : string.Join(", ", classes.Take(MostShown).Select(x => $"'{x}'")) + (classes.Count > MostShown ? ", ..." : "");

    /// <summary>Those that occur, in ordinal order.</summary>
    private static IReadOnlyList<string> ClassesIn(Column column)
    {
        var rows = column switch
        {
            CategoryColumn categories => categories.Codes.Index().DistinctBy(x => x.Item).Select(x => x.Index),
            NumberColumn numbers => numbers.Values.Index().DistinctBy(x => x.Item).Select(x => x.Index),
            _ => Enumerable.Range(0, column.Count),
        };
        return [.. rows.Select(column.Text).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>Classes that are known already; one may be absent.</summary>
    /// <param name="column">Where they are.</param>
    /// <param name="label">What the target stands for.</param>
    /// <param name="classes">By the number that a row of the class gets.</param>
    private static Validated<Target> ReadClasses(Column column, ModelLabel label, IReadOnlyList<string> classes)
    {
        if (column.MissingCount > 0)
            return Invalid(Unlabelled(column));
        var numbers = classes.Index().ToDictionary(x => x.Item, x => (double)x.Index, StringComparer.Ordinal);
        if (ClassesIn(column).Where(x => !numbers.ContainsKey(x)).ToList() is { Count: > 0 } strangers)
        {
            var (first, last) = (Shown([.. classes.Take(classes.Count - 1).Take(MostShown)]), classes[^1]);
            return Invalid(new Problem($"The label '{column.Name}' has {Shown(strangers)}; {first} and '{last}' are accepted."));
        }

        var rows = Enumerable.Range(0, column.Count);
        if (column is not CategoryColumn categories)
            return Validated.Valid(new Target(label, [.. rows.Select(x => numbers[column.Text(x)!])]));
        double[] byCode = [.. categories.Domain.Names.Select(x => numbers.GetValueOrDefault(x))];
        return Validated.Valid(new Target(label, ImmutableArray.CreateRange(categories.Codes, x => byCode[x])));
    }

    private static IReadOnlyList<AnswerTable> ClassTables(MetricRows rows, IReadOnlyList<string> classes, Func<int, int> answer)
    {
        var counts = new double[classes.Count, classes.Count];
        for (var row = 0; row < rows.Count; row++)
            counts[(int)rows.Truth[row], answer(row)]++;
        int[] places = [.. Enumerable.Range(0, classes.Count)];
        var byClass = new AnswerTable("Classes", ["class", "precision", "recall", "f1", "rows"], [.. places.Select(OfClass)]);
        return classes.Count > MostConfused
            ? [byClass]
            :
            [
                byClass,
                new AnswerTable(
                    "Confusion",
                    ["true class", .. classes.Select(name => $"answered {name}")],
                    [.. places.Select(truth => new AnswerTableRow(classes[truth], [.. places.Select(x => counts[truth, x])]))]),
            ];

        AnswerTableRow OfClass(int place)
        {
            var (right, truth, answered) =
                (counts[place, place], places.Sum(x => counts[place, x]), places.Sum(x => counts[x, place]));
            return new AnswerTableRow(
                classes[place], [Share(right, answered), Share(right, truth), Share(2 * right, truth + answered), truth]);
        }

        // 0 where there is nothing to have a share of, as in scikit-learn.
        static double Share(double part, double whole) => whole == 0 ? 0 : part / whole;
    }

    private sealed class Binary : TaskKind
    {
        public static TaskKind Instance { get; } = new Binary();

        public override ModelTask Task => ModelTask.BinaryClassification;

        public override string Words => "binary classification";

        public override DecisionRule Decision => DecisionRule.Threshold.Usual;

        /// <summary>There must be two classes, and the positive one must be one of them.</summary>
        public override Validated<Target> Discover(Column column, string? positive)
        {
            ArgumentNullException.ThrowIfNull(column);
            var classes = ClassesIn(column);
            var wanted = positive ?? (classes is ["0", "1"] ? "1" : null);
            if (Refuse(column, classes, wanted) is { } problem)
                return Invalid(problem);
            return Read(column, new ModelLabel.TwoClasses(column.Name, wanted!, classes.Single(x => x != wanted)));
        }

        public override Validated<Target> Read(Column column, ModelLabel label)
        {
            ArgumentNullException.ThrowIfNull(column);
            var classes = (ModelLabel.TwoClasses)label;
            return ReadClasses(column, label, [classes.Negative, classes.Positive]);
        }

        public override IReadOnlyList<string> Outputs(ModelLabel label) => [ModelOutputs.Probability];

        public override string? Refuse(double answer) => answer is >= 0 and <= 1 ? null : "as a probability";

        public override double Scale(IEnumerable<double> answers) => 1;

        public override IReadOnlyList<AnswerTable> Tables(MetricRows rows, ModelLabel label)
        {
            ArgumentNullException.ThrowIfNull(rows);
            var (classes, decision) = ((ModelLabel.TwoClasses)label, (DecisionRule.Threshold)rows.Decision);
            return ClassTables(
                rows, [classes.Negative, classes.Positive], row => decision.IsPositive(rows.Answers[0][row]) ? 1 : 0);
        }

        private protected override bool Has(ModelLabel label) => label is ModelLabel.TwoClasses;

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
    }

    private sealed class Multiclass : TaskKind
    {
        public static TaskKind Instance { get; } = new Multiclass();

        public override ModelTask Task => ModelTask.MulticlassClassification;

        public override string Words => "multiclass classification";

        public override DecisionRule Decision { get; } = new DecisionRule.ArgMax();

        public override Validated<Target> Discover(Column column, string? positive)
        {
            ArgumentNullException.ThrowIfNull(column);
            if (column.MissingCount > 0)
                return Invalid(Unlabelled(column));
            var classes = ClassesIn(column);
            return classes.Count > 1
                ? ReadClasses(column, new ModelLabel.Classes(column.Name, classes), classes)
                : Invalid(new Problem(
                    $"The label '{column.Name}' has {Shown(classes)} and nothing else; a model learns from two or more."));
        }

        public override Validated<Target> Read(Column column, ModelLabel label)
        {
            ArgumentNullException.ThrowIfNull(column);
            return ReadClasses(column, label, ((ModelLabel.Classes)label).Names);
        }

        public override IReadOnlyList<string> Outputs(ModelLabel label) =>
            [.. ((ModelLabel.Classes)label).Names.Select(ModelOutputs.ProbabilityOf)];

        public override string? Refuse(double answer) => answer is >= 0 and <= 1 ? null : "as a probability";

        public override double Scale(IEnumerable<double> answers) => 1;

        public override IReadOnlyList<AnswerTable> Tables(MetricRows rows, ModelLabel label)
        {
            ArgumentNullException.ThrowIfNull(rows);
            return ClassTables(rows, ((ModelLabel.Classes)label).Names, row =>
                DecisionRule.ArgMax.Choose([.. rows.Answers.Select(answers => answers[row])]));
        }

        private protected override bool Has(ModelLabel label) => label is ModelLabel.Classes { Names.Count: > 1 };
    }
}

/// <summary>
/// A column as truth to learn from or to be judged by. Of two classes the positive one is 1 and the other 0; one of several is
/// its place among the label's classes; a number is itself.
/// </summary>
/// <param name="Label">What the values stand for.</param>
/// <param name="Values">By row; none is missing.</param>
public sealed record Target(ModelLabel Label, ImmutableArray<double> Values);
