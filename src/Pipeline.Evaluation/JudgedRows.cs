using Pipeline.Core.Models;
using Pipeline.Core.Problems;
using Pipeline.Core.Tables;
using Pipeline.Evaluation.Metrics;

namespace Pipeline.Evaluation;

/// <summary>The test rows alone, with their truth and the model's answers.</summary>
internal sealed record JudgedRows
{
    public required Table Rows { get; init; }

    public required ModelLabel Label { get; init; }

    /// <summary>By row, whether it is positive.</summary>
    public required IReadOnlyList<bool> Truth { get; init; }

    public required IReadOnlyList<UInt128> Identities { get; init; }

    public required Answers Answers { get; init; }

    /// <summary>Rows that the model cannot read, and labels that are none of its classes, are problems.</summary>
    public static Validated<JudgedRows> Of(TestSet test, IPredictor predictor, CancellationToken cancellationToken)
    {
        if (test.Identities.Count != test.Rows.RowCount)
            throw new ArgumentException("Each row of the dataset has an identity.", nameof(test));
        var rows = test.Rows.Select([.. test.Indexes]);
        var signature = predictor.Signature;
        var truth = rows.TryGet(signature.Label.Column, out var label)
            ? BinaryLabel.Read(label, signature.Label)
            : Validated.Invalid<BinaryLabel>(new Problem(
                $"The model predicts '{signature.Label.Column}', and the test rows have no such column.",
                NearestNames.Hint(signature.Label.Column, [.. rows.Columns.Select(x => x.Name)])));
        List<Problem> problems = [.. signature.Check(rows), .. truth.Problems];
        if (test.Indexes.Count == 0)
            problems.Add(new Problem("There are no test rows to judge the model by.", "Give the split a larger test share."));
        return problems.Count > 0 ? Validated.Invalid<JudgedRows>(problems) : Validated.Valid(new JudgedRows
        {
            Rows = rows,
            Label = signature.Label,
            Truth = truth.Value.Values,
            Identities = [.. test.Indexes.Select(x => test.Identities[x])],
            Answers = Answers.Of(predictor, rows, cancellationToken),
        });
    }
}
