namespace Pipeline.Manifest.Records;

/// <summary>
/// On a text, or on the texts of a list or mapping: a number is the text it is written as, as in <c>none-of: [1, x]</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OrNumberAttribute : Attribute;
