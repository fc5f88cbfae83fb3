namespace Pipeline.Manifest.Records;

/// <summary>On a criterion: its keys stand among those of the record, as in <c>{metric: roc_auc, at-least: 0.8}</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InlineAttribute : Attribute;

/// <summary>On a list: one value without brackets is a list of it, as in <c>unique: application_id</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OrSingleAttribute : Attribute;

/// <summary>
/// On a text, or on the texts of a list or mapping: a number is the text it is written as, as in <c>none-of: [1, x]</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OrNumberAttribute : Attribute;

/// <summary>The key of a property whose name in kebab-case is not the word wanted.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ManifestKeyAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>On a record: what is not a mapping stands for this property, as <c>label: defaulted</c> for its column.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ShorthandAttribute(string property) : Attribute
{
    /// <summary>By <c>nameof</c>.</summary>
    public string Property { get; } = property;
}

/// <summary>On the abstract root of a closed family: the key chooses this record; of several, the first declared.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class KeyChoiceAttribute(string key, Type record) : Attribute
{
    public string Key { get; } = key;

    public Type Record { get; } = record;
}

/// <summary>On the abstract root of a closed family: <c>type: canary</c> chooses this record.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class TypeChoiceAttribute(string name, Type record) : Attribute
{
    public string Name { get; } = name;

    public Type Record { get; } = record;
}
