using Pipeline.Core.Audit;
using Pipeline.Core.Identity;

namespace Pipeline.Governance.Journal;

/// <summary>What every journal must do.</summary>
public abstract class AuditJournalContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Journal_Empty_HasNoHeadAndNoEvents()
    {
        var journal = await CreateAsync();

        (await journal.ReadHeadAsync(Token)).ShouldBeNull();
        (await journal.ReadAsync(null, Token).ToListAsync(Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Append_HeadIsTheExpected_MovesTheHead()
    {
        var journal = await CreateAsync();
        var first = AuditEvent.Link(Entries.Numbered(1), null);

        var result = await journal.AppendAsync(first, null, Token);

        result.ShouldBe(new AppendResult.Appended(first.Hash));
        (await journal.ReadHeadAsync(Token)).ShouldBe(first.Hash);
    }

    [Fact]
    public async Task Append_HeadMoved_WritesNothingAndTellsTheHead()
    {
        var journal = await CreateAsync();
        var first = await journal.RecordAsync(Entries.Numbered(1), Token);

        var result = await journal.AppendAsync(AuditEvent.Link(Entries.Numbered(2), null), null, Token);

        result.ShouldBe(new AppendResult.HeadMoved(first.Hash));
        (await journal.ReadAsync(null, Token).CountAsync(Token)).ShouldBe(1);
    }

    [Fact]
    public async Task Append_BehindAnEventThatIsNotThere_WritesNothing()
    {
        var journal = await CreateAsync();
        var nowhere = Digest.OfText("nowhere");

        var result = await journal.AppendAsync(AuditEvent.Link(Entries.Numbered(2), nowhere), nowhere, Token);

        result.ShouldBe(new AppendResult.HeadMoved(null));
    }

    [Fact]
    public async Task Append_EventLinkedElsewhere_IsTheCallersBug()
    {
        var journal = await CreateAsync();
        var elsewhere = AuditEvent.Link(Entries.Numbered(1), Digest.OfText("elsewhere"));

        await Should.ThrowAsync<ArgumentException>(() => journal.AppendAsync(elsewhere, null, Token));
    }

    [Fact]
    public async Task Read_Everything_GivesWhatWasWrittenInOrder()
    {
        var journal = await CreateAsync();
        var written = new List<AuditEvent>();
        for (var i = 1; i <= 1100; i++)
            written.Add(await journal.RecordAsync(Entries.Numbered(i), Token));

        var read = await journal.ReadAsync(null, Token).ToListAsync(Token);

        read.Select(x => x.Hash).ShouldBe(written.Select(x => x.Hash));
        read[7].Facts.ShouldBe(written[7].Facts);
    }

    [Fact]
    public async Task Read_AfterAnEvent_GivesTheRest()
    {
        var journal = await CreateAsync();
        var first = await journal.RecordAsync(Entries.Numbered(1), Token);
        var second = await journal.RecordAsync(Entries.Numbered(2), Token);

        (await journal.ReadAsync(first.Hash, Token).ToListAsync(Token)).ShouldHaveSingleItem().Hash.ShouldBe(second.Hash);
        (await journal.ReadAsync(second.Hash, Token).ToListAsync(Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Read_AfterAnEventThatIsNotThere_SaysThatTheJournalWasCut()
    {
        var journal = await CreateAsync();
        await journal.RecordAsync(Entries.Numbered(1), Token);

        var exception = await Should.ThrowAsync<UnknownHeadException>(
            async () => await journal.ReadAsync(Digest.OfText("gone"), Token).ToListAsync(Token));

        exception.Message.ShouldContain("it was cut, replaced, or restored from an older copy");
    }

    protected abstract Task<IAuditJournal> CreateAsync();
}
