using Pipeline.Environments;


namespace Pipeline.Gateway.Supervision;

/// <summary>What the supervisor needs of the machine.</summary>
internal interface IServers
{
    int FreePort();

    /// <summary>Where a server that was started without a port says that it answers; null while it does not say.</summary>
    string? FindAnnounced(Revision revision);

    /// <summary>Null when it ended at once.</summary>
    /// <exception cref="ProgramNotStartedException">It cannot be started.</exception>
    ProcessIdentity? Start(Revision revision, int port);

    bool IsRunning(ProcessIdentity process);

    /// <param name="process">Asked to end.</param>
    /// <param name="isLast">Not asked, but ended.</param>
    void Signal(ProcessIdentity process, bool isLast);

    /// <summary>How a server ended by itself, in one sentence.</summary>
    string Obituary(Revision revision);

    void RotateLogs();

    /// <summary>Ends servers of this environment that no document knows: a gateway was killed while it started them.</summary>
    void EndUnknown(IReadOnlyCollection<int> known);
}
