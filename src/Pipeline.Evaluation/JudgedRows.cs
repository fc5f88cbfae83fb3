using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Evaluation.Metrics;
using Pipeline.Evaluation.Runs;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;

namespace Pipeline.Evaluation;

/// <summary>The test rows alone, with their truth and the model's answers.</summary>
internal sealed record JudgedRows
{
    public required Table Rows { get; init; }

    public required ModelTask Task { get; init; }

    public required ModelLabel Label { get; init; }

    /// <summary>By row, as a <see cref="Target"/> has it.</summary>
    public required IReadOnlyList<double> Truth { get; init; }

    public required IReadOnlyList<UInt128> Identities { get; init; }

    /// <summary>By row, what it belongs to; null where each row is on its own.</summary>
    public IReadOnlyList<UInt128>? Groups { get; private init; }

    public required Answers Answers { get; init; }

    /// <summary>By row, how much it counts; null, the default, where each counts once.</summary>
    public IReadOnlyList<double>? Weights { get; init; }

    /// <summary>Those of them that are given, as a sample of the model's answers.</summary>
    /// <param name="slice">As "sex=F"; null for all rows.</param>
    /// <param name="rows">Which rows.</param>
    public Sample Take(string? slice, IReadOnlyList<int> rows) => Sample.Of(slice, Truth, Groups, rows, Answers);

    /// <summary>The class that a row was answered with, as the truth has it; 0 for a regression.</summary>
    public int AnsweredClass(int row)
    {
        var columns = Answers.Columns;
        if (Answers.Decision is DecisionRule.Threshold rule)
            return rule.IsPositive(columns[0][row]) ? 1 : 0;
        var best = 0;
        for (var i = 1; i < columns.Count; i++)
        {
            if (columns[i][row] > columns[best][row])
                best = i;
        }

        return best;
    }

    /// <summary>How many of the given rows are of each class, in ordinal order; none for a regression.</summary>
    public IReadOnlyList<LabelClass> Count(IReadOnlyList<int> rows)
    {
        var names = Label switch
        {
            ModelLabel.TwoClasses x => [x.Negative, x.Positive],
            ModelLabel.Classes x => x.Names,
            _ => [],
        };
        var counts = rows.CountBy(x => Truth[x]).ToDictionary();
        return [.. names.Select((name, number) => Counted(name, counts.GetValueOrDefault(number), rows.Count))
            .OrderBy(x => x.Name, StringComparer.Ordinal)];
    }

    private static LabelClass Counted(string name, int count, int rows) =>
        new(name, count, rows == 0 ? 0 : (double)count / rows);

    /// <summary>What is kept of them, to hold other models against this one later.</summary>
    public AnsweredRows ToKeep()
    {
        var rows = new TestRows
        {
            Task = Task,
            Label = Label,
            IsGrouped = Groups is not null,
            Identities = Identities,
            Truth = Truth,
        };
        return new AnsweredRows(rows, new TestAnswers
        {
            Rows = Digest.OfBytes(rows.ToBytes()),
            Decision = Answers.Decision,
            Columns = Answers.Columns,
            Broken = Answers.Broken,
        });
    }

    /// <summary>Rows that the model cannot read, and labels that are none of its classes, are problems.</summary>
    public static Validated<JudgedRows> Of(LabelledData data, IPredictor predictor, CancellationToken cancellationToken)
    {
        var rows = data.Test.Table;
        var signature = predictor.Signature;
        var truth = rows.TryGet(signature.Label.Column, out var label)
            ? TaskKind.Of(signature.Task).Read(label, signature.Label)
            : Validated.Invalid<Target>(new Problem(
                $"The model predicts '{signature.Label.Column}', and the test rows have no such column.",
                NearestNames.Hint(signature.Label.Column, [.. rows.Columns.Select(x => x.Name)])));
        List<Problem> problems = [.. signature.Check(rows), .. truth.Problems];
        if (data.TestIndexes.Count == 0)
            problems.Add(new Problem("There are no test rows to judge the model by.", "Give the split a larger test share."));
        if (problems.Count > 0)
            return Validated.Invalid<JudgedRows>(problems);
        var identities = data.Test.Identities;
        return Validated.Valid(new JudgedRows
        {
            Rows = rows,
            Task = signature.Task,
            Label = signature.Label,
            Truth = truth.Value.Values,
            Identities = identities,
            Groups = data.IsGrouped ? identities : null,
            Answers = Answers.Of(predictor, rows, cancellationToken),
        });
    }
}
