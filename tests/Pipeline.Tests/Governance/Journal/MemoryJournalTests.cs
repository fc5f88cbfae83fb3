using Pipeline.Core.Audit;

namespace Pipeline.Governance.Journal;

/// <summary>The fake that other tests use keeps the contract too.</summary>
public sealed class MemoryJournalTests : AuditJournalContract
{
    protected override Task<IAuditJournal> CreateAsync() => Task.FromResult<IAuditJournal>(new MemoryJournal());
}
