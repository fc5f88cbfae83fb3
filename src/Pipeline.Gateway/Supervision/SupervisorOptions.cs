namespace Pipeline.Gateway.Supervision;

/// <summary>How the supervisor waits.</summary>
internal sealed record SupervisorOptions
{
    /// <summary>Between two looks. Default 200 ms; a committed change is looked at at once.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Before the first restart; doubled for each that follows. Default 500 ms.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait before a restart. Default 30 s.</summary>
    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A server that ran this long starts with the first backoff again. Default 1 min.</summary>
    public TimeSpan GoodRun { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>For a server's last answers before it is asked to end, and again before it is ended. Default 10 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);
}
