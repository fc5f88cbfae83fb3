using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Pipeline.Core.Problems;
using Pipeline.Governance.Registry;
using Pipeline.Testing;
using static Pipeline.Governance.Registry.Registries;

namespace Pipeline.Governance.Runs;

public sealed class RunFilterTests : IAsyncDisposable
{
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20_261_126, 7, 50);

    private static readonly Gen<RunName> AnyName =
        from kind in Gen.Elements<RunFactKind?>(
            null, RunFactKind.Attribute, RunFactKind.Parameter, RunFactKind.Metric, RunFactKind.Tag)
        from name in Gen.Elements("trees", "learning-rate", "params.x", "my option", "`", "and", "in", "a.b", "1e5", "grün", "=")
        select new RunName(kind, name);

    private static readonly Gen<RunValue> AnyValue = Gen.OneOf(
        Gen.Elements(0, -1.5, 1e300, 0.1, 5e-324, 100).Select(x => new RunValue("", x)),
        Gen.Elements("", "light-gbm", "it's", "'", "a \"b\"", "100", "and", "%_", "名前").Select(x => new RunValue(x)));

    private readonly Registries _registries = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Filter_Written_ReadsAsItself() => Prop.ForAll(Any(4, AnyName, AnyValue).ToArbitrary(), filter =>
        Read($"{filter}") == filter).Check(Config);

    [Theory]
    [InlineData("a = 1 or b = 2 and c = 3", "a = 1 or (b = 2 and c = 3)")]
    [InlineData("not a = 1 and b = 2", "(not a = 1) and b = 2")]
    [InlineData("a = 1 or b = 2 or c = 3", "(a = 1 or b = 2) or c = 3")]
    [InlineData("not not a = 1", "not (not (a = 1))")]
    [InlineData("a not in (1, x)", "not (a in (1, 'x'))")]
    [InlineData("a NOT LIKE '%x'", "not (a like '%x')")]
    [InlineData("params.a == \"x\" AND metrics.b<>1", "params.a = 'x' and metrics.b != 1")]
    [InlineData("parameters.a='it''s'", "params.a = 'it''s'")]
    [InlineData("trainer = light-gbm", "trainer = 'light-gbm'")]
    public void Filter_WithoutBrackets_MeansTheOneWithThem(string without, string with)
    {
        Read(without).ShouldBe(Read(with));
        $"{Read(without)}".ShouldBe($"{Read(with)}");
    }

    [Theory]
    [InlineData("", "'--where', column 1: A name is expected, such as roc_auc, trainer or params.trees, and the text ends.")]
    [InlineData("a >", "'--where', column 4: A value is expected, such as 0.9, light-gbm or 'some text', and the text ends.")]
    [InlineData("a 1", "'--where', column 3: =, !=, <, <=, >, >=, in or like is expected, and '1' is there.")]
    [InlineData("a = 1 b = 2", "'--where', column 7: 'and', 'or' or the end is expected, and 'b' is there.")]
    [InlineData("(a = 1", "'--where', column 7: ')' is expected, and the text ends.")]
    [InlineData("a in 1", "'--where', column 6: '(' is expected, and '1' is there.")]
    [InlineData("a in (1 2)", "'--where', column 9: ',' or ')' is expected, and '2' is there.")]
    [InlineData("a not = 1", "'--where', column 7: 'in' or 'like' is expected behind 'not', and '=' is there.")]
    [InlineData("a = 'b", "'--where', column 5: the ' here has no second one.")]
    [InlineData("a = b & c", "'--where', column 7: '&' means nothing here. Put texts in quotes: tags.name = 'a & b'.")]
    [InlineData(
        "a = and", "'--where', column 5: A value is expected, such as 0.9, light-gbm or 'some text', and 'and' is there.")]
    public void Filter_Wrong_IsOneSentenceWithItsColumn(string text, string sentence) =>
        RunFilterReader.ReadFilter(text).Problems.ShouldHaveSingleItem().ToString().ShouldBe(sentence);

    [Fact]
    public void Filter_OfAnyText_IsReadOrRefused() => Prop.ForAll(
        Gen.Elements(
            "a", "(", ")", "and", "or", "not", "in", "like", "=", "<", "'", "`", ",", " ", "1", "\"", "params.", "é", "\0")
            .ListOf().Select(string.Concat).ToArbitrary(),
        text => RunFilterReader.ReadFilter(text) is { } read
            && (read.IsValid ? Read($"{read.Value}") == read.Value : read.Problems.Count == 1)).Check(Config);

    [Theory]
    [InlineData("(", 2000)]
    [InlineData("not ", 900)]
    [InlineData("a = 1 and ", 401)]
    public void Filter_TooDeepOrTooLong_IsRefused(string piece, int times) => RunFilterReader
        .ReadFilter($"{string.Concat(Enumerable.Repeat(piece, times))}a = 1").Problems.ShouldHaveSingleItem();

    [Fact]
    public async Task Filter_AsLongAsItMayBe_IsAnswered()
    {
        var registry = await FillAsync(3);
        var filter = Read($"{string.Concat(Enumerable.Repeat("m=1 or ", 570))}m=1");

        var found = await (await registry.ReadAsync(Token)).FindRunsAsync(Loans, new RunQuery { Filter = filter }, Token);

        found.OrThrow().All.ShouldBe(3);
    }

    [Fact]
    public async Task Query_OfAnyFilter_FindsWhatTheFilterMeans()
    {
        const int Runs = 40;
        var registry = await FillAsync(Runs);
        var view = await registry.ReadAsync(Token);
        var names = Gen.Elements(
            new RunName(null, "trainer"), new RunName(null, "m"), new RunName(RunFactKind.Parameter, "p"),
            new RunName(RunFactKind.Tag, "t"), new RunName(RunFactKind.Metric, "m"), new RunName(null, "seed"));
        var values = Gen.OneOf(
            Gen.Elements(0.0, 1, 2, 3, 0.5).Select(x => new RunValue("", x)),
            Gen.Elements("a", "b", "B", "1", "2", "x_y", "%").Select(x => new RunValue(x)));
        var facts = Enumerable.Range(0, Runs).Select(FactsOf).ToList();

        Prop.ForAll(Any(3, names, values).ToArbitrary(), filter =>
        {
            var found = view.FindRunsAsync(Loans, new RunQuery { Filter = filter, Limit = 100 }, Token)
                .GetAwaiter().GetResult().OrThrow();
            var meant = Enumerable.Range(0, Runs).Where(run => Holds(filter, facts[run]))
                .Select(run => Run(run).Id).Reverse();
            return found.Runs.Select(run => run.Run.Id).SequenceEqual(meant) && found.Found == found.Runs.Count;
        }).Check(Config);
    }

    [Theory]
    [InlineData("m desc, run", "m")]
    [InlineData("params.p, run asc", "p")]
    public async Task Query_WithAnOrder_HasNumbersByTheirSizeAndWhatIsMissingLast(string order, string name)
    {
        var registry = await FillAsync(40);
        var query = new RunQuery { Order = RunFilterReader.ReadOrder(order).OrThrow(), Limit = 100 };

        var found = (await (await registry.ReadAsync(Token)).FindRunsAsync(Loans, query, Token)).OrThrow();

        var numbers = found.Runs.Select(run => run.Facts.FirstOrDefault(fact => fact.Name == name)?.Number).ToList();
        var known = numbers.TakeWhile(x => x is not null).ToList();
        (query.Order[0].IsDescending ? known.OrderDescending() : known.Order()).ShouldBe(known);
        known.Count.ShouldBeGreaterThan(5);
    }

    [Theory]
    [InlineData("trainr = a", "'--where', column 1: No run has 'trainr'. Did you mean 'trainer'?")]
    [InlineData("m > 0 and params.pp = 1", "'--where', column 11: No run has 'params.pp'. There is: params.both, params.p.")]
    [InlineData("both = 1", "'--where', column 1: 'both' is the name of several things. Write params.both or metrics.both.")]
    public async Task Query_NameThatIsNone_SaysWhatThereIs(string filter, string sentence)
    {
        var registry = await FillAsync(8);

        var found = await (await registry.ReadAsync(Token)).FindRunsAsync(Loans, new RunQuery { Filter = Read(filter) }, Token);

        found.Problems.ShouldHaveSingleItem().ToString().ShouldBe(sentence);
    }

    public ValueTask DisposeAsync() => _registries.DisposeAsync();

    private static RunFilter Read(string text) => RunFilterReader.ReadFilter(text).OrThrow();

    private static Gen<RunFilter> Any(int depth, Gen<RunName> names, Gen<RunValue> values)
    {
        Gen<RunFilter>[] plain =
        [
            from name in names
            from comparison in Gen.Elements(Enum.GetValues<RunOperator>())
            from value in values
            select (RunFilter)new RunFilter.Compare(name, comparison, value),
            from name in names
            from some in values.NonEmptyListOf()
            select (RunFilter)new RunFilter.In(name, [.. some.Take(3)]),
            from name in names
            from pattern in Gen.Elements("%", "a%", "_", "%y", "x__", "*", "[a]", "b")
            select (RunFilter)new RunFilter.Like(name, pattern),
        ];
        if (depth == 0)
            return Gen.OneOf(plain);
        var inner = Any(depth - 1, names, values);
        return Gen.OneOf([
            .. plain,
            inner.Two().Select(x => (RunFilter)new RunFilter.And(x.Item1, x.Item2)),
            inner.Two().Select(x => (RunFilter)new RunFilter.Or(x.Item1, x.Item2)),
            inner.Select(x => (RunFilter)new RunFilter.Not(x)),
        ]);
    }

    /// <summary>What a filter means, written a second time without SQL.</summary>
    private static bool Holds(RunFilter filter, IReadOnlyList<RunFact> facts) => filter switch
    {
        RunFilter.And x => Holds(x.Left, facts) && Holds(x.Right, facts),
        RunFilter.Or x => Holds(x.Left, facts) || Holds(x.Right, facts),
        RunFilter.Not x => !Holds(x.Inner, facts),
        RunFilter.In x => x.Values.Any(value => Holds(new RunFilter.Compare(x.Name, RunOperator.Equal, value), facts)),
        RunFilter.Like x => Find(x.Name, facts) is { } fact && Regex.IsMatch(
            fact.Text,
            $"\\A{Regex.Escape(x.Pattern).Replace("%", ".*", StringComparison.Ordinal).Replace('_', '.')}\\z",
            RegexOptions.Singleline),
        RunFilter.Compare x when Find(x.Name, facts) is { } fact => x.Value.Number is { } number
            ? fact.Number is { } own && Holds(x.Operator, own.CompareTo(number))
            : Holds(x.Operator, string.CompareOrdinal(fact.Text, x.Value.Text)),
        _ => false,
    };

    private static bool Holds(RunOperator comparison, int order) => comparison switch
    {
        RunOperator.Equal => order == 0,
        RunOperator.NotEqual => order != 0,
        RunOperator.Less => order < 0,
        RunOperator.AtMost => order <= 0,
        RunOperator.Greater => order > 0,
        _ => order >= 0,
    };

    private static RunFact? Find(RunName name, IReadOnlyList<RunFact> facts) =>
        facts.FirstOrDefault(fact => fact.Name == name.Name && (name.Kind is null || fact.Kind == name.Kind));

    private static IReadOnlyList<RunFact> FactsOf(int run)
    {
        string[] trainers = ["a", "b", "B", "x_y", "xzy"];
        List<RunFact> facts =
        [
            new(RunFactKind.Attribute, "trainer", trainers[run % 5]),
            new(RunFactKind.Attribute, "seed", (run % 3).ToString(CultureInfo.InvariantCulture)),
            new(RunFactKind.Parameter, "both", "1"),
            new(RunFactKind.Metric, "both", "1"),
        ];
        if (run % 2 == 0)
            facts.Add(new(RunFactKind.Metric, "m", (run / 8.0).ToString("R", CultureInfo.InvariantCulture)));
        if (run % 3 != 0)
            facts.Add(new(RunFactKind.Parameter, "p", run % 7 == 0 ? "b" : (run % 4).ToString(CultureInfo.InvariantCulture)));
        if (run % 4 == 1)
            facts.Add(new(RunFactKind.Tag, "t", run % 8 == 1 ? "1" : "a"));
        return facts;
    }

    private async Task<ModelRegistry> FillAsync(int runs)
    {
        var registry = await _registries.OpenAsync(Token);
        for (var run = 0; run < runs; run++)
        {
            var facts = FactsOf(run);
            await registry.RecordAsync(
                Run(run) with { Facts = RunFacts.Of(facts.Where(fact => fact.Kind != RunFactKind.Tag)) }, Token);
            foreach (var tag in facts.Where(fact => fact.Kind == RunFactKind.Tag))
                await registry.TagAsync(new NewTag(Run(run).Id, Loans, tag.Name, tag.Text), Token);
        }

        return registry;
    }
}
