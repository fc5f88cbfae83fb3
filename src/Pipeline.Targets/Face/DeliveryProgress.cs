using System.Collections.Concurrent;
using Pipeline.Core.Progress;
using Pipeline.Delivery.Reports;
using Serilog;

namespace Pipeline.Targets.Face;

/// <summary>Shows the steps of libraries as log lines; of long work, a line every few seconds. A warning is said once.</summary>
internal sealed class DeliveryProgress(TimeProvider clock) : IProgress<StepEvent>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    private readonly StepPace _pace = new(clock);
    private readonly ConcurrentDictionary<StepEvent.Warned, bool> _warned = new();

    private long _shown = clock.GetTimestamp();

    public void Report(StepEvent value)
    {
        var pace = value is StepEvent.Advanced step ? _pace.Describe(step) : "";
        if (pace.Length > 0 && clock.GetElapsedTime(_shown) < Pause)
            return;
        _shown = clock.GetTimestamp();
        switch (value)
        {
            case StepEvent.Advanced advanced:
                Log.Information("{Step}: {Pace}", advanced.Step, pace);
                break;
            case StepEvent.Noted noted:
                Log.Information("{Step}: {Message}", noted.Step, noted.Message);
                break;
            case StepEvent.Warned warned when _warned.TryAdd(warned, true):
                Log.Warning("{Step}: {Message}", warned.Step, warned.Message);
                break;
        }
    }
}
