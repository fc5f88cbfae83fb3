namespace Pipeline.Data.Sources;

/// <summary>Where a value stands in a block of bytes, quotes and surrounding spaces left out.</summary>
/// <param name="Start">The offset of its first byte.</param>
/// <param name="Length">In bytes.</param>
/// <param name="IsEscaped">It has doubled quotes, each of which stands for one.</param>
internal readonly record struct Field(int Start, int Length, bool IsEscaped);
