using Pipeline.Core.Environments;

namespace Pipeline.Deployment.Analysis;

/// <summary>What one revision answered between two looks.</summary>
internal sealed record TrafficWindow(long Requests, long Errors)
{
    public (long Hits, long Trials) Counts => (Errors, Requests);

    public static TrafficWindow Between(RevisionTraffic before, RevisionTraffic after) =>
        new(after.Requests - before.Requests, after.Errors - before.Errors);
}
