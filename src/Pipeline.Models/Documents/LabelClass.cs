namespace Pipeline.Models.Documents;

/// <summary>A class of the label.</summary>
/// <param name="Name">As in the data; a number in its shortest form.</param>
/// <param name="Count">How many rows have it.</param>
/// <param name="Share">Of the rows that have a label; between 0 and 1.</param>
public sealed record LabelClass(string Name, long Count, double Share);
