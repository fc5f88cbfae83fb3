using Pipeline.Core.Problems;

namespace Pipeline.Models.Predictions;

/// <summary>Reads a prediction log, whatever engine has kept it.</summary>
public interface IPredictionSource
{
    /// <summary>Each server's entries in the order of its answers; the servers one after the other.</summary>
    /// <param name="problems">Told of every line that is no entry, which is passed over.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<PredictionLogEntry> ReadAsync(IProgress<Problem> problems, CancellationToken cancellationToken);
}
