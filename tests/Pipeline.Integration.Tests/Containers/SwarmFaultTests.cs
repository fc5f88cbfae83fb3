using System.Text.Json;
using Pipeline.Core.Retention;
using Pipeline.Deployment;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Rollback;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Strategies;
using Pipeline.Environments;
using Pipeline.Testing;

namespace Pipeline.Integration.Containers;

/// <summary>What a Swarm does with the servers of a revision, and what that costs whoever asks for predictions.</summary>
[Trait("Needs", "Docker")]
[Collection(nameof(Programs))]
public sealed class SwarmFaultTests(Programs programs) : IAsyncLifetime
{
    private static readonly EnvironmentSpec Anywhere = new() { Strategy = new StrategySpec.Recreate() };

    private SwarmLab _lab = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _lab = await SwarmLab.OpenAsync(programs);

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task Replicas_OneKilledUnderLoad_AreAskedInTurnAndLoseNothing()
    {
        _lab.Replicas = 2;
        using var environment = _lab.Open();
        await DeployAsync(environment, "--answer", "1");
        var first = await _lab.TasksAsync("1");
        await using var load = await BeginLoadAsync(environment);
        var answering = await ServersAsync(environment, 20);

        await _lab.CrashTaskAsync("1");

        await Patience.UntilAsync(
            "another server in place of the killed one",
            async () => await _lab.TasksAsync("1") is { Count: 2 } now && !now.All(first.Contains),
            Token);
        await load.UntilAnsweredAsync(load.Answered + 100, Token);
        await load.EndAsync();
        answering.Values.ShouldAllBe(x => x >= 8);
        answering.Count.ShouldBe(2);
        load.Failures.ShouldBeEmpty();
        var seen = await _lab.UntilAsync(x => x.Document.Find(1)!.Restarts == 1);
        seen.Document.Find(1)!.Trouble!.ShouldStartWith("The server of revision 1 ended by itself with exit code 137");
    }

    [Fact]
    public async Task Update_OfLimitsAndReplicasUnderLoad_ReplacesServersAndLosesNothing()
    {
        using (var environment = _lab.Open())
            await DeployAsync(environment, "--answer", "1");
        (_lab.Limits, _lab.Replicas) = (new ResourceLimits { Memory = ByteSize.Parse("160MiB"), Cpus = 1 }, 2);
        using var changed = _lab.Open();
        await using var load = await BeginLoadAsync(changed);

        var result = await DeployAsync(changed, "--answer", "1");

        result.ShouldBeOfType<RolloutResult.AlreadyServing>();
        await load.UntilAnsweredAsync(load.Answered + 100, Token);
        await load.EndAsync();
        load.Failures.ShouldBeEmpty();
        var tasks = await _lab.TasksAsync("1");
        tasks.Count.ShouldBe(2);
        foreach (var task in tasks)
            (await ConfigurationAsync(task)).GetProperty("Memory").GetInt64().ShouldBe(160L << 20);
        // Whoever cannot read what is said now changes nothing.
        (_lab.Limits, _lab.Replicas) = (new ResourceLimits(), null);
        using var blind = _lab.Open();
        await DeployAsync(blind, "--answer", "1");
        (await _lab.TasksAsync("1")).ShouldBe(tasks, ignoreOrder: true);
    }

    [Fact]
    public async Task Traffic_RolloutsAndRollbacksUnderLoad_LosesNothing()
    {
        using var environment = _lab.Open();
        await DeployAsync(environment, "--answer", "0");
        await using var load = await BeginLoadAsync(environment);

        for (var round = 1; round <= 3; round++)
        {
            (await DeployAsync(environment, "--answer", $"{round}")).ShouldBeOfType<RolloutResult.Promoted>();
            (await environment.RollbackAsync(new RollbackRequest(DockerLab.Ada), Token)).WasStandby.ShouldBeTrue();
        }

        await load.EndAsync();
        load.Failures.ShouldBeEmpty();
        TestContext.Current.TestOutputHelper!.WriteLine($"{load.Answered} requests during 3 rollouts and 3 rollbacks");
    }

