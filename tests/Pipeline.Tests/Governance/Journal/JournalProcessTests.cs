using System.Globalization;
using Pipeline.Core.Audit;
using Pipeline.Governance.Storage;
using Pipeline.Testing;

namespace Pipeline.Governance.Journal;

/// <summary>Real processes that race, hold locks and are killed.</summary>
public sealed class JournalProcessTests : IDisposable
{
    private const int Rounds = 25;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Journal => _folder["journal.db"];

    [Fact]
    public async Task Append_TwoProcessesBehindTheSameHead_OneWinsAndTheOtherLearnsTheHead()
    {
        using var ada = new Writer(_folder.Path, "race", Journal, "ada", $"{Rounds}");
        using var grace = new Writer(_folder.Path, "race", Journal, "grace", $"{Rounds}");

        for (var i = 0; i < Rounds; i++)
        {
            await Task.WhenAll(ada.ReadLineAsync(Token), grace.ReadLineAsync(Token));
            ada.Go();
            grace.Go();
            var said = (await Task.WhenAll(ada.ReadLineAsync(Token), grace.ReadLineAsync(Token))).Order().ToList();
            said[0].ShouldStartWith("appended sha256:");
            said[1].ShouldBe(said[0].Replace("appended", "moved", StringComparison.Ordinal));
        }

        (await VerifyAsync()).Count.ShouldBe(Rounds);
    }

    [Fact]
    public async Task Append_ThreeProcessesAtFullSpeed_KeepEveryEventOfEach()
    {
        string[] writers = ["ada", "grace", "edsger"];

        var printed = await Writer.RunTogetherAsync(
            _folder.Path, [.. writers.Select(x => new[] { "append", Journal, x, "100" })]);

        (await VerifyAsync()).Count.ShouldBe(300);
        var events = await EventsAsync();
        events.Select(x => x.Hash.ToString()).ShouldBe(printed.SelectMany(x => x), ignoreOrder: true);
        foreach (var writer in writers)
        {
            var own = events.Where(x => x.Actor.Name == writer).Select(x => x.Subject);
            own.ShouldBe(Enumerable.Range(0, 100).Select(x => string.Create(CultureInfo.InvariantCulture, $"{writer}/{x}")));
        }
    }

    [Fact]
    public async Task Append_KilledAgainAndAgain_LeavesAValidChainWithAllThatWasAcknowledged()
    {
        var acknowledged = new List<string>();
        var chance = new Random(11);

        for (var i = 0; i < 12; i++)
        {
            using var writer = new Writer(_folder.Path, "append", Journal, $"life-{i}", "1000000");
            acknowledged.AddRange(await writer.KillAfterAsync(chance.Next(1, 60), Token));
            (await VerifyAsync()).Count.ShouldBeGreaterThanOrEqualTo(acknowledged.Count);
        }

        var kept = (await EventsAsync()).Select(x => x.Hash.ToString()).ToList();
        kept.Intersect(acknowledged).ShouldBe(acknowledged);
        kept.Count.ShouldBeLessThanOrEqualTo(acknowledged.Count + 12);
    }

    [Fact]
    public async Task Append_JournalIsLocked_GivesUpAndNamesTheHolder()
    {
        await using var journal = await Entries.OpenAsync(Journal, Token, TimeSpan.FromMilliseconds(30));
        using var holder = new Writer(_folder.Path, "lock", Journal);
        await holder.ReadLineAsync(Token);

        var exception = await Should.ThrowAsync<StorageBusyException>(() => journal.RecordAsync(Entries.Numbered(1), Token));

        var name = OperatingSystem.IsLinux() ? $"process {holder.Id} (dotnet)" : "another process";
        exception.Message.ShouldBe(
            $"'{Journal}' was not written: {name} has kept it locked for 0.03 s. Wait for it to end, or end it.");
    }

    [Fact]
    public async Task Append_HolderIsKilled_GoesOn()
    {
        await using var journal = await Entries.OpenAsync(Journal, Token);
        using var holder = new Writer(_folder.Path, "lock", Journal);
        await holder.ReadLineAsync(Token);

        var append = journal.RecordAsync(Entries.Numbered(1), Token);
        await holder.KillAfterAsync(0, Token);

        (await append).Previous.ShouldBeNull();
    }

    [Fact]
    public async Task Append_WaitingIsCancelled_Ends()
    {
        await using var journal = await Entries.OpenAsync(Journal, Token, TimeSpan.FromMinutes(10));
        using var holder = new Writer(_folder.Path, "lock", Journal);
        await holder.ReadLineAsync(Token);
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var append = journal.RecordAsync(Entries.Numbered(1), cancelled.Token);
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => append);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<ChainStatus.Intact> VerifyAsync()
    {
        await using var journal = await Entries.OpenAsync(Journal, Token);
        return (await journal.VerifyAsync(null, Token)).ShouldBeOfType<ChainStatus.Intact>();
    }

    private async Task<IReadOnlyList<AuditEvent>> EventsAsync()
    {
        await using var journal = await Entries.OpenAsync(Journal, Token);
        return await journal.ReadAsync(null, Token).ToListAsync(Token);
    }
}
