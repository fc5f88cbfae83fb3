namespace Pipeline.Manifest.Records;

/// <summary>On a criterion: its keys stand among those of the record, as in <c>{metric: roc_auc, at-least: 0.8}</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InlineAttribute : Attribute;
