using Pipeline.Deployment.Rollouts;

namespace Pipeline.Deployment.Analysis;

/// <summary>A seeded part of what the benchmark "rollouts" simulates 1,000 times.</summary>
public sealed class RolloutSimulationTests
{
    private const int Rollouts = 150;

    [Fact]
    public async Task Rollouts_OfEqualRevisions_AreAlmostNeverAborted()
    {
        var all = await new RolloutSimulation(0.005, 0.005).RunAllAsync(Rollouts, seed: 1);

        all.Count(x => x.Result is RolloutResult.Aborted).ShouldBeLessThanOrEqualTo(Rollouts / 100);
    }

    [Fact]
    public async Task Rollouts_OfABadRevision_AreAbortedWithinATellableNumberOfRequests()
    {
        var all = await new RolloutSimulation(0.05, 0.005).RunAllAsync(Rollouts, seed: 2);

        var aborted = all.Where(x => x.Result is RolloutResult.Aborted).ToList();
        aborted.Count.ShouldBeGreaterThanOrEqualTo(Rollouts * 95 / 100);
        aborted.Order(Comparer<SimulatedRollout>.Create((a, b) => a.Requests.CompareTo(b.Requests)))
            .ElementAt((Rollouts * 95 / 100) - 1).Requests.ShouldBeLessThanOrEqualTo(1500);
        all.ShouldNotContain(x => x.Result is RolloutResult.Promoted);
        all.ShouldNotContain(x => x.PassedAtFirstLook);
    }

    /// <summary>As many looks as there are would abort a tenth of them where each look had an error of its own.</summary>
    [Fact]
    public async Task Rollouts_OfARevisionAtTheMargin_AreAbortedNoOftenerThanIsSpent()
    {
        var all = await new RolloutSimulation(0.015, 0.005) { RequestsPerLook = 200 }.RunAllAsync(Rollouts, seed: 3);

        all.Count(x => x.Result is RolloutResult.Aborted).ShouldBeLessThanOrEqualTo(2);
    }
}
