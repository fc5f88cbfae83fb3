using System.Diagnostics.CodeAnalysis;

namespace Pipeline.Models.Predictions;

/// <summary>Values by name. A server shares one list of names among all of its records.</summary>
public sealed class LoggedValues
{
    private readonly LoggedValue[] _values;

    /// <param name="names">Never changed afterwards.</param>
    /// <param name="values">As many, in the same order; the caller gives them away.</param>
    public LoggedValues(IReadOnlyList<string> names, LoggedValue[] values)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(values);
        if (names.Count != values.Length)
            throw new ArgumentException($"{values.Length} values do not fit {names.Count} names.", nameof(values));
        (Names, _values) = (names, values);
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>In the order of the names.</summary>
    public IReadOnlyList<LoggedValue> Values => _values;

    public bool TryGet(string name, [MaybeNullWhen(false)] out LoggedValue value)
    {
        for (var i = 0; i < _values.Length; i++)
        {
            if (Names[i] != name)
                continue;
            value = _values[i];
            return true;
        }

        value = default;
        return false;
    }
}

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
