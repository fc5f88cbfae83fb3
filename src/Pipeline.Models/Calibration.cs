using System.Text.Json.Serialization;
using Pipeline.Models.Explanation;
using Pipeline.Models.Tables;

namespace Pipeline.Models;

/// <summary>
/// What makes better probabilities of a model's: fitted on rows that the model has not learned from. It is part of the
/// signature, so that it holds for every flavor, and wherever the model answers.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Sigmoid), "sigmoid")]
[JsonDerivedType(typeof(Isotonic), "isotonic")]
public abstract record Calibration
{
    private const double Least = 1e-12;

    private Calibration()
    {
    }

    /// <param name="probability">As the model answers, between 0 and 1.</param>
    /// <returns>Between 0 and 1; of a larger probability never less, unless a sigmoid's slope is above 0.</returns>
    public abstract double Of(double probability);

    /// <summary>Why a signature cannot have it, as a sentence; null where it can.</summary>
    internal string? Refuse(ModelSignature signature) =>
        !signature.Outputs.Contains(ModelOutputs.Probability) ? "The signature calibrates a probability that the model has not."
        : this is Isotonic steps && !steps.IsRising ? "The signature's calibration has no points, or they do not rise."
        : null;

    /// <summary>The logarithm of the odds, finite also of 0 and 1, which are taken for 1e-12 and its complement.</summary>
    public static double LogOdds(double probability)
    {
        var inside = Math.Clamp(probability, Least, 1 - Least);
        return Math.Log(inside / (1 - inside));
    }

    /// <summary>
    /// Platt's: <c>1 / (1 + exp(Slope * x + Offset))</c>, where x is the logarithm of the odds (Platt 1999, "Probabilistic
    /// outputs for support vector machines").
    /// </summary>
    /// <param name="Slope">Below 0 for a model that is any good, -1 for one that needs no calibration.</param>
    /// <param name="Offset">0 for one that needs none.</param>
    public sealed record Sigmoid(double Slope, double Offset) : Calibration
    {
        public override double Of(double probability) => 1 / (1 + Math.Exp((Slope * LogOdds(probability)) + Offset));
    }

    /// <summary>
    /// Straight lines between the points of a rising step function, as scikit-learn's IsotonicRegression with
    /// <c>out_of_bounds="clip"</c> predicts.
    /// </summary>
    /// <param name="From">Probabilities as the model answers, rising; at least one.</param>
    /// <param name="To">What becomes of each, never falling, between 0 and 1.</param>
    public sealed record Isotonic(IReadOnlyList<double> From, IReadOnlyList<double> To) : Calibration
    {
        private double[]? _from;

        internal bool IsRising => From.Count > 0 && From.Count == To.Count
            && From.Zip(From.Skip(1)).All(pair => pair.First < pair.Second)
            && To.Zip(To.Skip(1)).All(pair => pair.First <= pair.Second);

        public override double Of(double probability)
        {
            if (double.IsNaN(probability))
                return probability;
            _from ??= [.. From];
            var found = Array.BinarySearch(_from, probability);
            if (found >= 0)
                return To[found];
            var next = ~found;
            if (next == 0 || next == _from.Length)
                return To[next == 0 ? 0 : next - 1];
            var part = (probability - _from[next - 1]) / (_from[next] - _from[next - 1]);
            return To[next - 1] + (part * (To[next] - To[next - 1]));
        }

        public bool Equals(Isotonic? other) =>
            other is not null && From.SequenceEqual(other.From) && To.SequenceEqual(other.To);

        public override int GetHashCode() => HashCode.Combine(From.Count, From[0], To[^1]);
    }
}

/// <summary>A model whose probability is calibrated as its signature says.</summary>
internal sealed class CalibratedPredictor : IPredictor, ITreeModel
{
    private readonly IPredictor _model;
    private readonly Calibration _calibration;
    private readonly int _probability;

    public CalibratedPredictor(IPredictor model, Calibration calibration)
    {
        (_model, _calibration) = (model, calibration);
        _probability = model.Signature.Outputs.ToList().IndexOf(ModelOutputs.Probability);
    }

    public ModelSignature Signature => _model.Signature;

    /// <summary>Of the model as it was before, which its trees add up to.</summary>
    public TreeModel? Trees => (_model as ITreeModel)?.Trees is { } trees
        ? trees with { Output = $"{trees.Output} before calibration" }
        : null;

    public Table Score(Table rows, CancellationToken cancellationToken)
    {
        var scored = _model.Score(rows, cancellationToken);
        return new Table(scored.Columns.Select(column => column.Name == ModelOutputs.Probability
            ? new NumberColumn(column.Name, [.. ((NumberColumn)column).Values.Select(_calibration.Of)])
            : column));
    }

    public void Score(FeatureRow row, Span<double> answers)
    {
        _model.Score(row, answers);
        answers[_probability] = _calibration.Of(answers[_probability]);
    }

    public void Dispose() => _model.Dispose();
}
