using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Delivery.Monitoring;
using Pipeline.Models.Documents;
using Pipeline.Monitoring;
using Pipeline.Monitoring.Performance;
using Pipeline.Monitoring.Rules;
using Pipeline.Monitoring.Windows;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery.Monitoring;

/// <summary>Windows of an hour, from the first of January on.</summary>
public sealed class WindowReadingTests : IDisposable
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly WindowSeries Series = new(Digest.OfText("model"), IsShadow: false);

    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly Told _told = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Read_LongSeries_HasTheFirstOnesThatLimitsAreLearnedFromAndTheLast()
    {
        await WriteAsync(Enumerable.Range(0, 230));
        var rule = new MetricRule { Metric = "predictions", Learned = new LearnedLimit { Windows = 5 } };

        var windows = await ReadAsync(230, rule);

        windows.Select(x => (x.From - Begin).TotalHours).ShouldBe(
            [.. Enumerable.Range(0, 5).Concat(Enumerable.Range(30, 200)).Select(x => (double)x)]);
        (await ReadAsync(230)).Count.ShouldBe(200);
    }

    [Fact]
    public async Task Read_HoursWithoutTraffic_AreWindowsOfNothing()
    {
        await WriteAsync([0, 3]);

        (await ReadAsync(5)).Select(x => x.Predictions).ShouldBe([10, 0, 0, 10, 0]);
    }

    /// <summary>A window that cannot be read is no hour without traffic.</summary>
    [Fact]
    public async Task Read_DamagedWindow_IsToldAndLeftOut()
    {
        await WriteAsync([0, 1, 2]);
        File.WriteAllText(Directory.GetFiles(_folder.Path, "*010000Z.json", SearchOption.AllDirectories).Single(), "{");

        (await ReadAsync(3)).Count.ShouldBe(2);

        _told.Problems.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Read_WindowBesideAShadow_HasWhatWasMeasuredOfBoth()
    {
        await WriteAsync([0, 1]);
        var shadow = Window(1) with
        {
            Series = new WindowSeries(Digest.OfText("candidate"), IsShadow: true),
            Champion = new ShadowChampion(Series.Model, 10),
            Measurements =
            [
                new Measurement { Name = ShadowComparison.Disagreement, Value = 0.2 },
                new Measurement { Name = "shadow_roc_auc", Value = 0.8 },
                new Measurement { Name = "roc_auc", Value = 0.8 },
            ],
        };
        var store = new WindowStore(_folder.Path);
        await store.WriteAsync(shadow, Token);
        var ledger = await store.ReadLedgerAsync(Token);
        await store.WriteLedgerAsync(ledger with { Windows = [.. ledger.Windows, EntryOf(shadow)] }, Token);

        var windows = await ReadAsync(2);

        windows[0].Measurements.ShouldBeEmpty();
        windows[1].Measurements.Select(x => x.Name).ShouldBe(["disagreement", "shadow_roc_auc"]);
    }

    private Task<IReadOnlyList<WindowDocument>> ReadAsync(int hours, params IReadOnlyList<RuleSpec> rules)
    {
        _clock.Advance(Begin + TimeSpan.FromHours(hours) + TimeSpan.FromMinutes(1) - _clock.GetUtcNow());
        var section = new MonitoringSection { Window = WindowLength.Parse("1h", null), Rules = rules };
        return new WindowReading(new WindowStore(_folder.Path), section, _clock).ReadAsync(Series, _told, Token);
    }

    private async Task WriteAsync(IEnumerable<int> hours)
    {
        var store = new WindowStore(_folder.Path);
        var windows = hours.Select(Window).ToList();
        foreach (var window in windows)
            await store.WriteAsync(window, Token);
        await store.WriteLedgerAsync(new WindowLedger { Windows = [.. windows.Select(EntryOf)] }, Token);
    }

    private static LedgerEntry EntryOf(WindowDocument window) => new()
    {
        Series = window.Series,
        From = window.From,
        To = window.To,
        Rows = window.Rows,
        IsClosed = true,
    };

    private static WindowDocument Window(int hour) => new()
    {
        Series = Series,
        Model = ModelName.Parse("loan-default"),
        From = Begin.AddHours(hour),
        To = Begin.AddHours(hour + 1),
        Rows = 10,
        Predictions = 10,
        InputProfiles = [],
        OutputProfiles = [],
        Latency = new ColumnProfile { Name = "latency", Type = DataType.Number, Count = 0, Missing = 0 },
    };

    private sealed class Told : IProgress<Problem>
    {
        public List<Problem> Problems { get; } = [];

        public void Report(Problem value) => Problems.Add(value);
    }
}
