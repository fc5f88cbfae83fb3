using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Monitoring;
using Pipeline.Monitoring.Alerts;
using Pipeline.Monitoring.Costs;
using Pipeline.Monitoring.Drift;
using Pipeline.Monitoring.Performance;

namespace Pipeline.Reporting.Monitors;

/// <summary>A model that drifts from its 20th hour on, as monitoring has it.</summary>
internal static class SomeMonitor
{
    private const int Bad = 20;

    private static readonly DateTimeOffset Begin = new(2026, 5, 4, 0, 0, 0, TimeSpan.Zero);
    private static readonly Check Limit = new() { Id = "roc_auc", Criterion = new Criterion.AtLeast(0.8) };

    public static MonitorDocument Drifting { get; } = Saying(text => text);

    public static MonitorDocument Empty { get; } = Drifting with
    {
        Windows = [],
        Rules = [],
        Drift = null,
        Alerts = [],
        Servers = null,
        Notes = [],
        UnknownOutcomes = 0,
        LateOutcomes = 0,
        DriftOverTime = new Dictionary<string, IReadOnlyList<DriftPoint?>>(),
    };

    /// <param name="change">What is made of each text that comes from data or from people.</param>
    /// <param name="hours">How many windows there are.</param>
    /// <param name="columns">How many columns there are beside the two that drift.</param>
    public static MonitorDocument Saying(Func<string, string> change, int hours = 30, int columns = 2)
    {
        var (income, state) = (change("income"), change("state") + " ");
        List<ColumnDrift> drift =
        [
            Ranges(income, Verdict.Failed($"wasserstein drift in column '{income}' is 0.42; at most 0.1 is required.")),
            Values(state, change),
            .. Enumerable.Range(0, columns).Select(x => Ranges($"column {x}", Verdict.Passed("It is 0.01."))),
        ];
        var windows = Enumerable.Range(0, hours).Select(hour => Window(hour, income, state, change)).ToList();
        var last = windows[^1].Measurements.First(x => x.Name == "roc_auc");
        return new MonitorDocument
        {
            Model = ModelName.Parse("loan-default"),
            Version = new ModelVersion(3),
            Environment = "production",
            At = Begin.AddHours(hours),
            Length = "1h",
            Windows = windows,
            Rules =
            [
                new MonitoredRule(change("auc"), new CheckResult(Limit, last, Verdict.Failed($"{change("It is too small")}.")))
                {
                    Series = [.. windows.Select(x => Number(x, "roc_auc"))],
                },
                new MonitoredRule("drift-inputs", drift[0].ToResult()),
                new MonitoredRule("drift-inputs", drift[2].ToResult()),
            ],
            Drift = new DriftReport(drift) { DriftShare = 0.5, FalseDiscoveryRate = 0.05 },
            DriftOverTime = drift.DistinctBy(x => x.Column).ToDictionary(
                x => x.Column,
                _ => (IReadOnlyList<DriftPoint?>)[.. Enumerable.Range(0, hours).Select(hour => hour == 5 ? null
                    : hour < Bad ? new DriftPoint(0.03, 0.02, Outcome.Passed) : new DriftPoint(0.42, 0.4, Outcome.Failed))]),
            Alerts =
            [
                SomeAlert.Firing(change("roc_auc is 0.71; at least 0.8 is required."), SomeAlert.Subject(change("auc"), null)),
                SomeAlert.Firing(change("It drifts."), SomeAlert.Subject("drift-inputs", income)) with
                {
                    State = AlertState.Pending,
                    Causes = [new AlertCause(AlertCauseKind.Other, change("Something."))],
                },
            ],
            Servers = Servers(),
            UnknownOutcomes = 4,
            LateOutcomes = 2,
            Notes = [change("adwin_change: errors became more frequent.")],
        };
    }

