using System.Diagnostics.CodeAnalysis;

namespace Pipeline.Models.Predictions;

/// <summary>One line of the prediction log. Its form is fixed: monitoring reads logs that are years old.</summary>
public abstract record PredictionLogEntry
{
    private PredictionLogEntry()
    {
    }

    /// <summary>Which prediction it is, or is about.</summary>
    public required PredictionId Id { get; init; }

    /// <summary>When it was answered, or when the outcome was known.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What a model was asked, and what it said.</summary>
    public sealed record Prediction : PredictionLogEntry
    {
        public required ServedModel Model { get; init; }

        /// <summary>How the request came: "stable", "canary", or "direct" without a gateway.</summary>
        public required string Route { get; init; }

        public required LoggedValues Inputs { get; init; }

        /// <summary>By the names of the signature's outputs.</summary>
        public required LoggedValues Outputs { get; init; }

        /// <summary>From the request's first byte read to the answer; of a request with many rows, the whole request's.</summary>
        public required TimeSpan Latency { get; init; }

        /// <summary>Above 0, at most 1: one record stands for 1 / this many predictions.</summary>
        public required double SamplingProbability { get; init; }

        /// <summary>32 hexadecimal digits as W3C Trace Context has them; null for a request without.</summary>
        public string? TraceId { get; init; }
    }

    /// <summary>What came true.</summary>
    public sealed record Feedback : PredictionLogEntry
    {
        /// <summary>A class as the label's column has it, or a number.</summary>
        public required LoggedValue Outcome { get; init; }
    }
}

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
