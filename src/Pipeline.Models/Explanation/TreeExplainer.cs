using Pipeline.Core.Problems;
using Pipeline.Models.Tables;

namespace Pipeline.Models.Explanation;

/// <summary>
/// Explains the sum of a model's trees exactly. What the slots of one input contribute is added up, and what a slot of a cross
/// does is divided evenly among its inputs.
/// </summary>
internal sealed class TreeExplainer : IExplainer
{
    private const int RowsAtOnce = 16;

    private readonly ModelSignature _signature;
    private readonly TreeModel _model;
    private readonly TreeShap _shap;

    /// <param name="signature">Of the model.</param>
    /// <param name="model">With covers, where there is no background.</param>
    /// <param name="background">Rows to stand for inputs that are not known; null for the covers.</param>
    public TreeExplainer(ModelSignature signature, TreeModel model, Table? background)
    {
        (_signature, _model, Background) = (signature, model, background?.RowCount);
        var paths = new LeafPaths(model.Ensemble);
        _shap = background is null
            ? new PathDependentShap(paths)
            : new InterventionalShap(
                paths, [.. model.Encode(background, CancellationToken.None).Select(row => LeafPaths.Ordered(row))]);
    }

    public string Method => Background is null ? ExplanationMethods.PathDependent : ExplanationMethods.Interventional;

    public string Output => _model.Output;

    public int? Background { get; }

    public int AskedPerRow => 0;

    public IReadOnlyList<Attribution> Explain(Table rows, CancellationToken cancellationToken)
    {
        if (_signature.Check(rows) is { Count: > 0 } problems)
            throw new InvalidInputException(problems);
        var encoded = _model.Encode(rows, cancellationToken);
        var explained = new Attribution[encoded.Length];
        Parallel.For(
            0,
            (encoded.Length + RowsAtOnce - 1) / RowsAtOnce,
            new ParallelOptions { CancellationToken = cancellationToken },
            () => new double[_model.Inputs.Count],
            (batch, _, slots) =>
            {
                for (var row = batch * RowsAtOnce; row < Math.Min(encoded.Length, (batch + 1) * RowsAtOnce); row++)
                    explained[row] = Explain(encoded[row], slots);
                return slots;
            },
            _ => { });
        return explained;
    }

    private Attribution Explain(float[] row, double[] slots)
    {
        Array.Clear(slots);
        _shap.Explain(LeafPaths.Ordered(row), slots);
        var contributions = new double[_signature.Inputs.Count];
        for (var slot = 0; slot < slots.Length; slot++)
        {
            var inputs = _model.Inputs[slot];
            foreach (var input in inputs)
                contributions[input] += slots[slot] / inputs.Length;
        }

        return new Attribution
        {
            Output = null,
            BaseValue = _shap.BaseValue,
            Answer = _model.Ensemble.Margin(row),
            Contributions = [.. contributions],
        };
    }
}
