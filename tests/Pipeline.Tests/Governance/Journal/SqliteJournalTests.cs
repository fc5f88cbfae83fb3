using Pipeline.Core.Audit;
using Pipeline.Governance.Storage;
using Pipeline.Testing;

namespace Pipeline.Governance.Journal;

public sealed class SqliteJournalTests : AuditJournalContract, IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<SqliteJournal> _open = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_AgainAfterClosing_HasEverything()
    {
        var events = await Entries.FillAsync(_folder["journal.db"], 3, Token);

        var journal = await OpenAsync("journal.db");

        (await journal.ReadHeadAsync(Token)).ShouldBe(events[^1].Hash);
        _folder.Files.ShouldContain("journal.db");
    }

    [Fact]
    public async Task Open_FolderIsMissing_IsMade()
    {
        var journal = await OpenAsync("a/b/journal.db");

        (await journal.ReadHeadAsync(Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Append_EventTooLarge_IsRefusedWithBothNumbers()
    {
        var journal = await OpenAsync("journal.db");
        var large = AuditEvent.Link(Entries.Numbered(1) with { Reason = new string('x', 9000) }, null);

        var exception = await Should.ThrowAsync<ArgumentException>(() => journal.AppendAsync(large, null, Token));

        exception.Message.ShouldMatch("^The event has 9[0-9]{3} bytes; at most 8192 are kept");
    }

    [Fact]
    public async Task Append_ForgedId_IsTheCallersBug()
    {
        var journal = await OpenAsync("journal.db");
        var forged = AuditEvent.Link(Entries.Numbered(1), null) with { Id = "0123456789abcdef" };

        await Should.ThrowAsync<ArgumentException>(() => journal.AppendAsync(forged, null, Token));
    }

    [Fact]
    public async Task Append_ManyThreads_EveryEventHasOnePlace()
    {
        var journal = await OpenAsync("journal.db");

        await Parallel.ForAsync(0, 40, Token, async (i, token) => await AppendUntilItIsInAsync(journal, i, token));

        (await journal.VerifyAsync(null, Token)).ShouldBeOfType<ChainStatus.Intact>().Count.ShouldBe(40);
        (await journal.ReadAsync(null, Token).Select(x => x.Subject).Distinct().CountAsync(Token)).ShouldBe(40);
    }

    [Fact]
    public async Task Read_WhileOthersAppend_DoesNotHoldThemUp()
    {
        await Entries.FillAsync(_folder["journal.db"], 1100, Token);
        var (reader, writer) = (await OpenAsync("journal.db"), await OpenAsync("journal.db"));
        await using var events = reader.ReadAsync(null, Token).GetAsyncEnumerator(Token);
        await events.MoveNextAsync();

        await writer.RecordAsync(Entries.Numbered(1101), Token);
        var rest = 1;
        while (await events.MoveNextAsync())
            rest++;

        rest.ShouldBe(1101);
    }

    [Fact]
    public async Task Update_ByACarelessHand_IsRefusedByTheFile()
    {
        await Entries.FillAsync(_folder["journal.db"], 1, Token);

        Should.Throw<Microsoft.Data.Sqlite.SqliteException>(() => Entries.Execute(_folder["journal.db"], "DELETE FROM event"))
            .Message.ShouldContain("a journal is only appended to");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(601)]
    public async Task Open_WaitOutOfRange_IsTheCallersBug(int seconds) =>
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => SqliteJournal.OpenAsync(
            _folder["journal.db"], new StorageOptions { LongestWait = TimeSpan.FromSeconds(seconds) }, Token));

    [Fact]
    public async Task Open_PathIsAFolder_SaysSo()
    {
        var exception = await Should.ThrowAsync<StorageFailedException>(() => Entries.OpenAsync(_folder.Path, Token));

        exception.Message.ShouldBe(
            $"'{_folder.Path}' could not be read or written: it cannot be opened as a file. "
            + "Nothing was recorded; see to it and run again.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var journal in _open)
            await journal.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task<IAuditJournal> CreateAsync() => await OpenAsync("journal.db");

    private static async Task AppendUntilItIsInAsync(SqliteJournal journal, int number, CancellationToken cancellationToken)
    {
        AppendResult? result = null;
        while (result is not AppendResult.Appended)
        {
            var head = await journal.ReadHeadAsync(cancellationToken);
            result = await journal.AppendAsync(AuditEvent.Link(Entries.Numbered(number), head), head, cancellationToken);
        }
    }

    private async Task<SqliteJournal> OpenAsync(string name)
    {
        _open.Add(await Entries.OpenAsync(_folder[name], Token));
        return _open[^1];
    }
}
