namespace Pipeline.Models;

/// <summary>What a binary model predicts.</summary>
/// <param name="Column">The column that it was trained to predict, as in the data.</param>
/// <param name="Positive">The class whose probability is given.</param>
/// <param name="Negative">The other one.</param>
public sealed record ModelLabel(string Column, string Positive, string Negative);
