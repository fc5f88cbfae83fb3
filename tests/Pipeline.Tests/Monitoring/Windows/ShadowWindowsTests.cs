using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Evaluation.Fairness;
using Pipeline.Evaluation.Metrics;
using Pipeline.Models.Predictions;
using Pipeline.Monitoring.Performance;
using Pipeline.Monitoring.Replay;
using Pipeline.Testing;

namespace Pipeline.Monitoring.Windows;

/// <summary>Copies are answered by a candidate, in another order, by another server, with other ids.</summary>
public sealed class ShadowWindowsTests : IDisposable
{
    private const int Requests = 300;

    private static readonly Digest Candidate = Digest.OfText("candidate");
    private static readonly WindowSeries Copies = new(Candidate, IsShadow: true);

    private readonly TemporaryFolder _folder = new();
    private readonly SomeLog _log;
    private readonly ManualClock _clock = new();
    private readonly CollectedProblems _problems = new();

    public ShadowWindowsTests()
    {
        _log = new SomeLog(_folder);
        _clock.Advance(SomeLog.Monday + TimeSpan.FromHours(2) - _clock.GetUtcNow());
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Make_Copies_AreHeldAgainstWhatPeopleWereToldToTheSameRequests()
    {
        Ask(disagrees: x => x % 3 == 0);

        var shadow = (await MakeAsync()).Windows.Single(x => x.Series == Copies);

        shadow.Champion.ShouldBe(new ShadowChampion(SomeLog.Model, Requests) { Version = SomeLog.Watched.Version });
        Number(shadow, ShadowComparison.Disagreement).ShouldBe(1 / 3.0, 1e-12);
        shadow.Measurements.ShouldNotContain(x => x.Name.StartsWith("shadow_", StringComparison.Ordinal));
    }

    /// <summary>Nobody tells what came true of a copy: it is what came true of the request.</summary>
    [Fact]
    public async Task Make_OutcomesThatComeLate_AreTheCopiesToo()
    {
        Ask(disagrees: x => x % 3 == 0);
        await MakeAsync();
        _log.Append(1, Enumerable.Range(0, Requests).Select(
            x => SomeLog.Feedback(1, x, TimeSpan.FromHours(1.9), Told(x) >= 0.5 ? "yes" : "no")));

        var shadow = (await MakeAsync()).Windows.Single(x => x.Series == Copies);

        var accuracy = shadow.Measurements.Single(x => x.Name == "shadow_accuracy");
        accuracy.Value.ShouldBe(new MeasuredValue.Number(2 / 3.0));
        accuracy.Comparison!.Reference.ShouldBe(ShadowComparison.Champion);
        accuracy.Comparison.Value.ShouldBe(new MeasuredValue.Number(1));
    }

    [Fact]
    public async Task Make_CopiesOfNoKnownRequest_AreComparedWithNothing()
    {
        _log.Append(2, Copied(0, _ => false));

        (await MakeAsync()).Windows.Single().Champion.ShouldBeNull();
    }

    [Fact]
    public async Task Make_SameInputsTwice_ArePairedInTheOrderOfTime()
    {
        _log.Append(1, Asked(0), Asked(1) with { Inputs = Asked(0).Inputs });
        _log.Append(2, Copied(0, _ => false), Copied(1, _ => true) with { Inputs = Asked(0).Inputs });

        var shadow = (await MakeAsync()).Windows.Single(x => x.Series == Copies);

        shadow.Champion!.Requests.ShouldBe(2);
        Number(shadow, ShadowComparison.Disagreement).ShouldBe(0.5);
    }

    [Fact]
    public async Task Make_TwoCandidatesInOneWindow_AreBothHeldAgainstTheSameAnswers()
    {
        Ask(disagrees: _ => false);
        var other = Digest.OfText("another candidate");
        _log.Append(3, Enumerable.Range(0, Requests).Select(x => Copied(x, _ => true)).Select(x => x with
        {
            Id = PredictionId.Of(3, x.Id.Number),
            Model = x.Model with { Digest = other },
        }));

        var windows = (await MakeAsync()).Windows;

        windows.Where(x => x.Series.IsShadow).Select(x => (x.Series.Model, x.Champion!.Requests, Number(x, "disagreement")))
            .ShouldBe([(Candidate, Requests, 0), (other, Requests, 1)], ignoreOrder: true);
    }

    private void Ask(Func<int, bool> disagrees)
    {
        _log.Append(1, Enumerable.Range(0, Requests).Select(Asked));
        _log.Append(2, Enumerable.Range(0, Requests).Reverse().Select(x => Copied(x, disagrees)));
    }

    private static double Told(int number) => (number % 10) / 10.0;

    private static PredictionLogEntry.Prediction Asked(int number) =>
        SomeLog.Prediction(1, number, TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(number), 7_000_000 + number);

    private static PredictionLogEntry.Prediction Copied(int number, Func<int, bool> disagrees)
    {
        var asked = SomeLog.Prediction(
            2, 9000 + number, TimeSpan.FromMinutes(11) + TimeSpan.FromSeconds(number), 7_000_000 + number, route: "shadow");
        var answer = disagrees(number) ? Told(number) >= 0.5 ? 0.1 : 0.9 : Told(number);
        return asked with
        {
            Model = asked.Model with { Digest = Candidate, Version = new ModelVersion(4), Revision = 8 },
            Outputs = new LoggedValues(["probability"], [LoggedValue.Of(answer)]),
        };
    }

    private static double Number(WindowDocument window, string name) =>
        ((MeasuredValue.Number)window.Measurements.Single(x => x.Name == name).Value).Value;

    private async Task<WindowsMade> MakeAsync()
    {
        using var measurer = new RowsMeasurer(
            StandardMetrics.All, new FairnessSpec(), new PerformanceOptions { Resamples = 100 });
        var models = new KnownModels(
            SomeLog.Watched,
            SomeLog.Watched with { Digest = Candidate, Version = new ModelVersion(4) },
            SomeLog.Watched with { Digest = Digest.OfText("another candidate"), Version = new ModelVersion(5) });
        var section = new MonitoringSection { Window = WindowLength.Parse("1h", null) };
        return await new WindowMaker(new WindowStore(_folder["monitoring"]), models, section, _clock) { Measurer = measurer }
            .MakeAsync(_log.Folder, [], _problems, TestContext.Current.CancellationToken);
    }
}
