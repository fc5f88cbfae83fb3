namespace Pipeline.Core.Progress;

public class StepEventTests
{
    [Theory]
    [InlineData(5, 10L, 0.5)]
    [InlineData(12, 10L, 1.0)]
    [InlineData(5, null, null)]
    [InlineData(0, 0L, null)]
    public void Advanced_Share_IsKnownWithItsTotal(long done, long? total, double? expected) =>
        new StepEvent.Advanced("training", done, total, "trials").Share.ShouldBe(expected);

    [Fact]
    public void EverySubtype_CarriesItsStep()
    {
        StepEvent[] events =
        [
            new StepEvent.Started("s"), new StepEvent.Advanced("s", 1, 2, "rows"), new StepEvent.Noted("s", "m"),
            new StepEvent.Warned("s", "m"), new StepEvent.Finished("s", TimeSpan.Zero),
        ];

        events.ShouldAllBe(x => x.Step == "s");
        events.Select(x => x.GetType()).ShouldBe(typeof(StepEvent).GetNestedTypes(), ignoreOrder: true);
    }
}
