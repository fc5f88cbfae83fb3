namespace Pipeline.Manifest.Records;

/// <summary>The key of a property whose name in kebab-case is not the word wanted.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ManifestKeyAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