    private static MonitoredWindow Window(int hour, string income, string state, Func<string, string> change)
    {
        var isDown = hour == 5;
        var auc = hour < Bad ? 0.9 : 0.71;
        return new MonitoredWindow
        {
            From = Begin.AddHours(hour),
            To = Begin.AddHours(hour + 1),
            Predictions = isDown ? 0 : 1000 + hour,
            Outcomes = isDown ? 0 : Math.Max(0, 900 - (hour * 30)),
            RefusedRequests = hour == 22 ? 40 : 0,
            Revisions = isDown ? [] : [hour < 18 ? 1 : 2],
            Measurements = isDown ? [new Measurement { Name = "predictions", Value = 0 }] :
            [
                new() { Name = "predictions", Value = 1000 + hour },
                Share("refused_share", hour == 22 ? 0.04 : 0),
                Share("outcomes_share", 0.9 - (hour * 0.03)),
                new() { Name = "latency_p50", Value = 3, Unit = "ms" },
                new() { Name = "latency_p95", Value = 8 + (hour * 0.1), Unit = "ms" },
                new() { Name = "latency_p99", Value = 12, Unit = "ms" },
                Metric("roc_auc", auc),
                Metric("accuracy", auc - 0.05),
                Metric($"{PerformanceReading.EstimatedPrefix}roc_auc", auc + 0.01),
                Share(PerformanceReading.CalibrationError, 0.02),
                Share("demographic_parity_difference", 0.1) with { Column = change("sex") },
                Share("selection_rate", 0.4) with { Column = change("sex"), Slice = change("sex=F") },
                Share("selection_rate", 0.5) with { Column = change("sex"), Slice = change("sex=M") + " " },
                .. ServerMeasurements.Of(UsageOf(3600), null),
            ],
            Faults = hour < Bad ? [] : [new FaultShares(income, 0.1, 0, 0.02, 0.01), new FaultShares(state, 0, 0.2, 0, 0)],
            Worst = hour < Bad ? Outcome.Passed : Outcome.Failed,
        };
    }

    private static MonitoredServers Servers()
    {
        var usage = UsageOf(30 * 3600);
        return new MonitoredServers
        {
            From = new DateOnly(2026, 5, 4),
            To = new DateOnly(2026, 5, 5),
            Running = 1,
            Usage = usage,
            Cost = new RunningCost
            {
                Currency = "EUR",
                Server = "small",
                PerHour = 0.05,
                Total = 1.5,
                PerMonth = 36.53,
                TrendPerWeek = 0.02,
                Per1000 = new Measurement { Name = RunningCost.Name, Unit = "EUR", Value = 0.0031 },
                Days = [new DailyCost(new DateOnly(2026, 5, 4), 1.2, 0.0031), new DailyCost(new DateOnly(2026, 5, 5), 0.3, null)],
            },
            Energy = EnergyEstimate.Of(usage, new EnergySpec { GramsPerKwh = 380 }),
            Assumed = new EnergySpec { GramsPerKwh = 380 },
        };
    }

    private static Usage UsageOf(double seconds) => new()
    {
        Seconds = seconds,
        MeasuredSeconds = seconds,
        CpuSeconds = seconds / 10,
        MemoryByteSeconds = seconds * 2e8,
        Requests = seconds / 4,
    };

    private static ColumnDrift Ranges(string column, Verdict verdict) => new()
    {
        Column = column,
        Verdict = verdict,
        Method = DriftMethod.Wasserstein,
        MethodReason = "numbers with more than 5 different values",
        Value = verdict.Outcome == Outcome.Failed ? 0.42 : 0.01,
        Limit = 0.1,
        Noise = 0.02,
        Samples = 1000,
        ReferenceSamples = 5000,
        Bins = [.. Enumerable.Range(0, 22).Select(x => new DriftBin(1 / 22.0, x / 231.0) { Low = x - 1, High = x })],
        Missing = new ShareChange(0.01, 0.1, 0.001),
        OutOfRange = new ShareChange(0, 0.02, 0.01),
    };

    private static ColumnDrift Values(string column, Func<string, string> change) => new()
    {
        Column = column,
        Verdict = Verdict.Failed($"p is 0; at least 0.05 is required of '{column}'."),
        Method = DriftMethod.ChiSquare,
        MethodReason = change("values"),
        Value = 80,
        PValue = 0,
        CorrectedPValue = 1e-12,
        Limit = 0.05,
        LimitsPValue = true,
        Samples = 1000,
        ReferenceSamples = 5000,
        Bins = [new DriftBin(0.7, 0.5) { Value = change("CA") }, new DriftBin(0.2, 0.5) { Value = "NY" }, new DriftBin(0.1, 0)],
        Unseen = new ShareChange(0, 0.2, 0),
    };

    private static double? Number(MonitoredWindow window, string name) =>
        window.Measurements.FirstOrDefault(x => x.Name == name)?.Value is MeasuredValue.Number number ? number.Value : null;

    private static Measurement Share(string name, double value) => new()
    {
        Name = name,
        Value = value,
        Samples = 1000,
        Interval = new ConfidenceInterval(value - 0.02, value + 0.02, 0.95),
    };

    private static Measurement Metric(string name, double value) => Share(name, value) with
    {
        Comparison = new Comparison { Reference = "evaluation", Value = 0.91, HigherIsBetter = true },
    };
}
