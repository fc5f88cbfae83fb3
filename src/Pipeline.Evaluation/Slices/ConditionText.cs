using System.Globalization;
using Pipeline.Models.Documents;

namespace Pipeline.Evaluation.Slices;

/// <summary>What rows have in a column, for people.</summary>
internal static class ConditionText
{
    /// <summary>"sex=F", or "sex is missing".</summary>
    /// <param name="column">Its name.</param>
    /// <param name="value">As people read it; null for rows without a value.</param>
    public static string Of(string column, string? value) => value is null ? $"{column} is missing" : $"{column}={value}";

    /// <summary>"sex=F", "sex is missing", "age from 25 to below 40".</summary>
    public static string Of(SliceCondition condition) => condition.Value is not null || condition.IsMissing
        ? Of(condition.Column, condition.Value)
        : Of(condition.Column, condition.From, condition.Below);

    /// <summary>"age from 25 to below 40", "age below 25", "age from 60".</summary>
    public static string Of(string column, double? from, double? below) => $"{column} {Range(from, below)}";

    /// <summary>"from 25 to below 40", "below 25", "from 60".</summary>
    /// <param name="from">The smallest number that is meant; null where there is no such end.</param>
    /// <param name="below">The first number that is too large; null where there is no such end.</param>
    public static string Range(double? from, double? below) => (from, below) switch
    {
        ({ } low, { } high) => $"from {Number(low)} to below {Number(high)}",
        ({ } low, null) => $"from {Number(low)}",
        (null, { } high) => $"below {Number(high)}",
        _ => "has a value",
    };

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
