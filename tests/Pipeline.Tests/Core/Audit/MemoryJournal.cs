using Pipeline.Core.Identity;

namespace Pipeline.Core.Audit;

internal sealed class MemoryJournal : IAuditJournal
{
    private readonly List<AuditEvent> _events = [];

    /// <summary>How many times somebody else appends just before.</summary>
    public int Rivals { get; set; }

    public IReadOnlyList<AuditEvent> Events => _events;

    private Digest? Head => _events.Count == 0 ? null : _events[^1].Hash;

    public Task<Digest?> ReadHeadAsync(CancellationToken cancellationToken) => Task.FromResult(Head);

    public Task<AppendResult> AppendAsync(AuditEvent auditEvent, Digest? expectedHead, CancellationToken cancellationToken)
    {
        if (auditEvent.Previous != expectedHead)
            throw new ArgumentException("The event was not linked to the expected head.", nameof(auditEvent));
        if (Rivals-- > 0)
            _events.Add(AuditEvent.Link(auditEvent with { Subject = "rival" }, Head));
        if (Head != expectedHead)
            return Task.FromResult<AppendResult>(new AppendResult.HeadMoved(Head));
        _events.Add(auditEvent);
        return Task.FromResult<AppendResult>(new AppendResult.Appended(auditEvent.Hash));
    }

    public IAsyncEnumerable<AuditEvent> ReadAsync(Digest? after, CancellationToken cancellationToken)
    {
        var skipped = after is null ? 0 : 1 + _events.FindIndex(x => x.Hash == after);
        return skipped == 0 && after is { } head
            ? throw new UnknownHeadException("memory", head)
            : _events.Skip(skipped).ToAsyncEnumerable();
    }
}
