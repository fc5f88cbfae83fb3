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
