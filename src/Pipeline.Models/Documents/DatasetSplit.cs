using Pipeline.Core.Identity;

namespace Pipeline.Models.Documents;

/// <summary>How the rows were divided.</summary>
/// <param name="By">The manifest's word: hash, random, time.</param>
/// <param name="Train">How many rows a model learns from.</param>
/// <param name="Test">How many rows it is judged by.</param>
/// <param name="Digest">Of which rows went where; the same for the same rows in the same order.</param>
public sealed record DatasetSplit(string By, int Train, int Test, Digest Digest);
