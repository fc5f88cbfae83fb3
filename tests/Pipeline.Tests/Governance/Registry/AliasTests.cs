using Pipeline.Core.Identity;
using static Pipeline.Governance.Registry.Registries;

namespace Pipeline.Governance.Registry;

public sealed class AliasTests : IAsyncDisposable
{
    private readonly Registries _registries = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Move_FromWhereItIs_MovesAndKeepsHistory()
    {
        var registry = await WithThreeVersionsAsync();
        await registry.MoveAsync(Champion(null, 1), Token);
        _registries.Clock.Advance(TimeSpan.FromDays(1));

        var moved = (await registry.MoveAsync(Champion(1, 3), Token)).OrThrow();

        var view = await registry.ReadAsync(Token);
        var history = await view.HistoryAsync(Loans, AliasName.Champion, Token);
        history.Select(x => (x.From?.Number, x.To?.Number)).ShouldBe([(null, 1), (1, 3)]);
        history[1].ShouldBe(moved.ShouldBeOfType<AliasMoveResult.Moved>().Move);
        history[1].Act.Reason.ShouldBe("It is better.");
        history[1].Act.Time.ShouldBe(_registries.Clock.GetUtcNow());
        (await view.ResolveAsync(Loans, AliasName.Champion, Token)).ShouldNotBeNull().Digest.ShouldBe(Version(3).Digest);
    }

    [Fact]
    public async Task Move_SomebodyMovedItMeanwhile_IsContestedAndSaysWhere()
    {
        var registry = await WithThreeVersionsAsync();
        await registry.MoveAsync(Champion(null, 1), Token);
        await registry.MoveAsync(Champion(1, 2), Token);

        var result = (await registry.MoveAsync(Champion(1, 3), Token)).OrThrow();

        result.ShouldBeOfType<AliasMoveResult.Contested>().ToString().ShouldBe(
            "'loan-default@champion' was not moved to version 3: it should have been at version 1, "
            + "and somebody moved it to version 2.");
        (await registry.ReadAsync(Token)).Position.ShouldBe(8);
    }

    [Fact]
    public async Task Move_AlreadyThere_WritesNothing()
    {
        var registry = await WithThreeVersionsAsync();
        await registry.MoveAsync(Champion(null, 2), Token);

        var result = (await registry.MoveAsync(Champion(null, 2), Token)).OrThrow();

        result.ShouldBe(new AliasMoveResult.AlreadyThere(new ModelVersion(2)));
        (await registry.ReadAsync(Token)).Position.ShouldBe(7);
    }

    [Fact]
    public async Task Move_ToNoVersion_TakesItAway()
    {
        var registry = await WithThreeVersionsAsync();
        await registry.MoveAsync(Champion(null, 2), Token);

        await registry.MoveAsync(Champion(2, null), Token);

        var view = await registry.ReadAsync(Token);
        (await view.ResolveAsync(Loans, AliasName.Champion, Token)).ShouldBeNull();
        (await view.ListAliasesAsync(Loans, Token)).ShouldBeEmpty();
        (await view.HistoryAsync(Loans, AliasName.Champion, Token)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Move_ToAVersionThatIsNotThere_IsAProblem()
    {
        var registry = await WithThreeVersionsAsync();

        var problems = (await registry.MoveAsync(Champion(null, 7), Token)).Problems;

        problems.ShouldHaveSingleItem().ToString().ShouldBe("'loan-default' has no version 7. It has the versions 1 to 3.");
    }

    [Fact]
    public async Task Move_ModelThatIsNotThere_NamesTheNearest()
    {
        var registry = await WithThreeVersionsAsync();
        var misspelt = Champion(null, 1) with { Model = ModelName.Parse("loan-defualt") };

        var problems = (await registry.MoveAsync(misspelt, Token)).Problems;

        problems.ShouldHaveSingleItem().ToString().ShouldBe(
            "No model is called 'loan-defualt'. Did you mean 'loan-default'?");
    }

    [Theory]
    [InlineData(" ", "The reason is empty. Say in a sentence why; it is kept in the journal.")]
    [InlineData("a\u0007b", "The reason has control characters; text and line breaks are kept.")]
    [InlineData("a\u202Eb", "The reason has control characters; text and line breaks are kept.")]
    public async Task Move_ReasonIsHostile_IsAProblem(string reason, string problem)
    {
        var registry = await WithThreeVersionsAsync();

        var problems = (await registry.MoveAsync(Champion(null, 1) with { Reason = reason }, Token)).Problems;

        problems.ShouldHaveSingleItem().ToString().ShouldBe(problem);
    }

    [Fact]
    public async Task Move_ReasonHasHalfACharacter_IsAProblem()
    {
        var registry = await WithThreeVersionsAsync();

        var problems = (await registry.MoveAsync(Champion(null, 1) with { Reason = "a\uDC00b" }, Token)).Problems;

        problems.ShouldHaveSingleItem().Message.ShouldBe("The reason has control characters; text and line breaks are kept.");
    }

    [Fact]
    public async Task Move_LongestReasonOfWideCharacters_FitsAnEvent()
    {
        var registry = await WithThreeVersionsAsync();

        (await registry.MoveAsync(Champion(null, 1) with { Reason = new string('語', 1000) }, Token)).OrThrow();
        var problems = (await registry.MoveAsync(Champion(1, 2) with { Reason = new string('x', 1001) }, Token)).Problems;

        problems.ShouldHaveSingleItem().Message.ShouldBe("The reason has 1,001 characters; at most 1,000 are kept.");
    }

    [Theory]
    [InlineData("champion", true)]
    [InlineData("v", true)]
    [InlineData("v3", false)]
    [InlineData("3", false)]
    [InlineData("Champion", false)]
    [InlineData("a@b", false)]
    [InlineData("", false)]
    public void Name_Text_IsAnAliasUnlessItReadsAsAVersion(string text, bool isName) =>
        AliasName.TryParse(text, null, out _).ShouldBe(isName);

    public ValueTask DisposeAsync() => _registries.DisposeAsync();

    private async Task<ModelRegistry> WithThreeVersionsAsync()
    {
        var registry = await _registries.OpenAsync(Token);
        for (var i = 1; i <= 3; i++)
        {
            (await registry.RecordAsync(Run(i), Token)).OrThrow();
            (await registry.RegisterAsync(Version(i), Token)).OrThrow();
        }

        return registry;
    }
}
