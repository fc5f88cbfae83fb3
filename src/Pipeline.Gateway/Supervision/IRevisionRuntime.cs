using Pipeline.Environments;

namespace Pipeline.Gateway.Supervision;

/// <summary>
/// An engine, as the supervisor needs it: it runs the servers of one environment's revisions. What a revision should do is the
/// document's to say; an engine remembers nothing that it could not find out again after its gateway was killed.
/// </summary>
internal interface IRevisionRuntime
{
    /// <summary>Starts the revision's server, unless it runs already: two starts are one.</summary>
    /// <exception cref="ProgramNotStartedException">It cannot be started.</exception>
    Task<RevisionStatus> StartAsync(Revision revision, CancellationToken cancellationToken);

    Task<RevisionStatus> ObserveAsync(Revision revision, CancellationToken cancellationToken);

    /// <summary>Nothing where it does not run.</summary>
    /// <param name="revision">Asked to end.</param>
    /// <param name="isLast">Not asked, but ended, with all that it started.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    Task StopAsync(Revision revision, bool isLast, CancellationToken cancellationToken);

    /// <summary>The last lines that its server wrote, each of them short and without control characters.</summary>
    Task<IReadOnlyList<string>> LogsAsync(Revision revision, int lines, CancellationToken cancellationToken);

    /// <summary>Keeps what servers write within its limit.</summary>
    Task TrimLogsAsync(CancellationToken cancellationToken);

    /// <summary>Ends servers of this environment that no document knows: a gateway was killed while it started them.</summary>
    Task EndUnknownAsync(IReadOnlyCollection<Revision> known, CancellationToken cancellationToken);
}

/// <summary>What an engine sees of a revision's server.</summary>
internal abstract record RevisionStatus
{
    private RevisionStatus()
    {
    }

    /// <summary>It was not started, or nobody knows that it was.</summary>
    internal sealed record Absent : RevisionStatus;

    /// <param name="Process">By which it is found again.</param>
    /// <param name="Address">Where it answers; null while it does not say.</param>
    internal sealed record Running(ProcessIdentity Process, string? Address) : RevisionStatus;

    /// <param name="ExitCode">Null where nobody knows, as of a server that an earlier gateway started.</param>
    internal sealed record Ended(int? ExitCode) : RevisionStatus;
}
