using System.Text.Json;
using Pipeline.Core.Identity;
using Pipeline.Core.Retention;
using Pipeline.Deployment;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Retention;
using Pipeline.Deployment.Rollback;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Strategies;
using Pipeline.Environments;
using Pipeline.Testing;

namespace Pipeline.Integration.Containers;

/// <summary>What breaks on a real engine, and what that costs whoever asks for predictions.</summary>
[Trait("Needs", "Docker")]
[Collection(nameof(Programs))]
public sealed class DockerFaultTests(Programs programs) : IAsyncDisposable
{
    private static readonly EnvironmentSpec Anywhere = new() { Strategy = new StrategySpec.Recreate() };

    private readonly DockerLab _lab = new(programs) { Limits = new ResourceLimits { Memory = ByteSize.Parse("128MiB") } };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task Traffic_RolloutsAndRollbacksUnderLoad_LosesNothing()
    {
        using var environment = _lab.Open();
        await DeployAsync(environment, "--answer", "0");
        await using var load = await BeginLoadAsync(environment);

        for (var round = 1; round <= 20; round++)
        {
            (await DeployAsync(environment, "--answer", $"{round}")).ShouldBeOfType<RolloutResult.Promoted>();
            (await environment.RollbackAsync(new RollbackRequest(DockerLab.Ada), Token)).WasStandby.ShouldBeTrue();
        }

        await load.EndAsync();
        load.Failures.ShouldBeEmpty();
        TestContext.Current.TestOutputHelper!.WriteLine($"{load.Answered} requests during 20 rollouts and 20 rollbacks");
        load.Answered.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task Server_KilledUnderLoad_CostsNoRequest()
    {
        using var environment = _lab.Open();
        await DeployAsync(environment, "--answer", "1");
        await using var load = await BeginLoadAsync(environment);
        await load.UntilAnsweredAsync(50, Token);

        await _lab.CrashAsync($"{_lab.Name}.1");

        await load.UntilAnsweredAsync(load.Answered + 100, Token);
        await load.EndAsync();
        load.Failures.ShouldBeEmpty();
        load.Refused.ShouldBe(0);
        // Its engine has seen it, and the gateway has not: the next command tells the journal.
        var seen = await _lab.UntilAsync(x => x.Document.Find(1)!.Restarts == 1);
        seen.Document.Find(1)!.Trouble!.ShouldStartWith("The server of revision 1 ended by itself with exit code 137");
        seen.Events.ShouldNotContain(x => x.Action == EnvironmentActions.Crashed);
        seen.Gateway!.Container.ShouldBe($"{_lab.Name}.gateway");
        await DeployAsync(environment, "--answer", "1");
        (await _lab.StatusAsync(20)).Events.Single(x => x.Action == EnvironmentActions.Crashed).Reason
            .ShouldBe(seen.Document.Find(1)!.Trouble);
    }

    [Fact]
    public async Task Server_KilledAtItsMemoryLimitUnderLoad_CostsNoRequestUntilItIsRolledBack()
    {
        using var environment = _lab.Open();
        await DeployAsync(environment, "--answer", "1");
        await using var load = await BeginLoadAsync(environment);

        var leaking = await DeployAsync(environment, "--answer", "2", "--leak", "4000000");
        leaking.ShouldBeOfType<RolloutResult.Promoted>();
        await Patience.UntilAsync("an end at the memory limit", () => IsKilledForMemoryAsync(2), Token);
        await environment.RollbackAsync(new RollbackRequest(DockerLab.Ada), Token);

        await load.EndAsync();
        load.Failures.ShouldBeEmpty();
        (await AskAsync(environment)).ShouldBe(1);
    }

    [Fact]
    public async Task Rollback_ImageRemovedFromTheEngine_IsRefusedAndTrafficStays()
    {
        using var environment = _lab.Open();
        foreach (var answer in new[] { "1", "2", "3" })
            await DeployAsync(environment, "--answer", answer);
        var image = await _lab.Images.MakeAsync(["--answer", "1"], Token);
        await _lab.RemoveAsync($"{_lab.Name}.1");
        await _lab.RemoveImageAsync(image);

        var refusal = await Should.ThrowAsync<RevisionGoneException>(
            () => environment.RollbackAsync(new RollbackRequest(DockerLab.Ada) { Revision = 1 }, Token));

        refusal.Message.ShouldContain("is no longer on the Docker engine at");
        (await AskAsync(environment)).ShouldBe(3);
    }

    [Fact]
    public async Task Deployer_GoneAfterItsChange_LeavesWhatTheNextOneMakesGood()
    {
        using var environment = _lab.Open();
        await DeployAsync(environment, "--answer", "1");
        await DeployAsync(environment, "--answer", "2");
        // As after a kill between the change and what it asks of the engine: the standby does not run, and a stranger does.
        await _lab.RemoveAsync($"{_lab.Name}.1");

        using var clone = _lab.Open();
        await DeployAsync(clone, "--answer", "3");
        var result = await clone.RollbackAsync(new RollbackRequest(DockerLab.Ada) { Revision = 1 }, Token);

        result.Revision.Number.ShouldBe(1);
        (await AskAsync(clone)).ShouldBe(1);
    }

    [Fact]
    public async Task Prune_ImagesThatNothingPointsTo_AreRemovedAndOthersStay()
    {
        await using var other = new DockerLab(programs);
        var images = new List<ImageDigest>();
        for (var version = 1; version <= 4; version++)
        {
            string[] habits = ["--answer", $"{version}.5"];
            images.Add(await _lab.Images.MakeAsync(habits, Token));
            await _lab.DeployAsync(habits);
        }

        // What another project on the same engine answers with is not this one's to remove.
        await other.DeployAsync("--answer", "2.5");
        var request = new EnvironmentPlaceRequest(DockerLab.Ada, WaysBack: 1, new Dictionary<ModelVersion, string>());
        var limits = new RetentionLimits { OlderThan = TimeSpan.FromDays(30) };

        async Task<SweepReport> PruneAsync(TimeProvider clock, bool isDryRun)
        {
            var place = new Docker.DockerEngine().OpenKept(_lab.Site.Model, request, clock);
            using (place as IDisposable)
                return await new RetentionSweep(_ => limits, clock).RunAsync(place, isDryRun, Token);
        }

        (await PruneAsync(TimeProvider.System, isDryRun: false)).Removed.ShouldBeEmpty();
        var wouldGo = await PruneAsync(new InSixtyDays(), isDryRun: true);
        wouldGo.Troubles.ShouldBeEmpty();
        wouldGo.Removed.Select(x => x.Path).ShouldContain(NameOf(0));
        var report = await PruneAsync(new InSixtyDays(), isDryRun: false);

        report.Troubles.ShouldBeEmpty();
        report.Removed.Select(x => x.Path).ShouldContain(NameOf(0));
        var left = await Task.WhenAll(images.Select(_lab.HasImageAsync));
        left.ShouldBe([false, true, true, true]);
        (await _lab.RollbackAsync()).Revision.Number.ShouldBe(3);
        (await _lab.AskAsync()).ShouldBe(3);
        (await other.AskAsync()).ShouldBe(1);

        string NameOf(int index) => $"pipeline/{_lab.Site.Model}:{images[index].Value.Hex}";
    }

    [Fact]
    public async Task Projects_TwoOnOneEngine_DoNotMeet()
    {
        await using var other = new DockerLab(programs);
        using var environment = _lab.Open();
        using var theirs = other.Open();
        await DeployAsync(environment, "--answer", "1");
        await DeployAsync(theirs, "--answer", "1");
        await DeployAsync(theirs, "--answer", "2");

        await theirs.TakeDownAsync(DockerLab.Ada, takeOver: false, Token);

        (await AskAsync(environment)).ShouldBe(1);
        (await other.ListAsync("revision")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Containers_OfAnEnvironment_AreConfined()
    {
        using var environment = _lab.Open();
        await DeployAsync(environment, "--answer", "1");

        foreach (var name in new[] { $"{_lab.Name}.gateway", $"{_lab.Name}.1" })
        {
            var container = (await _lab.FindAsync(name))!.Value;
            var process = container.GetProperty("State").GetProperty("Pid").GetInt32();
            var status = File.ReadLines($"/proc/{process}/status").Select(x => x.Split(':', 2))
                .ToDictionary(x => x[0], x => x[1].Trim());
            status["Uid"].Split('\t').ShouldAllBe(x => x == "10001");
            status["CapEff"].ShouldBe("0000000000000000");
            status["CapBnd"].ShouldBe("0000000000000000");
            status["NoNewPrivs"].ShouldBe("1");
            container.GetProperty("HostConfig").GetProperty("ReadonlyRootfs").GetBoolean().ShouldBeTrue();
            container.GetProperty("Mounts").EnumerateArray()
                .ShouldNotContain(x => x.GetProperty("Source").GetString()!.EndsWith("docker.sock", StringComparison.Ordinal));
        }

        var server = (await _lab.FindAsync($"{_lab.Name}.1"))!.Value;
        server.GetProperty("HostConfig").GetProperty("Memory").GetInt64().ShouldBe(128L << 20);
        server.GetProperty("NetworkSettings").GetProperty("Ports").EnumerateObject()
            .ShouldAllBe(x => x.Value.ValueKind == JsonValueKind.Null);
    }

    private async Task<RolloutResult> DeployAsync(ModelEnvironment environment, params string[] habits) =>
        await environment.DeployAsync(
            new RolloutRequest(await _lab.Images.MakeAsync(habits, Token), DockerLab.Ada), Anywhere, [], Token);

    private static async Task<Load> BeginLoadAsync(ModelEnvironment environment)
    {
        var status = await environment.StatusAsync(0, Token);
        return new Load(new Uri($"http://{status!.Document.Address}"));
    }

    private static async Task<int> AskAsync(ModelEnvironment environment)
    {
        var status = await environment.StatusAsync(0, Token);
        using var client = new HttpClient();
        using var response = await client.PostAsync(
            new Uri($"http://{status!.Document.Address}/predict"), new StringContent("{}"), Token);
        return int.Parse(response.Headers.GetValues("X-Pipeline-Revision").Single());
    }

    private sealed class InSixtyDays : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddDays(60);
    }

    private async Task<bool> IsKilledForMemoryAsync(int revision) =>
        await _lab.FindAsync($"{_lab.Name}.{revision}") is { } container
        && container.GetProperty("RestartCount").GetInt32() > 0;
}
