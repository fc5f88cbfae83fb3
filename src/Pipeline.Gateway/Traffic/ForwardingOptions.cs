using Pipeline.Core.Predictions;

namespace Pipeline.Gateway.Traffic;

/// <summary>How long the gateway waits for revisions.</summary>
internal sealed record ForwardingOptions
{
    /// <summary>The largest request, in bytes. Default: what a server takes.</summary>
    public int MostBodyBytes { get; init; } = PredictionLimits.MostBodyBytes;

    /// <summary>For an answer, or for its next part. Default 30 s.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a request waits for a stable revision that is being started again. Default 5 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Between two looks at whether it is there. Default 50 ms.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromMilliseconds(50);
}
