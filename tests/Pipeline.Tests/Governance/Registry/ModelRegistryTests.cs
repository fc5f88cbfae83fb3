using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using static Pipeline.Governance.Registry.Registries;

namespace Pipeline.Governance.Registry;

public sealed class ModelRegistryTests : IAsyncDisposable
{
    private readonly Registries _registries = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Register_VersionsOfTwoModels_AreNumberedForEach()
    {
        var registry = await _registries.OpenAsync(Token);
        var churn = ModelName.Parse("churn");
        foreach (var run in new[] { Run(1), Run(2), Run(3, churn) })
            (await registry.RecordAsync(run, Token)).OrThrow();

        var first = (await registry.RegisterAsync(Version(1), Token)).OrThrow();
        var second = (await registry.RegisterAsync(Version(2), Token)).OrThrow();
        var other = (await registry.RegisterAsync(Version(3, churn), Token)).OrThrow();

        (first.Version.Version.Number, second.Version.Version.Number, other.Version.Version.Number).ShouldBe((1, 2, 1));
        first.IsNew.ShouldBeTrue();
    }

    [Fact]
    public async Task Register_TheSameDigestAgain_HasTheNumberThatItHad()
    {
        var registry = await WithVersionsAsync(2);

        var again = (await registry.RegisterAsync(Version(1), Token)).OrThrow();

        again.IsNew.ShouldBeFalse();
        again.Version.Version.Number.ShouldBe(1);
        (await registry.ReadAsync(Token)).Position.ShouldBe(4);
    }

    [Fact]
    public async Task Register_RunThatWasNotRecorded_IsAProblem()
    {
        var registry = await _registries.OpenAsync(Token);

        var problems = (await registry.RegisterAsync(Version(1), Token)).Problems;

        problems.ShouldHaveSingleItem().ToString().ShouldBe(
            $"Run {Run(1).Id} was not recorded. A version comes from a recorded run: record it first.");
    }

    [Fact]
    public async Task Register_RunOfAnotherModel_IsAProblem()
    {
        var registry = await _registries.OpenAsync(Token);
        await registry.RecordAsync(Run(1, ModelName.Parse("churn")), Token);

        var problems = (await registry.RegisterAsync(Version(1), Token)).Problems;

        problems.ShouldHaveSingleItem().Message.ShouldBe($"Run {Run(1).Id} trained 'churn', not 'loan-default'.");
    }

    [Fact]
    public async Task Record_TheSameRunAgain_ChangesNothing()
    {
        var registry = await _registries.OpenAsync(Token);
        var first = (await registry.RecordAsync(Run(1), Token)).OrThrow();

        var again = (await registry.RecordAsync(Run(1), Token)).OrThrow();

        again.ShouldBe(first);
        (await registry.ReadAsync(Token)).Position.ShouldBe(1);
    }

    [Fact]
    public async Task Record_TheSameTrainingDoneAgain_KeepsTheDocumentOfTheFirst()
    {
        var registry = await _registries.OpenAsync(Token);
        var first = (await registry.RecordAsync(Run(1), Token)).OrThrow();

        var again = (await registry.RecordAsync(Run(1) with { Document = Digest.OfText("a minute later") }, Token)).OrThrow();

        again.ShouldBe(first);
        (await registry.ReadAsync(Token)).Position.ShouldBe(1);
    }

    [Fact]
    public async Task Record_AnotherRunUnderTheSameId_IsAProblem()
    {
        var registry = await _registries.OpenAsync(Token);
        await registry.RecordAsync(Run(1), Token);

        var problems = (await registry.RecordAsync(Run(1) with { Dataset = Digest.OfText("other") }, Token)).Problems;

        problems.ShouldHaveSingleItem().Message.ShouldStartWith($"Run {Run(1).Id} was recorded before, for 'loan-default'");
    }

    [Fact]
    public async Task Trace_Version_LeadsToRunAndDataset()
    {
        var registry = await WithVersionsAsync(2);

        var lineage = await (await registry.ReadAsync(Token)).TraceAsync(Loans, new ModelVersion(2), Token);

        lineage.ShouldNotBeNull().Run.Id.ShouldBe(Run(2).Id);
        lineage.Dataset.ShouldBe(Run(2).Dataset);
        lineage.Version.Act.Actor.ShouldBe(new Actor("ada@example.com", "git"));
    }

