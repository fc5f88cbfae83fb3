using Docker.DotNet.Models;

namespace Pipeline.Docker.Containers;

public class ContainerUseTests
{
    private static readonly DateTime Noon = new(2026, 5, 4, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("inactive_file")]
    [InlineData("total_inactive_file")]
    public void Use_OfARunningContainer_IsWhatItsEngineCounts(string cache)
    {
        var stats = new ContainerStatsResponse
        {
            Read = Noon,
            CPUStats = new CPUStats { CPUUsage = new CPUUsage { TotalUsage = 12_500_000_000 } },
            MemoryStats = new MemoryStats
            {
                Usage = 300_000_000,
                Stats = new Dictionary<string, ulong> { [cache] = 100_000_000 },
            },
        };

        var use = ContainerUse.Of(Container("2026-05-04T11:00:00.5Z", processors: 1_500_000_000), stats, 3);

        use.Server.ShouldBe("revision-3");
        use.At.ShouldBe(new DateTimeOffset(Noon));
        use.StartedAt.ShouldBe(new DateTimeOffset(Noon.AddHours(-1).AddSeconds(0.5)));
        use.CpuSeconds.ShouldBe(12.5);
        use.MemoryBytes.ShouldBe(200_000_000);
        use.Processors.ShouldBe(1.5);
    }

    [Fact]
    public void Use_OfAnEngineThatCountsNothing_HasNothing()
    {
        var use = ContainerUse.Of(Container("never", processors: 0), new ContainerStatsResponse { Read = Noon }, 1);

        (use.StartedAt, use.CpuSeconds, use.MemoryBytes, use.Processors).ShouldBe((null, null, null, null));
    }

    private static ContainerInspectResponse Container(string started, long processors) => new()
    {
        State = new ContainerState { StartedAt = started },
        HostConfig = new HostConfig { NanoCPUs = processors },
    };
}
