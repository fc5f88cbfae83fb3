using Pipeline.Environments;

namespace Pipeline.Gateway.Supervision;

/// <summary>
/// What divides the requests of one environment between its revisions: the forwarder of this process, or something outside of
/// it. Which split shall be is the document's to say, and it is said again for as long as another is read back. A change waits
/// for each call, so that none takes longer than seconds.
/// </summary>
internal interface ITrafficControl
{
    /// <summary>
    /// What revisions were asked and how they answered, as it was last seen: nothing is waited for, because traffic is taken from
    /// a bad revision by the same change that keeps this. Null while nobody has counted yet.
    /// </summary>
    TrafficSnapshot? Counts { get; }

    /// <summary>
    /// Asks for a split, which <see cref="ReadAsync"/> tells once it is in effect. The same one twice is one; what is being
    /// answered is left to be answered.
    /// </summary>
    /// <exception cref="TrafficControlException">It cannot be asked for.</exception>
    Task SetAsync(TrafficSplit split, CancellationToken cancellationToken);

    /// <summary>The split by which requests are put to revisions now, told by whatever puts them there.</summary>
    /// <exception cref="TrafficControlException">Nobody can tell.</exception>
    Task<TrafficSplit> ReadAsync(CancellationToken cancellationToken);

    /// <summary>How many requests a revision is answering.</summary>
    long InFlight(int revision);
}

/// <summary>What divides the requests of an environment does not do what it is asked for.</summary>
internal sealed class TrafficControlException(string reason) : Exception(reason);
