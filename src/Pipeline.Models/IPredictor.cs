using Pipeline.Core.Problems;
using Pipeline.Models.Tables;

namespace Pipeline.Models;

/// <summary>A trained model that answers. Every member may be called by many threads at once.</summary>
public interface IPredictor : IDisposable
{
    ModelSignature Signature { get; }

    /// <summary>
    /// Scores every row, in the order of the rows: a number column for each output of the signature. The answers do not depend
    /// on how many threads the machine has, nor on the other rows.
    /// </summary>
    /// <exception cref="InvalidInputException">A column that the model reads is not there, or of another type.</exception>
    Table Score(Table rows, CancellationToken cancellationToken);

    /// <summary>Scores one row, with the same answers as <see cref="Score(Table, CancellationToken)"/>.</summary>
    /// <param name="row">Made for this very signature.</param>
    /// <param name="answers">As long as the signature's outputs, and in their order.</param>
    void Score(FeatureRow row, Span<double> answers);
}
