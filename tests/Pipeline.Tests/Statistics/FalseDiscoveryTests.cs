namespace Pipeline.Statistics;

public class FalseDiscoveryTests
{
    /// <summary>Benjamini and Hochberg 1995, section 3.2: of 15 p-values the first four are found at 0.05.</summary>
    [Fact]
    public void Adjusted_PublishedExample_FindsTheSameFour()
    {
        double[] published =
        [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1,
        ];

        var adjusted = FalseDiscovery.Adjusted(published);

        adjusted.Count(x => x <= 0.05).ShouldBe(4);
        adjusted[0].ShouldBe(0.0015, 1e-12);
        adjusted[3].ShouldBe(0.035625, 1e-12);
    }

    [Fact]
    public void Adjusted_AnyOrder_KeepsToItsTests()
    {
        double[] values = [0.3, 0.001, 0.04, 0.04, 0.9];

        var adjusted = FalseDiscovery.Adjusted(values);

        FalseDiscovery.Adjusted([.. values.Reverse()]).ShouldBe([.. adjusted.Reverse()]);
        adjusted.Zip(values).ShouldAllBe(x => x.First >= x.Second && x.First <= 1);
        FalseDiscovery.Adjusted([]).ShouldBeEmpty();
        FalseDiscovery.Adjusted([0.02]).ShouldBe([0.02]);
    }
}
