namespace Pipeline.Data.Expectations.Labels;

/// <summary>The label and the features of one row as texts; null for a feature that is missing.</summary>
internal sealed record SampledRow(string Label, IReadOnlyList<string?> Values);
