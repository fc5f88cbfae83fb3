namespace Pipeline.Core.Environments;

/// <summary>The counts of all revisions at one moment.</summary>
/// <param name="Epoch">Counts with another epoch began anew, because the gateway did.</param>
/// <param name="Revisions">Of each revision that was asked anything.</param>
public sealed record TrafficSnapshot(string Epoch, IReadOnlyList<RevisionTraffic> Revisions)
{
    public RevisionTraffic Of(int revision) =>
        Revisions.FirstOrDefault(x => x.Revision == revision) ?? new RevisionTraffic { Revision = revision, Requests = 0 };
}
