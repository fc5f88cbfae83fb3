namespace Pipeline.Monitoring.Replay;

/// <summary>What the standard rules say of twenty columns in which nothing changes.</summary>
public class FalseAlarmTests
{
    [Fact]
    public void Windows_WithoutDrift_AlertAlmostNever()
    {
        var alerted = SteadyWindows.Alerts(seed: 7, windows: 100, referenceRows: 1000, rows: 200);

        alerted.ShouldBeLessThanOrEqualTo(1);
    }
}
