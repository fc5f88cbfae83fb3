namespace Pipeline.Deployment.Analysis;

/// <summary>What one revision answered since the weights were set.</summary>
internal sealed record TrafficWindow(long Requests, long Errors)
{
    public (long Hits, long Trials) Counts => (Errors, Requests);
}
