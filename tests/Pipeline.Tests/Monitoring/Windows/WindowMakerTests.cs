using System.Text.Json;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Models.Predictions;
using Pipeline.Monitoring.Performance;
using Pipeline.Monitoring.Replay;
using Pipeline.Testing;

namespace Pipeline.Monitoring.Windows;

public sealed class WindowMakerTests : IDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly WindowSeries Answered = new(SomeLog.Model, IsShadow: false);

    private readonly TemporaryFolder _folder = new();
    private readonly SomeLog _log;
    private readonly ManualClock _clock = new();
    private readonly CollectedProblems _problems = new();
    private MonitoringSection _section = new() { Window = WindowLength.Parse("1h", null), Wait = TimeSpan.FromMinutes(5) };

    public WindowMakerTests()
    {
        _log = new SomeLog(_folder);
        _clock.Advance(SomeLog.Monday + (2 * Hour) - _clock.GetUtcNow());
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Make_WindowThatIsOver_IsMadeOnce()
    {
        _log.Append(1, Predictions(1, 1..10, Hour / 2));
        _log.Append(1, Predictions(1, 10..14, 1.9 * Hour));

        var first = await MakeAsync();
        var second = await MakeAsync();

        var window = first.Windows.ShouldHaveSingleItem();
        (window.From, window.To).ShouldBe((SomeLog.Monday, SomeLog.Monday + Hour));
        (window.Rows, window.Predictions).ShouldBe((9, 9));
        window.Revisions.ShouldBe([7]);
        window.InputProfiles.Select(x => (x.Name, x.Count)).ShouldBe([("income", 9), ("purpose", 9)]);
        second.Windows.ShouldBeEmpty();
        second.Reading.Predictions.ShouldBe(0);
    }

    [Fact]
    public async Task Make_FaultyValues_AreCountedByColumn()
    {
        _log.Append(1, SomeLog.Prediction(1, 1, Hour / 2, income: -5, purpose: "boat"));
        _log.Append(1, SomeLog.Prediction(1, 2, Hour / 2, income: double.NaN));

        var window = (await MakeAsync()).Windows.ShouldHaveSingleItem();

        window.Faults.ShouldBe([new ColumnFaults("income", 0, 1, 0, 0), new ColumnFaults("purpose", 1, 0, 0, 0)]);
        window.InputProfiles[0].Missing.ShouldBe(1);
    }

    [Fact]
    public async Task Make_PersonalColumn_LeavesCountsAlone()
    {
        _log.Append(1, Predictions(1, 1..50, Hour / 2));

        var model = SomeLog.Watched with { Personal = new HashSet<string> { "purpose" } };
        var window = (await MakeAsync(model: model)).Windows.ShouldHaveSingleItem();

        JsonSerializer.Serialize(window, DocumentJson.Options).ShouldNotContain("car");
        window.InputProfiles[1].Count.ShouldBe(49);
    }

    [Fact]
    public async Task Make_LatePrediction_MakesItsWindowAnew()
    {
        _log.Append(1, Predictions(1, 1..10, Hour / 2));
        await MakeAsync();
        _log.Append(2, Predictions(2, 1..4, Hour / 3));

        var window = (await MakeAsync()).Windows.ShouldHaveSingleItem();

        window.Rows.ShouldBe(12);
        (await StoredAsync()).ShouldHaveSingleItem().Rows.ShouldBe(12);
    }

    [Fact]
    public async Task Make_Outcomes_FindTheirWindowsHoweverLate()
    {
        _log.Append(1, Predictions(1, 1..10, Hour / 2));
        _log.Append(1, SomeLog.Feedback(1, 1, 0.6 * Hour));
        (await MakeAsync()).Windows.ShouldHaveSingleItem().Outcomes.Matched.ShouldBe(1);
        _clock.Advance(30 * Hour);
        _log.Append(2, SomeLog.Feedback(1, 2, 31 * Hour), SomeLog.Feedback(1, 1, 0.6 * Hour), SomeLog.Feedback(9, 9, 31 * Hour));

        var made = await MakeAsync();

        made.Windows.ShouldHaveSingleItem().Outcomes.Matched.ShouldBe(2);
        made.UnknownOutcomes.ShouldBe(1);
        (await MakeAsync()).Windows.ShouldBeEmpty();
    }

    [Fact]
    public async Task Make_OutcomeLaterThanWaitedFor_IsCountedAndLeftOut()
    {
        _section = _section with { OutcomesWithin = TimeSpan.FromDays(1) };
        _log.Append(1, Predictions(1, 1..10, Hour / 2));
        await MakeAsync();
        _clock.Advance(TimeSpan.FromDays(3));
        _log.Append(1, SomeLog.Feedback(1, 1, TimeSpan.FromDays(3)));

        var made = await MakeAsync();

        made.Windows.ShouldBeEmpty();
        made.LateOutcomes.ShouldBe(1);
    }

    [Fact]
    public async Task Make_CopiesOfRequests_AreASeriesOfTheirOwn()
    {
        _log.Append(1, Predictions(1, 1..10, Hour / 2));
        _log.Append(1, Predictions(1, 10..13, Hour / 2, route: PredictionRoutes.Shadow));

        var made = await MakeAsync();

        made.Windows.OrderBy(x => x.Series.IsShadow).Select(x => (x.Series.IsShadow, x.Rows)).ShouldBe([(false, 9), (true, 3)]);
    }

    [Fact]
    public async Task Make_FileThatWasCopied_CountsOnce()
    {
        _log.Append(1, Predictions(1, 1..10, Hour / 2));
        _log.Append(2, Predictions(1, 1..10, Hour / 2));

        (await MakeAsync()).Windows.ShouldHaveSingleItem().Rows.ShouldBe(9);
    }

    [Fact]
    public async Task Make_WindowsOfRows_EndWithTheRowThatMakesSoMany()
    {
        _section = _section with { Window = WindowLength.Parse("100 rows", null), Wait = TimeSpan.Zero };
        for (var number = 1; number <= 250; number++)
            _log.Append(1, SomeLog.Prediction(1, number, TimeSpan.FromSeconds(number)));

        var first = await MakeAsync();
        for (var number = 251; number <= 320; number++)
            _log.Append(1, SomeLog.Prediction(1, number, TimeSpan.FromSeconds(number)));
        var second = await MakeAsync();

        first.Windows.Select(x => x.Rows).ShouldBe([100, 100]);
        second.Windows.Select(x => x.Rows).ShouldBe([100]);
        (await StoredAsync()).Zip((await StoredAsync()).Skip(1)).ShouldAllBe(x => x.First.To <= x.Second.From);
    }

    [Fact]
    public async Task Make_LogThatWasTrimmed_LeavesItsWindowsAsTheyAre()
    {
        _log.Append(1, Predictions(1, 1..10, Hour / 2));
        await MakeAsync();
        Directory.Delete(_log.Folder, recursive: true);
        _log.Append(2, Predictions(2, 1..3, Hour / 3));

        var made = await MakeAsync();

        made.Windows.ShouldBeEmpty();
        made.LateOutcomes.ShouldBe(2);
        (await StoredAsync()).ShouldHaveSingleItem().Rows.ShouldBe(9);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Make_AnyNumberOfRuns_GivesTheWindowsOfOne(int seed)
    {
        var random = new Random(seed);
        var entries = Enumerable.Range(1, 600).Select(number => SomeLog.Prediction(
            1 + (number % 3), number, TimeSpan.FromMinutes(random.Next(0, 600)), random.Next(0, 2000))).ToList();
        var feedback = entries.Where(_ => random.Next(3) == 0)
            .Select(x => SomeLog.Feedback((int)x.Id.Server, (int)x.Id.Number, x.Time - SomeLog.Monday + Hour, "no")).ToList();
        PredictionLogEntry[] all = [.. entries, .. feedback];
        random.Shuffle(all);
        _clock.Advance(20 * Hour);
        foreach (var some in all.Chunk(170))
        {
            foreach (var server in some.GroupBy(x => (int)x.Id.Server))
                _log.Append(server.Key, server);
            await MakeAsync(mostAtOnce: random.Next(1, 5));
        }

        var stored = await StoredAsync();
        using var other = new TemporaryFolder();
        await MakeAsync(store: new WindowStore(other.Path));
        var atOnce = await StoredAsync(new WindowStore(other.Path));

        stored.Select(Figures).ShouldBe(atOnce.Select(Figures));
        stored.Sum(x => x.Rows).ShouldBe(600);
        stored.Sum(x => x.Outcomes.Matched).ShouldBe(feedback.Count);
    }

    [Fact]
    public async Task Make_KilledAtAnyPoint_CountsNothingTwiceAndLosesNothing()
    {
        for (var hour = 0; hour < 5; hour++)
            _log.Append(1, Predictions(1, (1 + (hour * 10))..(11 + (hour * 10)), (hour + 0.5) * Hour));
        _log.Append(1, SomeLog.Feedback(1, 3, 3 * Hour), SomeLog.Feedback(1, 13, 3 * Hour));
        _clock.Advance(10 * Hour);
        for (var survived = 0; survived < 5; survived++)
        {
            var dies = new DiesAfter(survived);
            await Should.ThrowAsync<OperationCanceledException>(() => MakeAsync(measurer: dies, model: SomeLog.Watched));
        }

        await MakeAsync();

        var stored = await StoredAsync();
        stored.Select(x => x.Rows).ShouldBe([10, 10, 10, 10, 10]);
        stored.Sum(x => x.Outcomes.Matched).ShouldBe(2);
    }

    private static object Figures(WindowDocument window) => (
        window.From, window.Rows, window.Outcomes.Matched, window.Predictions,
        Mean: Math.Round(window.InputProfiles[0].Numbers!.Mean, 9), window.InputProfiles[1].Frequent[0]);

    private static IEnumerable<PredictionLogEntry> Predictions(
        int server, Range numbers, TimeSpan after, string route = "stable") =>
        Enumerable.Range(numbers.Start.Value, numbers.End.Value - numbers.Start.Value)
            .Select(number => SomeLog.Prediction(server, number, after, route: route));

    private Task<WindowsMade> MakeAsync(
        int mostAtOnce = 64, WindowStore? store = null, IWindowMeasurer? measurer = null, WatchedModel? model = null) =>
        new WindowMaker(store ?? Store, new KnownModels(model ?? SomeLog.Watched), _section, _clock)
        {
            MostAtOnce = mostAtOnce,
            Measurer = measurer,
        }.MakeAsync(_log.Folder, [], _problems, TestContext.Current.CancellationToken);

    private WindowStore Store => new(_folder["monitoring"]);

    private Task<IReadOnlyList<WindowDocument>> StoredAsync(WindowStore? store = null) => (store ?? Store).ReadAsync(
        Answered, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, _problems, TestContext.Current.CancellationToken);

    /// <summary>Whatever is asked of a day is the same of its hours, but for what sketches cannot.</summary>
    [Fact]
    public async Task Merge_Hours_IsTheWindowOfTheirTime()
    {
        foreach (var hour in Enumerable.Range(0, 4))
        {
            _log.Append(1, Enumerable.Range(100 * hour, 100).Select(x => SomeLog.Prediction(
                1, x, (hour + 0.5) * Hour, income: x == 7 ? double.NaN : 10 * x, purpose: x % 3 == 0 ? "boat" : "car")));
            _log.Append(1, SomeLog.Feedback(1, 100 * hour, (hour + 0.6) * Hour));
        }

        _clock.Advance(4 * Hour);
        var hours = (await MakeAsync()).Windows;
        _section = _section with { Window = WindowLength.Parse("4h", null) };
        var whole = (await MakeAsync(store: new WindowStore(_folder["whole"]))).Windows.ShouldHaveSingleItem();

        var merged = WindowMerge.Of(hours);

        (merged.From, merged.To, merged.Rows, merged.Predictions).ShouldBe((whole.From, whole.To, whole.Rows, whole.Predictions));
        merged.Faults.ShouldBe(whole.Faults);
        merged.Outcomes.ShouldBe(whole.Outcomes);
        merged.Revisions.ShouldBe(whole.Revisions);
        merged.InputProfiles.Select(x => (x.Name, x.Count, x.Missing)).ShouldBe(
            whole.InputProfiles.Select(x => (x.Name, x.Count, x.Missing)));
        merged.InputProfiles[0].Numbers!.Mean.ShouldBe(whole.InputProfiles[0].Numbers!.Mean, 1e-9);
        merged.InputProfiles[0].Numbers!.StandardDeviation!.Value
            .ShouldBe(whole.InputProfiles[0].Numbers!.StandardDeviation!.Value, 1e-9);
        merged.InputProfiles[1].Frequent.ShouldBe(whole.InputProfiles[1].Frequent);
    }

    [Fact]
    public void Merge_WindowsOfTwoModels_IsACallersMistake()
    {
        var window = Rules.SomeWindows.Window(0);

        Should.Throw<ArgumentException>(() =>
            WindowMerge.Of([window, window with { Series = window.Series with { IsShadow = true } }]));
    }

    private sealed class DiesAfter(int windows) : IWindowMeasurer
    {
        private int _left = windows;

        public WindowMeasured Measure(WindowRows window, CancellationToken cancellationToken) => _left-- > 0
            ? new WindowMeasured([], [])
            : throw new OperationCanceledException("Killed.");

        public ShadowReading Compare(
            PredictionRows shadow, PredictionRows champion, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
