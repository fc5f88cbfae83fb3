namespace Pipeline.Gateway.Traffic;

/// <summary>How one revision did with one request.</summary>
internal enum AttemptResult
{
    Answered,

    /// <summary>The client left before the answer; that says nothing about the revision.</summary>
    GivenUp,

    /// <summary>The request cannot be sent on as it is; that says nothing about the revision either.</summary>
    BadRequest,

    ServerError,
    Timeout,
    ConnectionFailure,
}
