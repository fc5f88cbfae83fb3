using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Governance.Storage;
using Pipeline.Testing;

namespace Pipeline.Governance.Journal;

/// <summary>What a journal tells of somebody who had the file in hand.</summary>
public sealed class JournalVerificationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Journal => _folder["journal.db"];

    [Fact]
    public async Task Verify_Untouched_IsIntact()
    {
        var events = await Entries.FillAsync(Journal, 600, Token);

        (await VerifyAsync(events[^1].Hash)).ShouldBe(new ChainStatus.Intact(600, events[^1].Hash));
    }

    [Theory]
    [InlineData("UPDATE event SET body = replace(body, 'because', 'since') WHERE position = 3", 3, "it is not what was written")]
    [InlineData("UPDATE event SET body = replace(body, '}', ',\"x\":1}') WHERE position = 3", 3, "it is not what was written")]
    [InlineData("UPDATE event SET body = 'no JSON' WHERE position = 3", 3, "it is not what was written")]
    [InlineData("UPDATE event SET body = CAST(x'ff' AS TEXT) || body WHERE position = 3", 3, "it is not what was written")]
    [InlineData("UPDATE event SET hash = 'sha256:0' WHERE position = 3", 3, "it is not what was written")]
    [InlineData("DELETE FROM event WHERE position = 3", 3, "it is missing")]
    [InlineData("DELETE FROM event WHERE position = 1", 1, "it is missing")]
    [InlineData(
        "DELETE FROM event WHERE position = 3; UPDATE event SET position = 3 WHERE position = 4; "
        + "UPDATE event SET position = 4 WHERE position = 5",
        3,
        "it does not follow the event before it")]
    [InlineData(
        "UPDATE event SET position = 99 WHERE position = 3; UPDATE event SET position = 3 WHERE position = 4; "
        + "UPDATE event SET position = 4 WHERE position = 99",
        3,
        "it does not follow the event before it")]
    public async Task Verify_Tampered_NamesTheFirstBrokenEvent(string sql, long position, string reason)
    {
        await Entries.FillAsync(Journal, 5, Token);
        Entries.Tamper(Journal, sql);

        var broken = (await VerifyAsync(null)).ShouldBeOfType<ChainStatus.Broken>();

        (broken.Position, broken.Reason).ShouldBe((position, reason));
    }

    [Fact]
    public async Task Verify_EventRewrittenWithItsOwnHash_NamesTheNext()
    {
        var events = await Entries.FillAsync(Journal, 5, Token);
        var forged = AuditEvent.Link(events[2] with { Reason = "forged" }, events[1].Hash);
        Rewrite(3, forged, Core.Documents.CanonicalJson.Of(forged));

        (await VerifyAsync(null)).ShouldBe(new ChainStatus.Broken(4, events[3].Id, "it does not follow the event before it"));
    }

    [Fact]
    public async Task Verify_SomethingHiddenBesideTheEvent_IsBroken()
    {
        var events = await Entries.FillAsync(Journal, 1, Token);
        var hidden = System.Text.Encoding.UTF8.GetBytes("{\"hidden\":1," + Text(events[0])[1..]);
        Rewrite(1, events[0], hidden);

        (await VerifyAsync(null)).ShouldBe(new ChainStatus.Broken(1, events[0].Id, "it is not what was written"));
    }

    [Fact]
    public async Task Verify_EndCutOff_IsSeenByWhoeverKnowsTheHead()
    {
        var events = await Entries.FillAsync(Journal, 5, Token);
        Entries.Tamper(Journal, "DELETE FROM event WHERE position > 3");

        (await VerifyAsync(null)).ShouldBe(new ChainStatus.Intact(3, events[2].Hash));
        (await VerifyAsync(events[4].Hash)).ShouldBe(
            new ChainStatus.Broken(3, null, $"the journal does not end with {events[4].Hash}"));
    }

    [Fact]
    public async Task Read_Tampered_StopsBeforeTheBrokenEvent()
    {
        await Entries.FillAsync(Journal, 5, Token);
        Entries.Tamper(Journal, "UPDATE event SET body = replace(body, 'because', 'since') WHERE position = 3");
        await using var journal = await Entries.OpenAsync(Journal, Token);
        var read = 0;

        var exception = await Should.ThrowAsync<JournalBrokenException>(async () =>
        {
            await foreach (var unused in journal.ReadAsync(null, Token))
                read++;
        });

        read.ShouldBe(2);
        exception.Message.ShouldStartWith($"'{Journal}': The journal is broken at event 3 (");
    }

    [Fact]
    public async Task Open_NewerFormat_IsRefusedInOneSentence()
    {
        await Entries.FillAsync(Journal, 1, Token);
        Entries.Execute(Journal, "PRAGMA user_version = 2");

        var exception = await Should.ThrowAsync<StorageUnreadableException>(() => Entries.OpenAsync(Journal, Token));

        exception.Message.ShouldBe(
            $"'{Journal}' cannot be read: it has format 2, made by a newer toolkit, and this one reads up to format 1; "
            + "update this one.");
    }

    [Fact]
    public async Task Open_DatabaseOfSomethingElse_IsRefusedAndLeftAlone()
    {
        Entries.Execute(Journal, "CREATE TABLE recipes (name TEXT)");
        var before = await File.ReadAllBytesAsync(Journal, Token);

        var exception = await Should.ThrowAsync<StorageUnreadableException>(() => Entries.OpenAsync(Journal, Token));

        exception.Message.ShouldBe(
            $"'{Journal}' cannot be read: it is a SQLite file of something else, not a journal of this toolkit.");
        (await File.ReadAllBytesAsync(Journal, Token)).ShouldBe(before);
    }

    [Fact]
    public async Task Open_NoDatabase_IsRefusedInOneSentence()
    {
        _folder.Write("journal.db", new string('x', 5000));

        var exception = await Should.ThrowAsync<StorageUnreadableException>(() => Entries.OpenAsync(Journal, Token));

        exception.Message.ShouldBe($"'{Journal}' cannot be read: it is not a SQLite file.");
    }

    [Fact]
    public async Task Verify_AnyByteChanged_IsNeverTakenForWhatWasWritten()
    {
        var events = await Entries.FillAsync(Journal, 60, Token);
        var whole = await File.ReadAllBytesAsync(Journal, Token);
        var chance = new Random(7);
        var seen = new Dictionary<string, int>();

        for (var i = 0; i < 150; i++)
        {
            var spoilt = (byte[])whole.Clone();
            spoilt[chance.Next(spoilt.Length)] ^= (byte)(1 << chance.Next(8));
            await File.WriteAllBytesAsync(Journal, spoilt, Token);
            var outcome = await OutcomeAsync(events[^1].Hash);
            seen[outcome] = seen.GetValueOrDefault(outcome) + 1;
        }

        seen["broken"].ShouldBeGreaterThan(50);
        seen.Keys.ShouldBeSubsetOf(["intact", "broken", "unreadable"]);
    }

    [Fact]
    public async Task Verify_FileCutAnywhere_IsNeverTakenForWhatWasWritten()
    {
        var events = await Entries.FillAsync(Journal, 60, Token);
        var whole = await File.ReadAllBytesAsync(Journal, Token);

        for (var length = 512; length < whole.Length; length += 1536)
        {
            await File.WriteAllBytesAsync(Journal, whole[..length], Token);
            (await OutcomeAsync(events[^1].Hash)).ShouldBeOneOf("broken", "unreadable");
        }
    }

    public void Dispose() => _folder.Dispose();

    private static string Text(AuditEvent auditEvent) =>
        System.Text.Encoding.UTF8.GetString(Core.Documents.CanonicalJson.Of(auditEvent));

    private void Rewrite(int position, AuditEvent auditEvent, byte[] body)
    {
        var text = System.Text.Encoding.UTF8.GetString(body).Replace("'", "''", StringComparison.Ordinal);
        auditEvent.ShouldNotBeNull();
        Entries.Tamper(Journal, $"UPDATE event SET hash = '{Digest.OfBytes(body)}', body = '{text}' WHERE position = {position}");
    }

    private async Task<ChainStatus> VerifyAsync(Digest? head)
    {
        await using var journal = await Entries.OpenAsync(Journal, Token);
        return await journal.VerifyAsync(head, Token);
    }

    private async Task<string> OutcomeAsync(Digest head)
    {
        try
        {
            return await VerifyAsync(head) is ChainStatus.Intact ? "intact" : "broken";
        }
        catch (StorageUnreadableException)
        {
            return "unreadable";
        }
    }
}
