namespace Pipeline.Gateway.Traffic;

/// <summary>How one revision did with one request.</summary>
internal enum AttemptResult
{
    Answered,

    /// <summary>The client left before the answer; that says nothing about the revision.</summary>
    GivenUp,

    ServerError,
    Timeout,
    ConnectionFailure,
}
