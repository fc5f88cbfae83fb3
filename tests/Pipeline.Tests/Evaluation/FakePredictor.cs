using Pipeline.Core.Problems;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.Evaluation;

/// <summary>Answers with what a function makes of the income, and counts how many rows it was asked for.</summary>
internal sealed class FakePredictor(Func<double, double> probability) : IPredictor
{
    public ModelSignature Signature { get; init; } = Some.Signature;

    /// <summary>By row that is asked for, what is answered instead of what the function makes; null for the function.</summary>
    public IReadOnlyList<double>? Answers { get; init; }

    public List<int> Asked { get; } = [];

    public Table Score(Table rows, CancellationToken cancellationToken)
    {
        if (Signature.Check(rows) is { Count: > 0 } problems)
            throw new InvalidInputException(problems);
        Asked.Add(rows.RowCount);
        var incomes = ((NumberColumn)rows["income"]).Values;
        return new Table(new NumberColumn(ModelOutputs.Probability, [.. Answers ?? incomes.Select(probability)]));
    }

    public void Score(FeatureRow row, Span<double> answers) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
