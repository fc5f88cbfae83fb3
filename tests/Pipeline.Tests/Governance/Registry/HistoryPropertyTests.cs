using System.Globalization;
using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Governance.Journal;
using static Pipeline.Governance.Registry.Registries;

namespace Pipeline.Governance.Registry;

/// <summary>Histories drawn by chance, through two registries on one journal, with clocks that also run backwards.</summary>
public sealed class HistoryPropertyTests : IAsyncDisposable
{
    private const int Steps = 60;

    private static readonly ModelName[] Models = [Loans, ModelName.Parse("churn")];
    private static readonly string[] Aliases = ["champion", "challenger"];

    private readonly Registries _registries = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Projection_KeptStepByStep_EqualsOneMadeAnew(int seed)
    {
        var journal = new MemoryJournal();
        var kept = await PlayAsync(journal, seed);

        var anew = await _registries.OpenAsync(journal, Token, "anew.db");

        (await TellAsync(await anew.ReadAsync(Token), Token)).ShouldBe(await TellAsync(await kept.ReadAsync(Token), Token));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task AsOf_AnyMoment_EqualsTheRegistryOfTheJournalAsItWas(int seed)
    {
        var journal = new MemoryJournal();
        var registry = await PlayAsync(journal, seed);

        foreach (var moment in journal.Events.Select(x => x.Time).Distinct().Order().Chunk(5).Select(x => x[0]))
        {
            var then = await CopyAsync(journal.Events.TakeWhile(x => x.Time <= moment));
            var projection = string.Create(CultureInfo.InvariantCulture, $"then-{moment.UtcTicks}.db");
            var made = await _registries.OpenAsync(then, Token, projection);
            var told = await TellAsync(await registry.ReadAsync(moment, Token), Token);
            told.ShouldBe(await TellAsync(await made.ReadAsync(Token), Token));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Versions_OfAnyHistory_AreNumberedWithoutHolesAndHaveOneDigestEach(int seed)
    {
        var view = await (await PlayAsync(new MemoryJournal(), seed)).ReadAsync(Token);

        foreach (var model in Models)
        {
            var versions = await view.ListVersionsAsync(model, Token);
            versions.Select(x => x.Registered.Version.Number).ShouldBe(Enumerable.Range(1, versions.Count));
            versions.Select(x => x.Registered.Digest).ShouldBeUnique();
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Alias_OfAnyHistory_LeavesFromWhereItArrived(int seed)
    {
        var view = await (await PlayAsync(new MemoryJournal(), seed)).ReadAsync(Token);

        foreach (var (model, alias) in Models.SelectMany(x => Aliases.Select(y => (x, AliasName.Parse(y)))))
        {
            var moves = await view.HistoryAsync(model, alias, Token);
            moves.Skip(1).Select(x => x.From).ShouldBe(moves.SkipLast(1).Select(x => x.To));
            var current = await view.ResolveAsync(model, alias, Token);
            (current?.Version.Number).ShouldBe(moves.Count == 0 ? null : moves[^1].To?.Number);
        }
    }

    [Fact]
    public async Task Journal_InAStrangeCulture_IsTheSameToTheLastByte()
    {
        var (here, there) = (new MemoryJournal(), new MemoryJournal());
        await PlayAsync(here, 1);
        var culture = CultureInfo.CurrentCulture;
        _registries.Clock.Advance(-(_registries.Clock.GetUtcNow() - new Testing.ManualClock().GetUtcNow()));

        try
        {
            CultureInfo.CurrentCulture = Strange();
            await PlayAsync(there, 1, "strange");
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }

        (await there.ReadHeadAsync(Token)).ShouldBe(await here.ReadHeadAsync(Token));
    }

    public ValueTask DisposeAsync() => _registries.DisposeAsync();

    private static CultureInfo Strange()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NegativeSign = "~";
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.DateTimeFormat.TimeSeparator = "h";
        culture.DateTimeFormat.DateSeparator = "!";
        return culture;
    }

    private static async Task<MemoryJournal> CopyAsync(IEnumerable<AuditEvent> events)
    {
        var journal = new MemoryJournal();
        foreach (var auditEvent in events)
            await journal.AppendAsync(auditEvent, auditEvent.Previous, Token);
        return journal;
    }

    /// <summary>Returns the registry that has read after every step; the other one has read only to write.</summary>
    private async Task<ModelRegistry> PlayAsync(MemoryJournal journal, int seed, string prefix = "")
    {
        var chance = new Random(seed);
        var kept = await _registries.OpenAsync(journal, Token, $"{prefix}kept.db");
        var other = await _registries.OpenAsync(journal, Token, $"{prefix}other.db");
        for (var step = 0; step < Steps; step++)
        {
            await StepAsync(chance.Next(3) == 0 ? other : kept, journal, chance);
            await kept.ReadAsync(Token);
            _registries.Clock.Advance(TimeSpan.FromMinutes(chance.Next(8) == 0 ? -chance.Next(30) : chance.Next(20)));
        }

        return kept;
    }

    private static async Task StepAsync(ModelRegistry registry, MemoryJournal journal, Random chance)
    {
        var model = Models[chance.Next(Models.Length)];
        var number = chance.Next(8) + (model == Loans ? 0 : 100);
        await (chance.Next(6) switch
        {
            0 => registry.RecordAsync(Run(number, model), Token),
            1 => journal.RecordAsync(Entries.Numbered(number), Token),
            2 => registry.AttachAsync(
                new NewDocument(model, new ModelVersion(1), "card", Numbered("card", chance.Next(3))), Token),
            3 => RegisterAsync(registry, number, model),
            _ => (Task)registry.MoveAsync(Move(model, chance), Token),
        });
    }

    private static async Task RegisterAsync(ModelRegistry registry, int number, ModelName model)
    {
        await registry.RecordAsync(Run(number, model), Token);
        await registry.RegisterAsync(Version(number, model), Token);
    }

    private static NewAliasMove Move(ModelName model, Random chance) => new(
        model,
        AliasName.Parse(Aliases[chance.Next(Aliases.Length)]),
        Named(chance.Next(3) is > 0 and var from ? from : null),
        Named(chance.Next(4) is > 0 and var to ? to : null),
        "It is better.");
}
