using System.Collections.Immutable;
using System.Text.Json;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace LoanParts;

/// <summary>Loads what <see cref="DebtTrainer"/> made.</summary>
public sealed class DebtFlavor : IModelFlavor
{
    public const string FlavorName = "debt-line";
    public const string FileName = "line.json";

    public string Name => FlavorName;

    public IPredictor Load(ModelArtifact artifact) => new DebtPredictor(
        artifact.Signature, JsonSerializer.Deserialize<DebtLine>(artifact.Files[FileName].Span)!);

    private sealed class DebtPredictor(ModelSignature signature, DebtLine line) : IPredictor
    {
        public ModelSignature Signature => signature;

        public Table Score(Table rows, CancellationToken cancellationToken)
        {
            var numbers = (NumberColumn)rows[signature.Inputs[0].Name];
            return new Table(new NumberColumn(signature.Outputs[0], [.. numbers.Values.Select(line.Of)]));
        }

        public void Score(FeatureRow row, Span<double> answers) => answers[0] = line.Of(row.Number(0));

        public void Dispose()
        {
        }
    }
}

/// <summary>The model: a missing share counts as the mean.</summary>
public sealed record DebtLine(double Intercept, double Slope, double Mean)
{
    public double Of(double share) => Math.Clamp(Intercept + (Slope * (double.IsNaN(share) ? Mean : share)), 0, 1);
}
