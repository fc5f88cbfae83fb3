using System.Text.Json;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;

namespace Pipeline.Core.Audit;

public class AuditTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Record_Entries_AreChained()
    {
        var journal = new MemoryJournal();

        var first = await journal.RecordAsync(Entry("a"), Token);
        var second = await journal.RecordAsync(Entry("b"), Token);

        second.Previous.ShouldBe(first.Hash);
        AuditChain.Verify(journal.Events, second.Hash).ShouldBe(new ChainStatus.Intact(2, second.Hash));
    }

    [Fact]
    public async Task Record_HeadMovedMeanwhile_LinksAnew()
    {
        var journal = new MemoryJournal { Rivals = 3 };

        var mine = await journal.RecordAsync(Entry("mine"), Token);

        journal.Events.Count.ShouldBe(4);
        AuditChain.Verify(journal.Events, mine.Hash).ShouldBeOfType<ChainStatus.Intact>();
    }

    [Fact]
    public async Task Record_HeadMovesForever_SaysWhatToDo()
    {
        var journal = new MemoryJournal { Rivals = int.MaxValue };

        var exception = await Should.ThrowAsync<JournalContendedException>(() => journal.RecordAsync(Entry("mine"), Token));

        exception.Message.ShouldStartWith("'version-registered' of 'mine' was not recorded:");
        exception.Message.ShouldEndWith("20 times in a row. Run it again.");
    }

    [Fact]
    public async Task Verify_EventChanged_NamesIt()
    {
        var events = await Chain("a", "b", "c");
        events[1] = events[1] with { Reason = "another" };

        AuditChain.Verify(events).ShouldBe(new ChainStatus.Broken(2, events[1].Id, "it is not what was written"));
    }

    [Fact]
    public async Task Verify_EventRewrittenWithItsOwnId_NamesTheNext()
    {
        var events = await Chain("a", "b", "c");
        events[1] = AuditEvent.Link(events[1] with { Reason = "another" }, events[0].Hash);

        AuditChain.Verify(events).ShouldBe(new ChainStatus.Broken(3, events[2].Id, "it does not follow the event before it"));
    }

    [Fact]
    public async Task Verify_EventRemovedOrMoved_IsBroken()
    {
        var events = await Chain("a", "b", "c");
        AuditEvent[][] wrong = [[events[0], events[2]], [events[1], events[2]], [events[0], events[2], events[1]]];

        wrong.ShouldAllBe(x => AuditChain.Verify(x, null) is ChainStatus.Broken);
    }

    [Fact]
    public async Task Verify_EndCutOff_IsSeenByWhoeverKnowsTheHead()
    {
        var events = await Chain("a", "b", "c");

        var status = AuditChain.Verify(events[..2], events[2].Hash);

        status.ToString().ShouldStartWith("The journal is broken at event 2: the journal does not end with sha256:");
    }

    [Fact]
    public void Event_AsJson_KeepsItsHash()
    {
        var auditEvent = AuditEvent.Link(Entry("a"), Digest.OfText("head"));

        var json = JsonSerializer.Serialize(auditEvent, DocumentJson.Options);
        var copy = JsonSerializer.Deserialize<AuditEvent>(json, DocumentJson.Options)!;

        copy.ShouldBe(auditEvent);
        copy.Hash.ShouldBe(auditEvent.Hash);
    }

    [Fact]
    public void Event_SameInstantElsewhere_HasTheSameHash()
    {
        var entry = Entry("a");

        var moved = entry with { Time = entry.Time.ToOffset(TimeSpan.FromHours(5)) };

        AuditEvent.Link(moved, null).Hash.ShouldBe(AuditEvent.Link(entry, null).Hash);
    }

    [Fact]
    public void AllowAll_Anybody_MayDoAnything() =>
        new AllowAll().Authorize(new Actor("ada", "git"), "deploy", "loan-default").ShouldBeOfType<AccessDecision.Allowed>();

    private static AuditEntry Entry(string subject) => new()
    {
        Time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Actor = new Actor("ada@example.com", "git"),
        Action = "version-registered",
        Subject = subject,
        Digest = Digest.OfText(subject),
        Reason = "because",
    };

    private static async Task<AuditEvent[]> Chain(params string[] subjects)
    {
        var journal = new MemoryJournal();
        foreach (var subject in subjects)
            await journal.RecordAsync(Entry(subject), Token);
        return [.. journal.Events];
    }
}
