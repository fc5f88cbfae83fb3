namespace Pipeline.Models.Predictions;

/// <summary>Takes entries while requests wait: it never blocks and never throws.</summary>
public interface IPredictionLog
{
    /// <summary>How many entries were lost, because they came too fast or could not be written.</summary>
    long Dropped { get; }

    /// <returns>False for an entry that is lost already.</returns>
    bool TryWrite(PredictionLogEntry entry);
}
