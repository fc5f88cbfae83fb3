using System.Text;
using Pipeline.Core.Identity;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Traffic;
using Pipeline.Environments;
using Pipeline.Testing;

namespace Pipeline.Docker;

/// <summary>What is said where an engine manages no Swarm, or one in which an environment cannot be.</summary>
public sealed class SwarmEngineTests : IDisposable
{
    private static readonly ImageDigest Image = new(Digest.OfText("image"));

    private readonly TemporaryFolder _home = new();
    private readonly Dictionary<string, string> _answers = new()
    {
        ["/version"] = """{"ApiVersion": "1.41", "Os": "linux", "Arch": "amd64"}""",
        ["/configs"] = "[]",
    };

    private readonly LocalServer _engine;

    public SwarmEngineTests() => _engine = new LocalServer(x => LocalServer.WriteAsync(
        x.Response, _answers.ContainsKey(x.Request.Url!.AbsolutePath) ? 200 : 404, Encoding.UTF8.GetBytes(
            _answers.GetValueOrDefault(x.Request.Url!.AbsolutePath) ?? """{"message": "no such thing"}""")));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _engine.Dispose();
        _home.Dispose();
    }

    [Theory]
    [InlineData("""{"LocalNodeState": "inactive"}""", "is in no Swarm: run 'docker swarm init' there")]
    [InlineData("""{"LocalNodeState": "locked"}""", "has a Swarm that is locked: run 'docker swarm unlock' there.")]
    [InlineData(
        """{"LocalNodeState": "active", "ControlAvailable": false, "NodeID": "n7"}""", "or run 'docker node promote n7' on one.")]
    public async Task Any_EngineThatManagesNoSwarm_SaysWhatToRun(string swarm, string said)
    {
        _answers["/info"] = $$"""{"Swarm": {{swarm}}}""";

        using var site = Open();
        var reading = await Should.ThrowAsync<EngineFailedException>(() => site.Reach.FindDocumentAsync(Token));
        var deploying = await Should.ThrowAsync<EngineFailedException>(() => site.EnsureGatewayAsync(GatewayAddress.Auto, Token));

        reading.Message.ShouldContain(said);
        deploying.Message.ShouldBe(reading.Message);
    }

    [Fact]
    public async Task Prepare_SeveralNodesAndNoRegistry_IsRefusedBeforeAnythingIsLoaded()
    {
        Manage(Node("n1", "active"), Node("n2", "active"), Node("n3", "drain"));

        using var site = Open();
        var refusal = await Should.ThrowAsync<EngineFailedException>(() => site.PrepareAsync(Image, Token));

        refusal.Message.ShouldEndWith(
            "manages a Swarm of 2 nodes, and an image that is loaded to one of them is not on the others: "
            + "name an image registry, as 'repository: registry.example.com/team' of the environment.");
    }

    [Fact]
    public async Task Any_StateOnAnotherNode_SaysWhichEngineToAsk()
    {
        Manage(Node("n1", "active"));
        _answers["/configs"] = """
            [{"ID": "c1", "Spec": {"Name": "acme_production_loan-default_state", "Labels": {"pipeline.node": "n2"}}}]
            """;
        _answers["/nodes/n2"] = Node("n2", "active");

        using var site = Open();
        var refusal = await Should.ThrowAsync<EngineFailedException>(() => site.Reach.FindDocumentAsync(Token));

        refusal.Message.ShouldEndWith("set DOCKER_HOST to the engine of the node 'host-n2' at 10.0.0.2.");
    }

    [Theory]
    [InlineData("127.0.0.1:8081")]
    [InlineData("10.0.0.9:8081")]
    public async Task Gateway_AddressThatASwarmCannotKeepTo_IsRefused(string address)
    {
        Manage(Node("n1", "active"));
        _answers["/configs"] = """
            [{"ID": "c1", "Spec": {"Name": "acme_production_loan-default_state", "Labels": {"pipeline.node": "n1"}}}]
            """;

        using var site = Open();
        var refusal = await Should.ThrowAsync<GatewayNotLaunchedException>(
            () => site.EnsureGatewayAsync(GatewayAddress.Parse(address), Token));

        refusal.Message.ShouldContain("write 0.0.0.0:8081");
    }

    private static string Node(string id, string availability) =>
        $$"""
        {"ID": "{{id}}", "Description": {"Hostname": "host-{{id}}"}, "Spec": {"Availability": "{{availability}}"},
         "Status": {"State": "ready", "Addr": "10.0.0.{{id[1..]}}"} }
        """;

    private void Manage(params string[] nodes)
    {
        _answers["/info"] = """
            {"Swarm": {"LocalNodeState": "active", "ControlAvailable": true, "NodeID": "n1", "NodeAddr": "10.0.0.1"}}
            """;
        _answers["/nodes"] = $"[{string.Join(',', nodes)}]";
    }

    private IEngineSite Open()
    {
        var engine = new SwarmEngine(new DockerEngine(x => x == "DOCKER_HOST" ? $"tcp://{_engine.Address}" : null, _home.Path));
        var site = new EnvironmentSite(_home.Path, "acme", "production", ModelName.Parse("loan-default"));
        return engine.Open(site, new EngineSupplies(new GatewayProgram("none"), new NoImages(), TimeProvider.System)
        {
            Layouts = new NoImages(),
        });
    }

    private sealed class NoImages : IImageFolders, IImageLayouts
    {
        public Task<ServerLaunch> UnpackAsync(ImageDigest image, string folder, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<string?> FindAsync(ImageDigest image, CancellationToken cancellationToken) =>
            Task.FromResult<string?>("layout");

        public Task<string> MakeGatewayAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
