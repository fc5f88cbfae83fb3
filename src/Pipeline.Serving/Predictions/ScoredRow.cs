using Pipeline.Models.Predictions;


namespace Pipeline.Serving.Predictions;

/// <param name="Id">Of the answer.</param>
/// <param name="Decisive">The answer that counts: what decides about the class, or the number.</param>
/// <param name="Inputs">What the model read; null for a row outside of the log's sample.</param>
/// <param name="Outputs">What it answered; null likewise.</param>
internal readonly record struct ScoredRow(PredictionId Id, double Decisive, LoggedValue[]? Inputs, LoggedValue[]? Outputs);
