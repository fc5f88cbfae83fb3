using Pipeline.Core.Checks;

namespace Pipeline.Evaluation.Slices;

/// <summary>The groups of a column, and every metric of each.</summary>
internal sealed record MeasuredSlice(SliceColumn Column, IReadOnlyList<IReadOnlyList<Measurement>> Measurements);
