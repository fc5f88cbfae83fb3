using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using static Pipeline.Governance.Registry.Registries;

namespace Pipeline.Governance.Registry;

public sealed class AsOfTests : IAsyncDisposable
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly Registries _registries = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_EachDayOfAHistory_TellsTheChampionOfThatDay()
    {
        var registry = await _registries.OpenAsync(Token);
        var start = _registries.Clock.GetUtcNow();
        await RegisterAsync(registry, 1, Day);
        await RegisterAsync(registry, 2, Day);
        await MoveAsync(registry, null, 1, Day);
        await MoveAsync(registry, 1, 2, Day);
        await MoveAsync(registry, 2, 1, Day);
        await MoveAsync(registry, 1, null, Day);

        var champions = new List<int?>();
        for (var day = 0; day < 6; day++)
            champions.Add(await ChampionAsync(await registry.ReadAsync(start + (day * Day), Token)));

        champions.ShouldBe([null, null, 1, 2, 1, null]);
    }

    [Fact]
    public async Task Read_BeforeTheFirstEvent_IsEmpty()
    {
        var registry = await _registries.OpenAsync(Token);
        var start = _registries.Clock.GetUtcNow();
        await RegisterAsync(registry, 1, Day);

        var view = await registry.ReadAsync(start - TimeSpan.FromTicks(1), Token);

        view.Position.ShouldBe(0);
        (await view.ListModelsAsync(Token)).ShouldBeEmpty();
        (await view.TraceAsync(Loans, new ModelVersion(1), Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Read_TheVeryMoment_IsIncludedAndTheTickBeforeIsNot()
    {
        var registry = await _registries.OpenAsync(Token);
        await RegisterAsync(registry, 1, Day);
        var moment = _registries.Clock.GetUtcNow();
        await MoveAsync(registry, null, 1, Day);

        (await ChampionAsync(await registry.ReadAsync(moment, Token))).ShouldBe(1);
        (await ChampionAsync(await registry.ReadAsync(moment - TimeSpan.FromTicks(1), Token))).ShouldBeNull();
    }

    [Fact]
    public async Task Read_MomentGivenWithAnOffset_IsTheSameMoment()
    {
        var registry = await _registries.OpenAsync(Token);
        await RegisterAsync(registry, 1, Day);
        var moment = _registries.Clock.GetUtcNow();
        await MoveAsync(registry, null, 1, Day);

        var view = await registry.ReadAsync(moment.ToOffset(TimeSpan.FromHours(9)), Token);

        (await ChampionAsync(view)).ShouldBe(1);
    }

    [Fact]
    public async Task Read_StatusOfVersionsThen_HasTheAliasesAndDocumentsOfThen()
    {
        var registry = await _registries.OpenAsync(Token);
        await RegisterAsync(registry, 1, TimeSpan.Zero);
        await registry.AttachAsync(new NewDocument(Loans, new ModelVersion(1), "card", Digest.OfText("old")), Token);
        await MoveAsync(registry, null, 1, TimeSpan.Zero);
        var then = _registries.Clock.GetUtcNow();
        _registries.Clock.Advance(Day);
        await RegisterAsync(registry, 2, TimeSpan.Zero);
        await registry.AttachAsync(new NewDocument(Loans, new ModelVersion(1), "card", Digest.OfText("new")), Token);
        await MoveAsync(registry, 1, 2, TimeSpan.Zero);

        var status = (await (await registry.ReadAsync(then, Token)).ListVersionsAsync(Loans, Token)).ShouldHaveSingleItem();

        status.Aliases.ShouldBe([AliasName.Champion]);
        status.Documents.ShouldHaveSingleItem().Digest.ShouldBe(Digest.OfText("old"));
    }

    [Fact]
    public async Task Read_ClockOfTheSecondWriterIsBehind_FollowsTheOrderOfTheJournal()
    {
        var registry = await _registries.OpenAsync(Token);
        await RegisterAsync(registry, 1, TimeSpan.Zero);
        var moment = _registries.Clock.GetUtcNow();
        _registries.Clock.Advance(-Day);
        await MoveAsync(registry, null, 1, TimeSpan.Zero);

        (await registry.ReadAsync(moment - Day, Token)).Position.ShouldBe(0);
        (await ChampionAsync(await registry.ReadAsync(moment, Token))).ShouldBe(1);
    }

    [Fact]
    public async Task View_OthersWriteMeanwhile_StaysAsItWas()
    {
        var registry = await _registries.OpenAsync(Token);
        await RegisterAsync(registry, 1, Day);
        var view = await registry.ReadAsync(Token);

        await MoveAsync(registry, null, 1, Day);

        (await ChampionAsync(view)).ShouldBeNull();
        view.Position.ShouldBe(2);
    }

    [Fact]
    public async Task Read_EventsOfOthersBetween_ArePassedOver()
    {
        var journal = new MemoryJournal();
        var registry = await _registries.OpenAsync(journal, Token);
        await RegisterAsync(registry, 1, Day);
        await journal.RecordAsync(Journal.Entries.Numbered(1), Token);
        await MoveAsync(registry, null, 1, Day);

        var view = await registry.ReadAsync(Token);

        view.Position.ShouldBe(4);
        (await ChampionAsync(view)).ShouldBe(1);
    }

    public ValueTask DisposeAsync() => _registries.DisposeAsync();

    private static async Task<int?> ChampionAsync(RegistryView view) =>
        (await view.ResolveAsync(Loans, AliasName.Champion, Token))?.Version.Number;

    /// <summary>The day advances after each pair of events, so that both have the same time.</summary>
    private async Task RegisterAsync(ModelRegistry registry, int number, TimeSpan advance)
    {
        (await registry.RecordAsync(Run(number), Token)).OrThrow();
        (await registry.RegisterAsync(Version(number), Token)).OrThrow();
        _registries.Clock.Advance(advance);
    }

    private async Task MoveAsync(ModelRegistry registry, int? from, int? to, TimeSpan advance)
    {
        (await registry.MoveAsync(Champion(from, to), Token)).OrThrow().ShouldBeOfType<AliasMoveResult.Moved>();
        _registries.Clock.Advance(advance);
    }
}
