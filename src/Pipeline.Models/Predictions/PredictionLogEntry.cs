using System.Diagnostics.CodeAnalysis;

namespace Pipeline.Models.Predictions;

/// <summary>One line of the prediction log. Its form is fixed: monitoring reads logs that are years old.</summary>
public abstract record PredictionLogEntry
{
    private PredictionLogEntry()
    {
    }

    /// <summary>Which prediction it is, or is about; of what is about none, an id of its own.</summary>
    public required PredictionId Id { get; init; }

    /// <summary>When it was answered, when the outcome was known, or when the time that it sums up was over.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What a model was asked, and what it said.</summary>
    public sealed record Prediction : PredictionLogEntry
    {
        public required ServedModel Model { get; init; }

        /// <summary>
        /// How the request came: "stable", "canary", "shadow" for a copy whose answer nobody was told, or "direct" without a
        /// gateway.
        /// </summary>
        public required string Route { get; init; }

        public required LoggedValues Inputs { get; init; }

        /// <summary>By the names of the signature's outputs.</summary>
        public required LoggedValues Outputs { get; init; }

        /// <summary>From the request's first byte read to the answer; of a request with many rows, the whole request's.</summary>
        public required TimeSpan Latency { get; init; }

        /// <summary>Above 0, at most 1: one record stands for 1 / this many predictions.</summary>
        public required double SamplingProbability { get; init; }

        /// <summary>What the client knows it by, hashed; none for a request without.</summary>
        public PredictionKey Key { get; init; }

        /// <summary>32 hexadecimal digits as W3C Trace Context has them; null for a request without.</summary>
        public string? TraceId { get; init; }
    }

    /// <summary>What came true.</summary>
    public sealed record Feedback : PredictionLogEntry
    {
        /// <summary>A class as the label's column has it, or a number.</summary>
        public required LoggedValue Outcome { get; init; }
    }

    /// <summary>What a server has not accepted for some time, counted: nothing in it is from a request.</summary>
    public sealed record Refusals : PredictionLogEntry
    {
        public required ServedModel Model { get; init; }

        /// <summary>When the counting began.</summary>
        public required DateTimeOffset Since { get; init; }

        /// <summary>Requests that were refused, whatever for.</summary>
        public required long Requests { get; init; }

        /// <summary>By field and reason; at most one of both.</summary>
        public required IReadOnlyList<RefusalCount> Counts { get; init; }
    }
}

/// <summary>How often rows were refused for one reason. Of a request, the first twenty problems are counted.</summary>
/// <param name="Field">The model's input; empty where no input is to blame.</param>
/// <param name="Reason">Why.</param>
/// <param name="Count">Above 0.</param>
public sealed record RefusalCount(string Field, RefusalReason Reason, long Count);

/// <summary>Why a server does not accept a request. The names stand in logs, in kebab-case.</summary>
public enum RefusalReason
{
    /// <summary>It is not JSON, not UTF-8, or not rows.</summary>
    Unreadable,

    /// <summary>There are more rows than one request may have.</summary>
    TooMany,

    /// <summary>It has a field that the model does not read. Such names are a client's, and are not kept.</summary>
    UnknownField,

    /// <summary>An input occurs twice in a row.</summary>
    Repeated,

    /// <summary>An input that was never missing in training has no value.</summary>
    Missing,

    /// <summary>A value is of another type: a text for a number, a list.</summary>
    Type,

    /// <summary>A category that training has not met, where the model refuses those.</summary>
    Unseen,

    /// <summary>A number outside of what the column accepts, or too large for the model to answer.</summary>
    OutOfRange,

    /// <summary>The model has no answer, and no input is to blame.</summary>
    NoAnswer,
}

/// <summary>The ways that requests come by, as the log names them.</summary>
public static class PredictionRoutes
{
    public const string Stable = "stable";

    public const string Canary = "canary";

    /// <summary>A copy of a request, whose answer nobody was told.</summary>
    public const string Shadow = "shadow";

    /// <summary>Without a gateway.</summary>
    public const string Direct = "direct";
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
