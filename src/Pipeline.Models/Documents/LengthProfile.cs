namespace Pipeline.Models.Documents;

/// <summary>How many characters the values of a column have.</summary>
public sealed record LengthProfile(int Min, double Mean, int Max);
