namespace Pipeline.Manifest.Records;

/// <summary>Where a secret comes from, as <c>{env: NAME}</c>. A manifest never holds a secret itself.</summary>
/// <param name="Variable">An environment variable: upper-case letters, digits and underscores, beginning with a letter.</param>
public sealed record SecretReference(string Variable);
