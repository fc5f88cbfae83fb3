using Pipeline.Core.Audit;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Governance.Journal;
using Pipeline.Governance.Registry;
using Pipeline.Testing;
using static Pipeline.Governance.Registry.Registries;

namespace Pipeline.Governance.Runs;

public sealed class RunsRegistryTests : IAsyncDisposable
{
    private static readonly RunFacts Facts = RunFacts.Of(
    [
        new(RunFactKind.Attribute, RunAttributes.Trainer, "light-gbm"),
        new(RunFactKind.Parameter, "learning-rate", "0.1"),
        new(RunFactKind.Metric, "train_log_loss", "0.25"),
    ]);

    private readonly Registries _registries = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_WithAllThatIsSaidOfIt_IsTheSameFromAProjectionMadeAnew()
    {
        var registry = await _registries.OpenAsync(Token);
        await FillAsync(registry);
        var told = await TellAsync(registry);
        await _registries.CloseAsync();
        File.Delete(_registries.Folder["registry.db"]);

        (await TellAsync(await _registries.OpenAsync(Token))).ShouldBe(told);

        told.ShouldContain("Metric roc_auc 0.93");
        told.ShouldNotContain("0.91");
        told.ShouldContain("Tag stage production");
        told.ShouldNotContain("team");
        told.ShouldContain("Looks good. Ship it?");
        told.ShouldContain("version 1");
    }

    [Fact]
    public async Task Run_AtAMoment_IsAsItWasThen()
    {
        var registry = await _registries.OpenAsync(Token);
        (await registry.RecordAsync(Run(1) with { Facts = Facts }, Token)).OrThrow();
        (await registry.TagAsync(new NewTag(Run(1).Id, Loans, "stage", "test"), Token)).OrThrow();
        var then = _registries.Clock.GetUtcNow();
        _registries.Clock.Advance(TimeSpan.FromHours(1));
        (await registry.TagAsync(new NewTag(Run(1).Id, Loans, "stage", null), Token)).OrThrow();

        (await FindAsync(await registry.ReadAsync(then, Token)))[RunFactKind.Tag, "stage"].ShouldBe("test");
        (await FindAsync(await registry.ReadAsync(Token)))[RunFactKind.Tag, "stage"].ShouldBeNull();
    }

    [Fact]
    public async Task Run_OfAJournalBeforeRunsHadFacts_IsStillThere()
    {
        await using var journal = await Entries.OpenAsync(_registries.JournalPath, Token);
        await journal.RecordAsync(
            Entries.Numbered(1) with
            {
                Action = "run-recorded",
                Subject = $"{Loans}/{Run(1).Id}",
                Digest = Run(1).Document,
                Facts = new Dictionary<string, string> { ["dataset"] = $"{Run(1).Dataset}" },
            },
            Token);
        var registry = await _registries.OpenAsync(journal, Token);

        var found = await FindAsync(await registry.ReadAsync(Token));
        (await registry.RegisterAsync(Version(1), Token)).OrThrow();
        (await registry.NoteAsync(new NewNote(Run(1).Id, Loans, "An old one."), Token)).OrThrow();

        found.Status.ShouldBe(RunStatus.Finished);
        found.Facts.ShouldBeEmpty();
        (await journal.VerifyAsync(null, Token)).ShouldBeOfType<ChainStatus.Intact>().Count.ShouldBe(3);
    }

    [Fact]
    public async Task Evaluation_OfTheSameDocument_IsWrittenOnce()
    {
        var registry = await _registries.OpenAsync(Token);
        (await registry.RecordAsync(Run(1), Token)).OrThrow();
        await registry.EvaluateAsync(Evaluation("0.9"), Token);
        var before = (await registry.ReadAsync(Token)).Position;

        (await registry.EvaluateAsync(Evaluation("0.9"), Token)).OrThrow();
        (await registry.RecordAsync(Run(1) with { Facts = Facts }, Token)).OrThrow();

        (await registry.ReadAsync(Token)).Position.ShouldBe(before);
    }

    [Theory]
    [InlineData("stage", null, "Run {0} has no tag 'stage'. It has none.")]
    [InlineData("a b", "x", "The name of the tag is no name; 1 to 100 letters, digits, and '_', '-', '.', '/' are. "
        + "Write it as stage=candidate.")]
    [InlineData("stage", "", "The tag's value is empty.")]
    [InlineData("stage", "a\u202Eb", "The tag's value has characters that cannot be seen; a name has none.")]
    public async Task Tag_Wrong_IsRefusedAndNothingIsWritten(string tag, string? value, string sentence)
    {
        var registry = await _registries.OpenAsync(Token);
        (await registry.RecordAsync(Run(1), Token)).OrThrow();

        var tagged = await registry.TagAsync(new NewTag(Run(1).Id, Loans, tag, value), Token);

        tagged.Problems.ShouldHaveSingleItem().ToString().ShouldBe(
            sentence.Replace("{0}", $"{Run(1).Id}", StringComparison.Ordinal));
        (await registry.ReadAsync(Token)).Position.ShouldBe(1);
    }

    [Fact]
    public async Task Change_OfARunThatIsNotThere_IsRefused()
    {
        var registry = await _registries.OpenAsync(Token);
        (await registry.RecordAsync(Run(1), Token)).OrThrow();
        var other = ModelName.Parse("churn");

        (await registry.TagAsync(new NewTag(Run(2).Id, Loans, "a", "b"), Token)).IsValid.ShouldBeFalse();
        (await registry.TagAsync(new NewTag(Run(1).Id, other, "a", "b"), Token)).IsValid.ShouldBeFalse();
        (await registry.NoteAsync(new NewNote(Run(2).Id, Loans, "x"), Token)).IsValid.ShouldBeFalse();
        (await registry.EvaluateAsync(Evaluation("0.9") with { Run = Run(2).Id }, Token)).IsValid.ShouldBeFalse();
    }

