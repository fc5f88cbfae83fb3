using Pipeline.Core.Audit;
using Pipeline.Environments;
using Pipeline.Gateway.State;
using Pipeline.Testing;

namespace Pipeline.State;

public sealed class EnvironmentStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_KilledBetweenJournalAndDocument_HasTheOldPair()
    {
        using var home = new TemporaryFolder();
        var folder = new EnvironmentFolder(home["state"]);
        await CommitAsync(folder, 1);
        var document = await File.ReadAllBytesAsync(folder.Document, Token);
        var before = new FileInfo(folder.Journal).Length;
        await CommitAsync(folder, 2);
        var journal = await File.ReadAllBytesAsync(folder.Journal, Token);

        for (var written = before; written <= journal.Length; written++)
        {
            await File.WriteAllBytesAsync(folder.Document, document, Token);
            await File.WriteAllBytesAsync(folder.Journal, journal[..(int)written], Token);

            using var store = await EnvironmentStore.OpenAsync(folder, Bench.Empty, Token);

            store.Current.Weight.ShouldBe(1);
            (await store.LastAsync(store.Current.Journal, 10, Token)).ShouldHaveSingleItem().Reason.ShouldBe("1");
        }
    }

    [Fact]
    public async Task Open_DocumentOfTheVersionBefore_KnowsItsStandbyAndIsWrittenAnew()
    {
        using var home = new TemporaryFolder();
        var folder = new EnvironmentFolder(home["state"]);
        home.Write("state/environment.json", """
            {
              "schema": "pipeline/environment/v1",
              "toolkit": "0.1.0",
              "inputs": {},
              "project": "acme",
              "environment": "production",
              "model": "loan-default",
              "address": "127.0.0.1:41233",
              "revisions": [],
              "stable": 2,
              "warm": 1,
              "weight": 0,
              "lastToken": 7,
              "journal": {"length": 0, "count": 0}
            }
            """);
        using (var store = await EnvironmentStore.OpenAsync(folder, Bench.Empty, Token))
        {
            (store.Current.Stable, store.Current.Standby, store.Current.LastToken).ShouldBe((2, 1, 7));
            await store.CommitAsync(store.Current, [], Token);
        }

        var written = home.Read("state/environment.json");
        written.ShouldContain("\"schema\": \"pipeline/environment/v2\"");
        (written.Contains("\"standby\": 1", StringComparison.Ordinal), written.Contains("warm", StringComparison.Ordinal))
            .ShouldBe((true, false));
    }

    [Fact]
    public async Task Commit_DiskFull_IsWrittenWithTheReserveAndTheChainGoesOn()
    {
        using var home = new TemporaryFolder();
        using var disk = SmallDisk.Mount(home["disk"], 16 << 20);
        var folder = new EnvironmentFolder(home["disk", "state"]);
        await CommitAsync(folder, 1);
        disk.Fill();

        await CommitAsync(folder, 2);

        using var store = await EnvironmentStore.OpenAsync(folder, Bench.Empty, Token);
        store.Current.Weight.ShouldBe(2);
        var events = await store.LastAsync(store.Current.Journal, 10, Token);
        AuditChain.Verify(events, store.Current.Journal.Head).ShouldBe(new ChainStatus.Intact(2, store.Current.Journal.Head));
    }

    [Fact]
    public async Task Commit_AfterATornOne_ContinuesTheChain()
    {
        using var home = new TemporaryFolder();
        var folder = new EnvironmentFolder(home["state"]);
        await CommitAsync(folder, 1);
        await File.AppendAllTextAsync(folder.Journal, """{"id":"torn""", Token);

        await CommitAsync(folder, 2);

        using var store = await EnvironmentStore.OpenAsync(folder, Bench.Empty, Token);
        var events = await store.LastAsync(store.Current.Journal, 10, Token);
        AuditChain.Verify(events, store.Current.Journal.Head).ShouldBe(new ChainStatus.Intact(2, store.Current.Journal.Head));
    }

    [Fact]
    public async Task Open_JournalShorterThanCommitted_IsRefusedInOneSentence()
    {
        using var home = new TemporaryFolder();
        var folder = new EnvironmentFolder(home["state"]);
        await CommitAsync(folder, 1);
        await File.WriteAllTextAsync(folder.Journal, "", Token);

        var damaged = await Should.ThrowAsync<EnvironmentDamagedException>(
            () => EnvironmentStore.OpenAsync(folder, Bench.Empty, Token));

        damaged.Message.ShouldContain("it ends before the last event that was committed. Restore its folder from a copy");
    }

    [Fact]
    public async Task Open_Twice_IsRefused()
    {
        using var home = new TemporaryFolder();
        var folder = new EnvironmentFolder(home["state"]);
        using var first = await EnvironmentStore.OpenAsync(folder, Bench.Empty, Token);

        await Should.ThrowAsync<EnvironmentBusyException>(() => EnvironmentStore.OpenAsync(folder, Bench.Empty, Token));
    }

    private static async Task CommitAsync(EnvironmentFolder folder, int weight)
    {
        using var store = await EnvironmentStore.OpenAsync(folder, Bench.Empty, Token);
        var entry = new AuditEntry
        {
            Time = DateTimeOffset.UnixEpoch,
            Actor = Bench.Ada,
            Action = "weight-set",
            Subject = "loan-default",
            Reason = weight.ToString(),
        };
        await store.CommitAsync(store.Current with { Weight = weight }, [entry], Token);
    }
}
