using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Governance.Journal;
using static Pipeline.Governance.Registry.Registries;

namespace Pipeline.Governance.Registry;

public sealed class ProjectionTests : IAsyncDisposable
{
    private readonly Registries _registries = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_ProjectionWasDeleted_IsMadeAnew()
    {
        var told = await FillAsync();
        await _registries.CloseAsync();
        File.Delete(_registries.Folder["registry.db"]);

        (await TellAsync(await (await _registries.OpenAsync(Token)).ReadAsync(Token), Token)).ShouldBe(told);
    }

    [Fact]
    public async Task Read_SecondRegistryOnTheSameProjection_SeesWhatTheFirstWrites()
    {
        var (first, second) = (await _registries.OpenAsync(Token), await _registries.OpenAsync(Token));
        await second.ReadAsync(Token);

        await first.RecordAsync(Run(1), Token);

        (await (await second.ReadAsync(Token)).ListRunsAsync(Loans, Token)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Read_EndOfTheJournalWasCutOff_SaysSo()
    {
        await FillAsync();
        await _registries.CloseAsync();
        Entries.Tamper(_registries.JournalPath, "DELETE FROM event WHERE position = (SELECT max(position) FROM event)");
        var registry = await _registries.OpenAsync(Token);

        var exception = await Should.ThrowAsync<RegistryDivergedException>(() => registry.ReadAsync(Token));

        exception.Message.ShouldMatch(
            "^The journal '.*journal.db' has no event sha256:[0-9a-f]{64}, which it once had: it was cut, replaced, or restored "
            + "from an older copy. Find out which before anything else is written to it. If the journal is right as it is, "
            + "delete '.*registry.db', and it is made anew from it.$");
    }

    [Fact]
    public async Task Change_JournalWasReplacedByAnEmptyOne_WritesNothing()
    {
        await FillAsync();
        await _registries.CloseAsync();
        File.Delete(_registries.JournalPath);
        var registry = await _registries.OpenAsync(Token);

        await Should.ThrowAsync<RegistryDivergedException>(() => registry.RecordAsync(Run(9), Token));

        await using var journal = await Entries.OpenAsync(_registries.JournalPath, Token);
        (await journal.ReadHeadAsync(Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Read_EventWasTampered_IsNotTakenIn()
    {
        await FillAsync();
        await _registries.CloseAsync();
        File.Delete(_registries.Folder["registry.db"]);
        Entries.Tamper(_registries.JournalPath, "UPDATE event SET body = replace(body, 'better', 'nicer')");
        var registry = await _registries.OpenAsync(Token);

        await Should.ThrowAsync<JournalBrokenException>(() => registry.ReadAsync(Token));
    }

    [Theory]
    [InlineData("version-registered", "loan-default", "is not the subject of such an event")]
    [InlineData("version-registered", "loan-default/two", "'two' is not a version")]
    [InlineData("version-registered", "loan-default/2", "It contradicts the events before it.")]
    [InlineData("version-registered", "loan-default/1", "It contradicts the events before it.")]
    [InlineData("alias-moved", "loan-default@champion", "It contradicts the events before it.")]
    [InlineData("alias-moved", "loan-default@V3", "'V3' is not an alias")]
    [InlineData("document-attached", "loan-default/1", "It has no fact 'name'.")]
    public async Task Read_EventThatNoRegistryWrote_IsRefusedByName(string action, string subject, string reason)
    {
        var journal = new MemoryJournal();
        var registry = await _registries.OpenAsync(journal, Token);
        await registry.RecordAsync(Run(1), Token);
        var facts = new Dictionary<string, string> { ["run"] = Run(7).Id.ToString(), ["from"] = "5", ["to"] = "6" };
        var odd = await journal.RecordAsync(
            Entries.Numbered(1) with { Action = action, Subject = subject, Digest = Digest.OfText("x"), Facts = facts }, Token);

        var exception = await Should.ThrowAsync<EventNotUnderstoodException>(() => registry.ReadAsync(Token));

        exception.EventId.ShouldBe(odd.Id);
        exception.Message.ShouldContain(reason);
    }

    [Fact]
    public async Task Read_MoreEventsThanOneBatch_TakesInAll()
    {
        var journal = new MemoryJournal();
        for (var i = 0; i < 20_001; i++)
            await journal.RecordAsync(Entries.Numbered(i) with { Facts = null }, Token);
        var registry = await _registries.OpenAsync(journal, Token);

        (await registry.ReadAsync(Token)).Position.ShouldBe(20_001);
    }

    public ValueTask DisposeAsync() => _registries.DisposeAsync();

    private async Task<string> FillAsync()
    {
        var registry = await _registries.OpenAsync(Token);
        for (var i = 1; i <= 3; i++)
        {
            (await registry.RecordAsync(Run(i), Token)).OrThrow();
            (await registry.RegisterAsync(Version(i), Token)).OrThrow();
            (await registry.MoveAsync(Champion(i == 1 ? null : i - 1, i), Token)).OrThrow();
        }

        return await TellAsync(await registry.ReadAsync(Token), Token);
    }
}
