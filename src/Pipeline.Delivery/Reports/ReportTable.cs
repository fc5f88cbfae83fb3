namespace Pipeline.Delivery.Reports;

/// <summary>A table for people.</summary>
/// <param name="Heads">The names of the columns; those that begin with "#" are of numbers, and aligned to the right.</param>
/// <param name="Rows">Each with a cell for each column.</param>
public sealed record ReportTable(IReadOnlyList<string> Heads, IReadOnlyList<IReadOnlyList<TableCell>> Rows);

/// <summary>Text in a table, and what it means to its reader.</summary>
public sealed record TableCell(string Text, TableTone Tone = TableTone.Plain);

/// <summary>What a cell means to its reader.</summary>
public enum TableTone
{
    Plain,
    Good,
    Doubtful,
    Bad,
}