    [Fact]
    public async Task Attach_AnotherDocumentOfTheSameName_TakesItsPlace()
    {
        var registry = await WithVersionsAsync(1);
        var card = new NewDocument(Loans, new ModelVersion(1), "model-card", Digest.OfText("card"));
        await registry.AttachAsync(card, Token);
        await registry.AttachAsync(card, Token);
        await registry.AttachAsync(card with { Name = "evaluation" }, Token);

        await registry.AttachAsync(card with { Digest = Digest.OfText("better card") }, Token);

        var view = await registry.ReadAsync(Token);
        var documents = (await view.ListVersionsAsync(Loans, Token)).ShouldHaveSingleItem().Documents;
        documents.Select(x => (x.Name, x.Digest)).ShouldBe(
            [("evaluation", Digest.OfText("card")), ("model-card", Digest.OfText("better card"))]);
        view.Position.ShouldBe(5);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Model Card")]
    [InlineData("../card")]
    [InlineData("card\n")]
    public async Task Attach_NameIsNoName_IsAProblem(string name)
    {
        var registry = await WithVersionsAsync(1);

        var result = await registry.AttachAsync(new NewDocument(Loans, new ModelVersion(1), name, Digest.OfText("card")), Token);

        result.Problems.ShouldHaveSingleItem().Message.ShouldStartWith("The name of the document is no name;");
    }

    [Fact]
    public async Task Change_PolicyDenies_WritesNothing()
    {
        var denied = await _registries.OpenAsync(Token, policy: new Denying());

        var exceptions = new List<AccessDeniedException>
        {
            await Should.ThrowAsync<AccessDeniedException>(() => denied.RecordAsync(Run(1), Token)),
            await Should.ThrowAsync<AccessDeniedException>(() => denied.RegisterAsync(Version(1), Token)),
            await Should.ThrowAsync<AccessDeniedException>(() => denied.MoveAsync(Champion(null, 1), Token)),
            await Should.ThrowAsync<AccessDeniedException>(
                () => denied.AttachAsync(new NewDocument(Loans, new ModelVersion(1), "card", Digest.OfText("card")), Token)),
        };

        exceptions.Select(x => x.Message).ShouldBe(
            [
                "ada@example.com (from git) may not record-run 'loan-default': Ask Grace.",
                "ada@example.com (from git) may not register-version 'loan-default': Ask Grace.",
                "ada@example.com (from git) may not move-alias 'loan-default@champion': Ask Grace.",
                "ada@example.com (from git) may not attach-document 'loan-default/1': Ask Grace.",
            ]);
        (await denied.ReadAsync(Token)).Position.ShouldBe(0);
    }

    [Fact]
    public async Task Change_DefaultModel_IsTheCallersBugAndWritesNothing()
    {
        var registry = await _registries.OpenAsync(Token);

        await Should.ThrowAsync<Exception>(() => registry.RecordAsync(Run(1) with { Model = default }, Token));

        (await registry.ReadAsync(Token)).Position.ShouldBe(0);
    }

    [Theory]
    [InlineData("", "The actor's name is empty.")]
    [InlineData("ada\nroot", "The actor's name has characters that cannot be seen; a name has none.")]
    [InlineData("ada\u202Etoor", "The actor's name has characters that cannot be seen; a name has none.")]
    [InlineData("ada\u200B", "The actor's name has characters that cannot be seen; a name has none.")]
    public async Task Open_ActorIsHostile_IsRefused(string name, string problem)
    {
        var parts = new RegistryParts
        {
            Journal = new MemoryJournal(),
            ProjectionPath = _registries.Folder["other.db"],
            Policy = new AllowAll(),
            Actor = new Actor(name, "git"),
            Clock = _registries.Clock,
        };

        var exception = await Should.ThrowAsync<InvalidInputException>(() => ModelRegistry.OpenAsync(parts, Token));

        exception.Message.ShouldBe(problem);
    }

    public ValueTask DisposeAsync() => _registries.DisposeAsync();

    private async Task<ModelRegistry> WithVersionsAsync(int count)
    {
        var registry = await _registries.OpenAsync(Token);
        for (var i = 1; i <= count; i++)
        {
            (await registry.RecordAsync(Run(i), Token)).OrThrow();
            (await registry.RegisterAsync(Version(i), Token)).OrThrow();
        }

        return registry;
    }

    private sealed class Denying : IAccessPolicy
    {
        public AccessDecision Authorize(Actor actor, string action, string subject) => new AccessDecision.Denied("Ask Grace.");
    }
}
