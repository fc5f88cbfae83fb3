namespace Pipeline.Models.Predictions;

/// <summary>A value as a model read it or gave it: a number, a text, or missing.</summary>
public readonly record struct LoggedValue
{
    private LoggedValue(double? number, string? text) => (Number, Text) = (number, text);

    public double? Number { get; }

    public string? Text { get; }

    public bool IsMissing => Number is null && Text is null;

    /// <param name="number">NaN is missing, and so is what is infinite.</param>
    public static LoggedValue Of(double number) => double.IsFinite(number) ? new LoggedValue(number, null) : default;

    /// <param name="text">Null is missing.</param>
    public static LoggedValue Of(string? text) => new(null, text);
}
