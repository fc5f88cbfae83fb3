namespace Pipeline.Evaluation.Slices;

/// <summary>Rows that have the same value in a column.</summary>
/// <param name="Column">The name of the column.</param>
/// <param name="Value">As people read it; null for rows without a value.</param>
/// <param name="Rows">Ascending.</param>
internal sealed record SliceGroup(string Column, string? Value, IReadOnlyList<int> Rows)
{
    /// <summary>"sex=F", or "sex is missing".</summary>
    public string Name => Value is null ? $"{Column} is missing" : $"{Column}={Value}";
}