    [Fact]
    public async Task Change_ThatThePolicyDenies_IsNotWritten()
    {
        var registry = await _registries.OpenAsync(Token);
        (await registry.RecordAsync(Run(1), Token)).OrThrow();
        var denied = await _registries.OpenAsync(Token, policy: new DenyAll());

        await Should.ThrowAsync<AccessDeniedException>(() => denied.TagAsync(new NewTag(Run(1).Id, Loans, "a", "b"), Token));
        await Should.ThrowAsync<AccessDeniedException>(() => denied.NoteAsync(new NewNote(Run(1).Id, Loans, "x"), Token));
    }

    [Theory]
    [InlineData("run-tagged", "tag")]
    [InlineData("run-noted", "note")]
    [InlineData("run-evaluated", "tag")]
    public async Task Event_OfARunThatIsNotThere_ContradictsTheJournal(string action, string fact)
    {
        var journal = new MemoryJournal();
        var registry = await _registries.OpenAsync(journal, Token);
        await journal.RecordAsync(
            Entries.Numbered(1) with
            {
                Action = action,
                Subject = $"{Loans}/{Run(1).Id}",
                Digest = Digest.OfText("x"),
                Facts = new Dictionary<string, string> { [fact] = "x" },
            },
            Token);

        (await Should.ThrowAsync<EventNotUnderstoodException>(() => registry.ReadAsync(Token))).Message
            .ShouldContain("It contradicts the events before it.");
    }

    [Fact]
    public void Facts_MoreThanAnEventHolds_KeepTheFirstAndCountTheRest()
    {
        var many = Enumerable.Range(0, 500)
            .Select(number => new RunFact(RunFactKind.Parameter, $"option-{number}", new string('ü', 300)));

        var facts = RunFacts.Of([new(RunFactKind.Metric, "roc_auc", "0.9"), .. many, new(RunFactKind.Parameter, "", "x")]);

        facts.All.Last().ShouldBe(new RunFact(RunFactKind.Metric, "roc_auc", "0.9"));
        (facts.All.Count() + facts.LeftOut).ShouldBe(502);
        facts.All.First().Text.Length.ShouldBe(200);
        CanonicalJson.Of(facts.ToEvent()).Length.ShouldBeLessThan(7000);
    }

    [Fact]
    public async Task Facts_OfAnyText_ComeBackAsTheyWereTaken()
    {
        var hostile = RunFacts.Of(
        [
            new(RunFactKind.Parameter, "'; DROP TABLE run; --", "</script>"), new(RunFactKind.Parameter, "a\nb", "\uD800 x\0"),
            new(RunFactKind.Attribute, "名前", "\u202Egnp.exe"), new(RunFactKind.Metric, "NaN", "NaN"),
        ]);
        var registry = await _registries.OpenAsync(Token);

        (await registry.RecordAsync(Run(1) with { Facts = hostile }, Token)).OrThrow();

        var found = await FindAsync(await registry.ReadAsync(Token));
        found.Facts.ShouldBe(hostile.All);
        found[RunFactKind.Parameter, "a�b"].ShouldBe("� x�");
        found.Facts.Single(fact => fact.Name == "NaN").Number.ShouldBeNull();
    }

    public ValueTask DisposeAsync() => _registries.DisposeAsync();

    private static async Task FillAsync(ModelRegistry registry)
    {
        (await registry.RecordAsync(
            Run(1) with
            {
                Facts = RunFacts.Of([.. Facts.All, new(RunFactKind.Attribute, RunAttributes.Model, $"{Version(1).Digest}")]),
            },
            Token)).OrThrow();
        (await registry.RecordAsync(Run(2) with { Facts = Facts }, Token)).OrThrow();
        (await registry.EvaluateAsync(Evaluation("0.91"), Token)).OrThrow();
        (await registry.EvaluateAsync(Evaluation("0.93"), Token)).OrThrow();
        (await registry.RegisterAsync(Version(1), Token)).OrThrow();
        foreach (var (tag, value) in new[] { ("stage", "test"), ("team", "risk"), ("stage", "production"), ("team", null) })
            (await registry.TagAsync(new NewTag(Run(1).Id, Loans, tag, value), Token)).OrThrow();
        (await registry.NoteAsync(new NewNote(Run(1).Id, Loans, "Looks good. Ship it?"), Token)).OrThrow();
    }

    private static NewEvaluation Evaluation(string auc) => new(
        Run(1).Id, Loans, Digest.OfText(auc), Digest.OfText($"answers {auc}"),
        RunFacts.Of([new(RunFactKind.Metric, "roc_auc", auc)]));

    private static async Task<FoundRun> FindAsync(RegistryView view) => (await view.FindRunAsync(Loans, Run(1).Id, Token))!;

    private static async Task<string> TellAsync(ModelRegistry registry)
    {
        var view = await registry.ReadAsync(Token);
        var found = (await view.FindRunsAsync(Loans, new RunQuery(), Token)).Value;
        return string.Join('\n', found.Runs.Select(run =>
            $"{run.Run} version {run.Version} {run.Evaluation}\n{string.Join('\n', run.Notes)}\n"
            + string.Join('\n', run.Facts.Select(fact => $"{fact.Kind} {fact.Name} {fact.Text}"))));
    }

    private sealed class DenyAll : IAccessPolicy
    {
        public AccessDecision Authorize(Actor actor, string action, string subject) => new AccessDecision.Denied("No.");
    }
}
