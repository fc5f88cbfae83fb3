namespace Pipeline.Manifest.Records;

/// <summary>What a record finds wrong in itself; it becomes a problem at the property's place in the file.</summary>
/// <param name="Property">By <c>nameof</c>; empty for the record as a whole.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Hint">One sentence on what to do, or null.</param>
public sealed record Finding(string Property, string Message, string? Hint = null)
{
    /// <summary>Of the property's list, the item that is meant, counted from 0; null for all of it.</summary>
    public int? Item { get; init; }
}
