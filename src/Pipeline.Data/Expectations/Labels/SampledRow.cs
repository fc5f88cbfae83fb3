namespace Pipeline.Data.Expectations.Labels;

/// <summary>The label of a row, and its features.</summary>
/// <param name="Label">A number's text, or a name that rows of one class share.</param>
/// <param name="Values">In the order of the features.</param>
internal sealed record SampledRow(string Label, SampledValue[] Values);
