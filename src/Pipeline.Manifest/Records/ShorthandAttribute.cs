namespace Pipeline.Manifest.Records;

/// <summary>On a record: what is not a mapping stands for this property, as <c>label: defaulted</c> for its column.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ShorthandAttribute(string property) : Attribute
{
    /// <summary>By <c>nameof</c>.</summary>
    public string Property { get; } = property;
}
