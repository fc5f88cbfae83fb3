using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Data.Profiling;
using Pipeline.Delivery;
using Pipeline.Delivery.Monitoring;
using Pipeline.Environments;
using Pipeline.Models.Documents;
using Pipeline.Monitoring.Windows;

namespace Pipeline.Targets.Delivery.Monitoring;

/// <summary>Days of two months, of which the second is another one in "income".</summary>
public sealed class WindowComparisonTests : IDisposable
{
    private static readonly ModelName Model = ModelName.Parse("loan-default");
    private static readonly WindowSeries Series = new(Digest.OfText("model"), IsShadow: false);

    private readonly DeliveryRoot _root = new();
    private readonly FakeFace _face = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData("2026-10", "2026-11", "2026-10 (3 windows, 600 rows) and 2026-11 (3 windows, 600 rows)", "failed")]
    [InlineData("2026-10-02", "2026-11-02", "2026-10-02 (1 window, 200 rows) and 2026-11-02 (1 window, 200 rows)", "failed")]
    [InlineData("2026-10-01", "2026-10-02T12:30", "2026-10-01 (1 window, 200 rows) and 2026-10-02T12:30Z (1 window, 200 rows)",
        "passed")]
    public async Task Compare_MonthsDaysAndMoments_AreMergedAndHeldAgainstEachOther(
        string first, string second, string title, string verdict)
    {
        await WriteAsync();

        await CompareAsync(first, second);

        _face.Lines.ShouldBe([$"staging of loan-default: {title}"]);
        _face.Tables[0].Rows.Select(x => (x[0].Text, x[4].Text)).ShouldBe([("income", verdict)]);
    }

    [Fact]
    public async Task Compare_TimeWithoutWindows_SaysWhichThereAre()
    {
        await WriteAsync();

        (await Should.ThrowAsync<InvalidInputException>(() => CompareAsync("2026-10", "2026-12"))).Message.ShouldContain(
            "staging of loan-default has no window at 2026-12. There are 6, from 2026-10-01T00:00Z to 2026-11-04T00:00Z.");
    }

    [Theory]
    [InlineData("2026-13")]
    [InlineData("2026-02-30")]
    [InlineData("October")]
    [InlineData("2026-1")]
    [InlineData("")]
    public void Request_NoTime_IsAProblem(string text) =>
        Should.Throw<InvalidInputException>(() => MonitorRequest.Of(null, [text, "2026-01"]))
            .Message.ShouldContain($"'{text}' is no time in UTC; a month such as 2026-03");

    private Task CompareAsync(string first, string second)
    {
        var request = new DeliveryRequest(_root.Folder, _face) { StateHome = Home, Environment = "staging" };
        return new DeliverySession(request).MonitorAsync(MonitorRequest.Of(null, [first, second]), Token);
    }

    private string Home => Path.Combine(_root.State, "pipeline");

    private async Task WriteAsync()
    {
        _root.Write("environments.yml", "project: demo\nenvironments: {staging: {strategy: {type: recreate}}}\n");
        var store = new WindowStore(EnvironmentFolder.Of(Home, "demo", "staging", Model).Monitoring);
        var entries = new List<LedgerEntry>();
        foreach (var month in new[] { 10, 11 })
        {
            foreach (var day in Enumerable.Range(1, 3))
            {
                var window = Day(new DateTimeOffset(2026, month, day, 0, 0, 0, TimeSpan.Zero), month == 10 ? 1 : 3);
                await store.WriteAsync(window, Token);
                entries.Add(new LedgerEntry
                {
                    Series = Series,
                    From = window.From,
                    To = window.To,
                    Rows = window.Rows,
                    IsClosed = true,
                });
            }
        }

        await store.WriteLedgerAsync(new WindowLedger { Windows = entries }, Token);
    }

    private static WindowDocument Day(DateTimeOffset from, int unit) => new()
    {
        Series = Series,
        Model = Model,
        From = from,
        To = from.AddDays(1),
        Rows = 200,
        Predictions = 200,
        InputProfiles = [Numbers("income", x => unit * (x * 37 % 100))],
        OutputProfiles = [],
        Latency = Numbers("latency", x => x),
    };

    private static ColumnProfile Numbers(string name, Func<int, double> value)
    {
        var column = new ColumnAccumulator(name, DataType.Number);
        column.Add([.. Enumerable.Range(0, 200).Select(value)]);
        return column.ToProfile();
    }
}
