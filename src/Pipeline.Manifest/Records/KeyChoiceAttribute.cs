namespace Pipeline.Manifest.Records;

/// <summary>On the abstract root of a closed family: the key chooses this record; of several, the first declared.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class KeyChoiceAttribute(string key, Type record) : Attribute
{
    public string Key { get; } = key;

    public Type Record { get; } = record;
}
