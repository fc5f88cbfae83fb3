using Pipeline.Core.Progress;
using Pipeline.Delivery.Reports;

namespace Pipeline.Targets.Delivery;

public class StepPaceTests
{
    private readonly SteppedClock _clock = new();

    [Fact]
    public void Bytes_OnTheirWay_AreToldWithRowsPaceAndTimeLeft()
    {
        var pace = new StepPace(_clock);
        pace.Describe(Bytes(0, 0));

        _clock.Seconds = 4;
        var text = pace.Describe(Bytes(1_200_000_000, 9_000_000));

        text.ShouldBe("60% of 2000 MB, 9.0 M rows, 300 MB/s, 3 s left");
    }

    [Fact]
    public void Step_ThatFollows_BeginsAnew()
    {
        var pace = new StepPace(_clock);
        pace.Describe(Bytes(0, 0));
        _clock.Seconds = 100;
        pace.Describe(new StepEvent.Advanced("next", 0, null, "objects"));

        _clock.Seconds = 110;
        var text = pace.Describe(new StepEvent.Advanced("next", 50, null, "objects"));

        text.ShouldBe("50 objects, 5 objects/s");
    }

    private static StepEvent.Advanced Bytes(long done, long rows) =>
        new("validating data", done, 2_000_000_000, "bytes") { Rows = rows };

    private sealed class SteppedClock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
