namespace Pipeline.Deployment.Analysis;

/// <summary>A seeded part of what the benchmark "analyses" simulates 1,000 times.</summary>
public sealed class AnalysisSimulationTests
{
    private const int Times = 60;

    public static TheoryData<string> Good => [.. AnalysisSimulations.Good.Select(x => x.Title)];

    public static TheoryData<string> Bad => [.. AnalysisSimulations.Bad.Select(x => x.Title)];

    /// <summary>Half a percent is spent, however often somebody looks: of 60, three would be a wonder.</summary>
    [Theory]
    [MemberData(nameof(Good))]
    public async Task Analyses_OfAGoodRevision_AlmostNeverAbort(string title)
    {
        var all = await AnalysisSimulations.Good.Single(x => x.Title == title).RunAsync(Times, seed: 11);

        all.Aborted.ShouldBeLessThanOrEqualTo(2);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Analyses_OfABadRevision_AbortAndNeverPass(string title)
    {
        var all = await AnalysisSimulations.Bad.Single(x => x.Title == title).RunAsync(Times, seed: 12);

        all.Aborted.ShouldBeGreaterThanOrEqualTo(Times * 9 / 10);
        all.Passed.ShouldBe(0);
    }
}
