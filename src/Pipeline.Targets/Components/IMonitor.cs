using Nuke.Common;
using Pipeline.Delivery;

namespace Pipeline.Targets.Components;

/// <summary>Watches a model where it answers.</summary>
public interface IMonitor : IHasEnvironment
{
    [Parameter("How long Monitor waits before it looks again, until it is interrupted: 5m or 1h; once by default")]
    string? Every => TryGetValue(() => Every);

    [Parameter("Two windows that Monitor compares instead, by a time in each: 2026-03-02 2026-03-09T12:00")]
    string[] Compare => TryGetValue(() => Compare) ?? [];

    [Parameter("File of what came true, for Monitor: id, outcome and time, as CSV or JSON lines")]
    string? Outcomes => TryGetValue(() => Outcomes);

    Target Monitor => _ => _
        .Description("Measures drift, quality and performance in production, judges them by the rules, and alerts")
        .Executes(() => Delivery.MonitorAsync(
            MonitorRequest.Of(Every, Compare) with { Outcomes = Outcomes }, Cancellation));
}
