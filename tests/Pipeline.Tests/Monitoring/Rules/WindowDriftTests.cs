using Pipeline.Core.Checks;
using Pipeline.Monitoring.Drift;
using Pipeline.Monitoring.Windows;
using Pipeline.Testing;
using static Pipeline.Monitoring.Rules.SomeWindows;

namespace Pipeline.Monitoring.Rules;

public sealed class WindowDriftTests : IDisposable
{
    private static readonly RuleSpec[] Several =
    [
        new DriftRule { Columns = ["inputs"] },
        new DriftRule { Columns = ["income"], Method = "psi", Criterion = new Criterion.AtMost(0.2) },
        new DriftRule { Columns = ["outputs"], Name = "learned", Learned = new LearnedLimit { Windows = 3 } },
        new MetricRule { Metric = WindowFigures.DriftShare, Criterion = new Criterion.AtMost(0.5) },
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Of_SecondLook_ComputesNothingAnewAndSaysTheSame()
    {
        var windows = await StoredAsync(8);

        var (first, counted) = await JudgeAsync(windows, Several);
        var (second, again) = await JudgeAsync(windows, Several);

        counted.ShouldBeGreaterThan(0);
        again.ShouldBe(0);
        second.ShouldBe(first);
    }

    [Fact]
    public async Task Of_NewWindow_ComparesThatOneAlone()
    {
        var windows = await StoredAsync(8);
        DriftRule[] rules = [new() { Columns = ["inputs"] }];
        await JudgeAsync(windows[..7], rules);

        var (_, compared) = await JudgeAsync(windows, rules);

        compared.ShouldBe(1);
    }

    [Fact]
    public async Task Of_OtherReferenceOrOptions_ComparesAnew()
    {
        var windows = await StoredAsync(4);
        DriftRule[] rules = [new() { Columns = ["income"], Method = "psi", Criterion = new Criterion.AtMost(0.2) }];
        await JudgeAsync(windows, rules);

        var (_, otherLimit) = await JudgeAsync(windows, rules[0] with { Criterion = new Criterion.AtMost(0.3) });
        var reference = Model.Reference! with { InputProfiles = [Incomes(5000, 9, 1), Purposes(5000)] };
        var (_, otherReference) = await JudgeAsync(windows, [rules[0]], Model with { Reference = reference });

        otherLimit.ShouldBe(4);
        otherReference.ShouldBe(8, "the usual comparison, and the rule's own");
    }

    [Fact]
    public async Task Of_WindowThatWasMadeAnew_ComparesIt()
    {
        var windows = await StoredAsync(4);
        DriftRule[] rules = [new() { Columns = ["inputs"] }];
        await JudgeAsync(windows, rules);
        windows[2] = windows[2] with { InputProfiles = [Incomes(1000, 2, 1000), Purposes(1000)] };
        await Store.WriteAsync(windows[2], TestContext.Current.CancellationToken);

        var (judged, compared) = await JudgeAsync(windows, rules);

        compared.ShouldBe(1);
        judged.ShouldContain(x => x.StartsWith("drift-inputs income Failed", StringComparison.Ordinal), 1);
    }

    [Fact]
    public async Task Of_DamagedFile_IsWorkedOutAnew()
    {
        var windows = await StoredAsync(2);
        DriftRule[] rules = [new() { Columns = ["inputs"] }];
        await JudgeAsync(windows, rules);
        foreach (var file in Directory.GetFiles(_folder.Path, "*.drift.json", SearchOption.AllDirectories))
            File.WriteAllText(file, "{\"schema\":");

        var (_, compared) = await JudgeAsync(windows, rules);

        compared.ShouldBe(2);
        (await JudgeAsync(windows, rules)).Compared.ShouldBe(0);
    }

    [Fact]
    public async Task Trim_OldWindows_TakesTheirDriftWithThem()
    {
        var windows = await StoredAsync(3);
        await JudgeAsync(windows, new DriftRule { Columns = ["inputs"] });

        Store.Trim(windows[0].Series, At(2)).ShouldBe(2);

        Directory.GetFiles(_folder.Path, "*.json", SearchOption.AllDirectories).Length.ShouldBe(2);
    }

    /// <summary>A rule's line shows what the rule measures, whatever the usual method is.</summary>
    [Fact]
    public async Task Judge_RuleWithItsOwnMethod_HasASeriesOfThatMethod()
    {
        var windows = await StoredAsync(3);
        var rule = new DriftRule { Columns = ["income"], Method = "psi", Criterion = new Criterion.AtMost(0.2) };
        var judge = new RuleJudge(new MonitoringSection { Rules = [rule] }, Model);

        var series = judge.Judge(windows[2], windows[..2]).Results.ShouldHaveSingleItem().Series;

        var own = new DriftDetectionOptions { NumberMethod = DriftMethod.PopulationStability };
        var drift = new WindowDrift(Model.Reference);
        series.ShouldBe(windows.Select(x => drift.Of(x, own)!.Columns[0].Value));
    }

    private WindowStore Store => new(_folder.Path);

    private async Task<WindowDocument[]> StoredAsync(int count)
    {
        WindowDocument[] windows = [.. Enumerable.Range(0, count).Select(x => Window(x))];
        foreach (var window in windows)
            await Store.WriteAsync(window, TestContext.Current.CancellationToken);
        return windows;
    }

    private Task<(IReadOnlyList<string> Verdicts, int Compared)> JudgeAsync(
        WindowDocument[] windows, params RuleSpec[] rules) => JudgeAsync(windows, rules, Model);

    private async Task<(IReadOnlyList<string> Verdicts, int Compared)> JudgeAsync(
        WindowDocument[] windows, RuleSpec[] rules, WatchedModel model)
    {
        var drift = await WindowDrift.OpenAsync(
            Store, model.Reference, windows, TestContext.Current.CancellationToken);
        var judge = new RuleJudge(new MonitoringSection { Rules = rules }, model, drift);
        var judged = windows.Select((window, place) => judge.Judge(window, windows[..place])).ToList();
        await drift.SaveAsync(Store, TestContext.Current.CancellationToken);
        return ([.. judged.SelectMany(x => x.Results).Select(x =>
            $"{x.Rule.Id} {x.Result.Measurement.Column} {x.Result.Verdict.Outcome} {x.Result.Verdict.Reason} "
            + string.Join(',', x.Series))], drift.Compared);
    }
}
