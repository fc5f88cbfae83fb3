namespace Pipeline.Deployment.Rollouts;

/// <summary>How a rollout waits and when it is sure.</summary>
public sealed record RolloutOptions
{
    /// <summary>For a new revision's server. Default 60 s.</summary>
    public TimeSpan ReadyWithin { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Between two looks at a server that starts. Default 50 ms.</summary>
    public TimeSpan LookForReadyEvery { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>For the traffic to be divided as a change says. Default 30 s.</summary>
    public TimeSpan InEffectWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Between two looks at an analysis. Default 1 s.</summary>
    public TimeSpan LookForErrorsEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many times its duration an inconclusive analysis goes on before a pause. Default 3.</summary>
    public double MostTimesInconclusive { get; init; } = 3;

    /// <summary>
    /// The chance that all looks of all analyses of one rollout together abort a revision that keeps to its criteria; each
    /// analysis may spend its part of it. Default 0.01.
    /// </summary>
    public double FalseAborts { get; init; } = 0.01;

    /// <summary>Between two renewals of the lease; well below its lifetime. Default 5 s.</summary>
    public TimeSpan RenewEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For the answer to a renewal, which is asked for again without one. Default 2 s.</summary>
    public TimeSpan RenewWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Between two attempts to get a lease that another holds. Default 500 ms.</summary>
    public TimeSpan AskForLeaseEvery { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>To abort a rollout when it is interrupted. Default 5 s.</summary>
    public TimeSpan AbortWithin { get; init; } = TimeSpan.FromSeconds(5);
}