    [Fact]
    public async Task Containers_OfAnEnvironment_AreConfinedAndDoNotTellTheSecret()
    {
        using var environment = _lab.Open();
        await DeployAsync(environment, "--answer", "1");
        var secret = await _lab.ReadStateAsync(EnvironmentFolder.SecretName);

        foreach (var part in new[] { "gateway", "1" })
        {
            var container = (await _lab.FindAsync((await _lab.TasksAsync(part)).Single()))!.Value;
            var process = container.GetProperty("State").GetProperty("Pid").GetInt32();
            var status = File.ReadLines($"/proc/{process}/status").Select(x => x.Split(':', 2))
                .ToDictionary(x => x[0], x => x[1].Trim());
            status["Uid"].Split('\t').ShouldAllBe(x => x == "10001");
            (status["CapEff"], status["CapBnd"]).ShouldBe(("0000000000000000", "0000000000000000"));
            container.GetProperty("HostConfig").GetProperty("ReadonlyRootfs").GetBoolean().ShouldBeTrue();
            container.GetRawText().ShouldNotContain(secret);
            (await _lab.GetAsync($"/services/{_lab.Service}{part}"))!.Value.GetRawText().ShouldNotContain(secret);
            if (part == "1")
                File.ReadAllText($"/proc/{process}/root/run/secrets/gateway").ShouldBe(secret);
        }

        await environment.TakeDownAsync(DockerLab.Ada, takeOver: false, Token);
        (await _lab.GetAsync("/secrets"))!.Value.EnumerateArray()
            .ShouldNotContain(x => x.GetProperty("Spec").GetProperty("Name").GetString()!.StartsWith(_lab.Service));
    }

    [Fact]
    public async Task Image_OfARegistry_IsPushedOnceAndTakenByItsDigest()
    {
        using var registry = new FakeImageRegistry();
        await using var lab = new SwarmLab(programs) { Repository = $"{registry.Address}/team" };
        using var environment = lab.Open();
        var image = await lab.Images.MakeAsync(["--answer", "7"], Token);

        (await DeployAsync(environment, "--answer", "7")).ShouldBeOfType<RolloutResult.Promoted>();

        var service = (await lab.GetAsync($"/services/{lab.Service}1"))!.Value;
        service.GetProperty("Spec").GetProperty("TaskTemplate").GetProperty("ContainerSpec").GetProperty("Image").GetString()
            .ShouldBe($"{registry.Address}/team/loan-default@{image}");
        registry.Asked.ShouldContain($"GET /v2/team/loan-default/manifests/{image}");
        await lab.DeleteAsync($"/images/{registry.Address}/team/loan-default@{image}?force=1");
    }

    private async Task<RolloutResult> DeployAsync(ModelEnvironment environment, params string[] habits) =>
        await environment.DeployAsync(
            new RolloutRequest(await _lab.Images.MakeAsync(habits, Token), DockerLab.Ada), Anywhere, [], Token);

    private static async Task<Load> BeginLoadAsync(ModelEnvironment environment) => new(await AddressAsync(environment));

    private static async Task<Uri> AddressAsync(ModelEnvironment environment) =>
        new($"http://{(await environment.StatusAsync(0, Token))!.Document.Address}");

    private async Task<JsonElement> ConfigurationAsync(string container) =>
        (await _lab.FindAsync(container))!.Value.GetProperty("HostConfig");

    /// <summary>How many of so many requests each server answers.</summary>
    private static async Task<IReadOnlyDictionary<string, int>> ServersAsync(ModelEnvironment environment, int requests)
    {
        var (address, answered) = (await AddressAsync(environment), new List<string>());
        using var client = new HttpClient();
        for (var i = 0; i < requests; i++)
        {
            using var response = await client.PostAsync(new Uri(address, "/predict"), new StringContent("{}"), Token);
            answered.Add(response.Headers.GetValues("X-Server").Single());
        }

        return answered.CountBy(x => x).ToDictionary();
    }
}
