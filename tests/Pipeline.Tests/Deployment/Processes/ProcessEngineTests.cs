using Pipeline.Core.Identity;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Rollouts;
using Pipeline.Environments;
using Pipeline.Testing;

namespace Pipeline.Deployment.Processes;

public sealed class ProcessEngineTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Prepare_ImageThatIsUnpacked_IsCompletedAsItIsNow()
    {
        var images = new FakeImages();
        var engine = new ProcessEngine().Open(
            new EnvironmentSite(_home.Path, "acme", "production", ModelName.Parse("loan-default")),
            new EngineSupplies(new GatewayProgram(_home["none"]), images, TimeProvider.System));
        var first = await PrepareAsync(engine);
        images.Limit = "2";

        var second = await PrepareAsync(engine);

        first.Arguments.ShouldBe(["--model", $"{first.Folder}/model", "--limit", "1"]);
        second.Arguments.ShouldBe(["--model", $"{first.Folder}/model", "--limit", "2"]);
        images.Unpacked.ShouldBe(1);
    }

    private static async Task<ServerLaunch> PrepareAsync(IEngineSite engine) => (await engine.PrepareAsync(
        new ImageDigest(Digest.OfText("image")), TestContext.Current.CancellationToken)).Launch!;

    private sealed class FakeImages : IImageFolders
    {
        public string Limit { get; set; } = "1";

        public int Unpacked { get; private set; }

        public Task<ServerLaunch> UnpackAsync(ImageDigest image, string folder, CancellationToken cancellationToken)
        {
            Unpacked++;
            return Task.FromResult(new ServerLaunch
            {
                Folder = "",
                Command = "server",
                Arguments = ["--model", "{folder}/model"],
            });
        }

        public ServerLaunch Complete(ServerLaunch launch) =>
            launch with { Arguments = [.. launch.Arguments, "--limit", Limit] };
    }
}
