namespace Pipeline.Manifest.Records;

/// <summary>On a list: one value without brackets is a list of it, as in <c>unique: application_id</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OrSingleAttribute : Attribute;
