namespace Pipeline.Data.Expectations.Found;

/// <summary>A row that an expectation found.</summary>
/// <param name="Place">Which one.</param>
/// <param name="Values">Of the columns that may be shown; null where the row has to be looked up again for them.</param>
internal sealed record FoundRow(RowPlace Place, IReadOnlyList<string>? Values);
