using System.Text.Json.Nodes;

namespace Pipeline.Integration.Jobs;

/// <summary>Jobs on a real Swarm: the same bytes, whatever is killed.</summary>
[Trait("Needs", "Docker")]
public sealed class SwarmJobsTests(SwarmJobsLab swarm) : IClassFixture<SwarmJobsLab>
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Search_TrialKilled_IsDoneAgainAndComesToTheSame()
    {
        swarm.Forget();
        var training = swarm.Lab.TrainAsync("swarm");
        var container = await UntilAsync(async () => (await swarm.ListAsync("containers/json"))
            .FirstOrDefault(x => x.GetRawText().Contains("-trial-2-", StringComparison.Ordinal)) is { ValueKind: not 0 } found
                ? found.GetProperty("Id").GetString()
                : null);
        var seen = await swarm.InspectAsync($"/containers/{container}/json");
        var services = string.Concat((await swarm.ListAsync("services")).Select(x => x.GetRawText()));
        await swarm.KillAsync(container);
        await training;

        swarm.Lab.Results().ShouldBe(swarm.Local);
        swarm.Lab.Told.ShouldContain(told => told.StartsWith("Trial 2 runs again on ") && told.EndsWith("attempt 2 of 3"));
        var secret = swarm.Lab.Root.Read(".nuke/temp/jobs/loan-default.training.token");
        (seen + services).ShouldNotContain(secret);
        services.ShouldContain("ReplicatedJob");
        var host = JsonNode.Parse(seen)!["HostConfig"]!;
        host["ReadonlyRootfs"]!.GetValue<bool>().ShouldBeTrue();
        host["CapDrop"]!.ToJsonString().ShouldBe("[\"ALL\"]");
        host["Memory"]!.GetValue<long>().ShouldBe(1L << 30);
        JsonNode.Parse(seen)!["Config"]!["User"]!.GetValue<string>().ShouldNotStartWith("0");
        (await swarm.ListAsync("services")).ShouldBeEmpty();
        (await swarm.SecretsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Search_BuildKilled_IsContinuedByTheNextWithoutRepeatingWhatEnded()
    {
        swarm.Forget();
        using (var build = swarm.Lab.Root.Start("Train --on swarm --force"))
        {
            await UntilAsync(() => Task.FromResult(Ended().Count > 0 ? "" : null));
            build.Kill(entireProcessTree: true);
            await build.WaitForExitAsync(Token);
        }

        swarm.Forget();
        var ended = Ended();
        var before = swarm.Lab.Told.Count;

        await swarm.Lab.TrainAsync("swarm");

        ended.ShouldNotBeEmpty();
        var told = swarm.Lab.Told.Skip(before).ToList();
        foreach (var trial in ended)
            told.ShouldNotContain(x => x.StartsWith($"Trial {trial} runs"));
        swarm.Lab.Results().ShouldBe(swarm.Local);
        (await swarm.ListAsync("services")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Profile_OfTheVersion_IsTheOneOfTheData()
    {
        await swarm.Lab.ProfileAsync("swarm");

        swarm.Lab.Profile().ShouldBe(swarm.LocalProfile);
    }

    /// <summary>The numbers of the trials whose results are in the remote.</summary>
    private List<int> Ended()
    {
        var folder = swarm.Lab.Remote["jobs"];
        return !Directory.Exists(folder) ? [] :
        [
            .. Directory.GetFiles(folder, "*.result", SearchOption.AllDirectories)
                .Select(path => JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(path, ".job")).Split('\n', 2)[1])!["trial"])
                .OfType<JsonNode>().Select(trial => trial["number"]!.GetValue<int>()),
        ];
    }

    private static async Task<string> UntilAsync(Func<Task<string?>> find)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < Longest)
        {
            if (await find() is { } found)
                return found;
            await Task.Delay(20, Token);
        }

        throw new TimeoutException("It did not come to that.");
    }
}
