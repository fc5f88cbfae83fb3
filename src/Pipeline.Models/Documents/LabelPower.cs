namespace Pipeline.Models.Documents;

/// <summary>How well one column alone predicts the label.</summary>
/// <param name="Value">From 0, not at all, to 1, perfectly.</param>
/// <param name="Measure">Which figure that is, of the one or two that were taken the greater.</param>
public sealed record LabelPower(double Value, string Measure);
