using Pipeline.Core.Identity;
using static Pipeline.Governance.Registry.Registries;

namespace Pipeline.Governance.Registry;

/// <summary>Real processes on one journal and one projection.</summary>
public sealed class RegistryProcessTests : IAsyncDisposable
{
    private readonly Registries _registries = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Folder => _registries.Folder.Path;

    [Fact]
    public async Task Register_TheSameModelsByTwoProcesses_GivesBothTheSameNumbers()
    {
        var printed = await Writer.RunTogetherAsync(
            Folder, ["register", Folder, "ada", "40"], ["register", Folder, "grace", "40"]);

        printed[1].ShouldBe(printed[0]);
        var versions = await (await ReadAsync()).ListVersionsAsync(Loans, Token);
        printed[0].ShouldBe(versions.Select(x => $"{x.Registered.Digest} {x.Registered.Version}"));
    }

    [Fact]
    public async Task Move_ByThreeProcesses_NoMoveIsLostAndNoneIsMadeTwice()
    {
        Writer.Run(Folder, "register", Folder, "ada", "5");

        var printed = await Writer.RunTogetherAsync(
            Folder, ["move", Folder, "ada", "25"], ["move", Folder, "grace", "25"], ["move", Folder, "edsger", "25"]);

        var history = await (await ReadAsync()).HistoryAsync(Loans, AliasName.Champion, Token);
        history.Select(x => $"{x.From} {x.To}").ShouldBe(printed.SelectMany(x => x), ignoreOrder: true);
        history.Skip(1).Select(x => x.From).ShouldBe(history.SkipLast(1).Select(x => x.To));
        history.GroupBy(x => x.Act.Actor.Name).ShouldAllBe(x => x.Count() == 25);
    }

    [Fact]
    public async Task Register_KilledAgainAndAgain_ProjectionEqualsOneMadeAnew()
    {
        var chance = new Random(17);
        for (var i = 0; i < 8; i++)
        {
            using var writer = new Writer(Folder, "register", Folder, "ada", "100000");
            await writer.KillAfterAsync(1 + (i * chance.Next(1, 15)), Token);
        }

        var kept = await TellAsync(await ReadAsync(), Token);

        var anew = await _registries.OpenAsync(Token, "anew.db");
        (await TellAsync(await anew.ReadAsync(Token), Token)).ShouldBe(kept);
    }

    [Fact]
    public async Task Register_ByManyThreads_GivesEachDigestOneNumber()
    {
        var registry = await _registries.OpenAsync(Token);
        await registry.RecordAsync(Run(1), Token);

        await Parallel.ForAsync(0, 60, Token, async (i, token) =>
            (await registry.RegisterAsync(new NewVersion(Loans, Numbered("model", i % 20), Run(1).Id), token)).OrThrow());

        var versions = await (await ReadAsync()).ListVersionsAsync(Loans, Token);
        versions.Select(x => x.Registered.Version.Number).ShouldBe(Enumerable.Range(1, 20));
        versions.Select(x => x.Registered.Digest).ShouldBeUnique();
    }

    public ValueTask DisposeAsync() => _registries.DisposeAsync();

    private async Task<RegistryView> ReadAsync() => await (await _registries.OpenAsync(Token)).ReadAsync(Token);
}
