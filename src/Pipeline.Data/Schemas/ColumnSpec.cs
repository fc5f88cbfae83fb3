using System.ComponentModel;
using Pipeline.Core.Checks;
using Pipeline.Manifest.Records;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Schemas;

/// <summary>What is known of a column.</summary>
[Shorthand(nameof(Type))]
public sealed record ColumnSpec : IValidatedRecord
{
    [Description("What its values are.")]
    public required DataType Type { get; init; }

    [Inline]
    public Criterion? Accepts { get; init; }

    [Description("The share of missing values.")]
    public Criterion? Missing { get; init; }

    [Description("It holds data of persons: no value of it appears in documents, reports or messages.")]
    public bool Personal { get; init; }

    public IEnumerable<Finding> Validate()
    {
        var isNumeric = Type is DataType.Number or DataType.Integer;
        if (Accepts is Criterion.NoWorseThan || Missing is Criterion.NoWorseThan)
            yield return new Finding("", "A column is compared with nothing; at-least, at-most, between or one-of is accepted.");
        else if (Accepts is Criterion.AtLeast or Criterion.AtMost or Criterion.Between && !isNumeric)
            yield return new Finding("", "Only numbers and integers have limits; one-of is accepted for other types.");
        else if (Missing is Criterion.OneOf)
            yield return new Finding(nameof(Missing), "A share is a number; at-least, at-most or between is accepted.");
    }

    internal string? RefuseAsLabel(string name) => this switch
    {
        { Personal: true } => $"The classes of the label '{name}' are in every report, so that it cannot be personal.",
        { Type: DataType.Identifier or DataType.Timestamp or DataType.Text } =>
            $"The label '{name}' is a number, an integer, a boolean or a category.",
        _ => null,
    };
}
