namespace Pipeline.Manifest.Records;

/// <summary>On the abstract root of a closed family: <c>type: canary</c> chooses this record.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class TypeChoiceAttribute(string name, Type record) : Attribute
{
    public string Name { get; } = name;

    public Type Record { get; } = record;
}
