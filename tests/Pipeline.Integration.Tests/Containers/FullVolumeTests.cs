using Pipeline.Testing;

namespace Pipeline.Integration.Containers;

/// <summary>An environment that has no room for what it writes.</summary>
[Trait("Needs", "Docker")]
[Collection(nameof(Programs))]
public sealed class FullVolumeTests(Programs programs)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rollback_VolumesFullUnderLoad_MovesTrafficAndCostsNoRequest()
    {
        const long bytes = 16 << 20;
        await using var lab = new DockerLab(programs);
        await lab.CreateVolumeAsync(lab.Name, bytes);
        await lab.CreateVolumeAsync($"{lab.Name}.predictions", bytes);
        await lab.DeployAsync("--answer", "1");
        await lab.DeployAsync("--answer", "2");
        await using var load = await lab.BeginLoadAsync();
        Fill(await lab.PathInAsync($"{lab.Name}.gateway", "/state"));
        Fill(await lab.PathInAsync($"{lab.Name}.2", "/predictions"));

        (await lab.RollbackAsync()).WasStandby.ShouldBeTrue();

        await load.UntilAnsweredAsync(load.Answered + 50, Token);
        await load.EndAsync();
        load.Refused.ShouldBe(0);
        load.Failures.ShouldBeEmpty();
        (await lab.AskAsync()).ShouldBe(1);
    }

    /// <summary>Until nothing more fits.</summary>
    private static void Fill(string folder)
    {
        using var file = File.OpenHandle(Path.Combine(folder, "filling"), FileMode.Create, FileAccess.Write);
        var block = new byte[4096];
        Should.Throw<IOException>(() =>
        {
            for (var written = 0L; ; written += block.Length)
                RandomAccess.Write(file, block, written);
        });
    }
}
