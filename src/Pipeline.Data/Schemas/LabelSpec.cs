using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Manifest.Records;

namespace Pipeline.Data.Schemas;

/// <summary>What is predicted.</summary>
[Shorthand(nameof(Column))]
public sealed record LabelSpec
{
    [Description("The column to predict.")]
    [Length(1, 1000)]
    public required string Column { get; init; }

    [Description("Of two classes the one whose probability is predicted; 1 where they are 0 and 1.")]
    public string? Positive { get; init; }
}
