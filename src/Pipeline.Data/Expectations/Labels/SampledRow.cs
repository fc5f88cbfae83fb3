namespace Pipeline.Data.Expectations.Labels;

/// <summary>The label of a row as a text, and its features.</summary>
internal sealed record SampledRow(string Label, SampledValue[] Values);
