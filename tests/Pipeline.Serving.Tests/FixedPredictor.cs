using Pipeline.Models;
using Pipeline.Models.Tables;


namespace Pipeline.Serving;

/// <summary>
/// A model whose probability is a tenth of its first number; "income" and "purpose" are required, "age" may be missing, and a
/// purpose that it was not told of is fine.
/// </summary>
internal sealed class FixedPredictor : IPredictor
{
    /// <summary>Waits in every answer, for whoever wants to see a request that is being answered.</summary>
    public Action Before { get; set; } = () => { };

    public ModelSignature Signature { get; init; } = new()
    {
        Flavor = "fixed",
        Task = ModelTask.BinaryClassification,
        Label = new ModelLabel.TwoClasses("defaulted", "yes", "no"),
        Inputs =
        [
            new ModelInput("income", ColumnType.Number, MayBeMissing: false),
            new ModelInput("age", ColumnType.Number, MayBeMissing: true),
            new ModelInput("purpose", ColumnType.Category, MayBeMissing: false, ["car", "home"]),
        ],
        Outputs = [ModelOutputs.Score, ModelOutputs.Probability],
    };

    public Table Score(Table rows, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Score(FeatureRow row, Span<double> answers)
    {
        Before();
        if (row.Text(2) == "crash")
            throw new InvalidOperationException("The income of this applicant is 4711.");
        answers[0] = row.Text(2) == "infinite" ? double.PositiveInfinity : row.Number(0);
        answers[1] = double.IsNaN(row.Number(1)) ? row.Number(0) / 10 : 0.125;
    }

    public void Dispose()
    {
    }
}
