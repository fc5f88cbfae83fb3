namespace Pipeline.Environments;

/// <summary>The counts of all revisions at one moment.</summary>
/// <param name="Epoch">Counts with another epoch began anew, because the gateway did.</param>
/// <param name="Revisions">Of each revision that was asked anything.</param>
public sealed record TrafficSnapshot(string Epoch, IReadOnlyList<RevisionTraffic> Revisions)
{
    public RevisionTraffic Of(int revision) =>
        Revisions.FirstOrDefault(x => x.Revision == revision) ?? new RevisionTraffic { Revision = revision, Requests = 0 };

    /// <summary>What was asked after an earlier moment; all of it without one, or where the gateway began anew.</summary>
    public TrafficSnapshot Since(TrafficSnapshot? earlier) => earlier is null || earlier.Epoch != Epoch
        ? this
        : this with { Revisions = [.. Revisions.Select(x => x.Since(earlier.Of(x.Revision)))] };

    /// <summary>The counts of some revisions, without their latencies.</summary>
    public TrafficSnapshot Only(params IEnumerable<int?> revisions) => this with
    {
        Revisions = [.. Revisions.Where(x => revisions.Contains(x.Revision)).Select(x => x with { Latencies = [] })],
    };
}
