using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Manifest.Records;

namespace Pipeline.Evaluation.Explanation;

/// <summary>The manifest's <c>evaluation.explanation</c>.</summary>
[Shorthand(nameof(Method))]
public sealed record ExplanationSpec
{
    [Description("What answers are explained by: auto by default, interventional, or none for no explanation.")]
    public ExplanationMethod Method { get; init; }

    [Description("How many test rows importances are measured on at most; 5000 by default.")]
    [Range(50, 1_000_000)]
    public int ImportanceRows { get; init; } = 5_000;

    [Description("How often each input is permuted; 5 by default.")]
    [Range(2, 100)]
    public int Repeats { get; init; } = 5;

    [Description("How many test rows are explained one by one at most; 500 by default.")]
    [Range(10, 10_000)]
    public int Rows { get; init; } = 500;

    [Description("How many training rows stand for inputs that are not known; 100 by default.")]
    [Range(1, 1_000)]
    public int Background { get; init; } = 100;

    [Description("What chance begins with; 1 by default.")]
    public int Seed { get; init; } = 1;
}

/// <summary>What stands for an input that is not known.</summary>
public enum ExplanationMethod
{
    [Description("The counts in the leaves of trees, and background rows for other models.")]
    Auto,

    [Description("Background rows, also for trees.")]
    Interventional,

    [Description("Nothing is explained.")]
    None,
}
