using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Rollouts;
using Pipeline.Environments;
using Pipeline.Testing;

namespace Pipeline.Docker;

/// <summary>Which engine an environment is on, and which one a new one gets.</summary>
public sealed class EngineNoteTests : IDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly EnvironmentSite _site;

    public EngineNoteTests() =>
        _site = new EnvironmentSite(_home.Path, "acme", "production", ModelName.Parse("loan-default"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Note_Written_SaysWhichUntilItIsRemoved()
    {
        await EngineNote.WriteAsync(_site.Folder, "docker", Token);
        EngineNote.Find(_site.Folder).ShouldBe("docker");
        (await EngineNote.FindOtherAsync(_site.Folder, "process", Token)).ShouldBe("docker");
        (await EngineNote.FindOtherAsync(_site.Folder, "docker", Token)).ShouldBeNull();

        EngineNote.Remove(_site.Folder, "docker");

        EngineNote.Find(_site.Folder).ShouldBeNull();
    }

    [Theory]
    [InlineData(1, "process")]
    [InlineData(null, null)]
    public async Task Other_ProcessesWithAndWithoutAStableRevision_AreInTheWayOnlyWhileTheyAnswer(int? stable, string? other)
    {
        await WriteProcessesAsync(stable);

        (await EngineNote.FindOtherAsync(_site.Folder, "docker", Token)).ShouldBe(other);
    }

    [Fact]
    public async Task Auto_EnvironmentOfProcesses_StaysThere()
    {
        await WriteProcessesAsync(1);

        Choose(DockerAt("unix:///nowhere.sock")).ShouldBe("process");
    }

    [Fact]
    public async Task Auto_EnvironmentOnDocker_StaysThereAlsoWhileNoEngineAnswers()
    {
        await EngineNote.WriteAsync(_site.Folder, "docker", Token);

        Choose(DockerAt($"unix://{_home["no.sock"]}")).ShouldBe("docker");
    }

    [Fact]
    public void Auto_NewEnvironmentAndNoEngine_IsProcessesAndSaysWhy()
    {
        var told = new List<string>();

        Choose(DockerAt($"unix://{_home["no.sock"]}"), told).ShouldBe("process");

        told.ShouldHaveSingleItem().ShouldBe(
            $"production of loan-default runs on process: no Docker engine answers at unix://{_home["no.sock"]} (DOCKER_HOST).");
    }

    [Fact]
    public void Auto_NewEnvironmentAndAnEngine_IsDocker()
    {
        using var listener = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, 0);
        listener.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(_home["engine.sock"]));
        listener.Listen();

        Choose(DockerAt($"unix://{_home["engine.sock"]}")).ShouldBe("docker");
    }

    private DockerEngine DockerAt(string host) => new(name => name == "DOCKER_HOST" ? host : null, _home.Path);

    private string Choose(DockerEngine docker, List<string>? told = null)
    {
        var supplies = new EngineSupplies(new GatewayProgram("none"), new NoImages(), TimeProvider.System)
        {
            Progress = told is null ? null : new Told(told),
        };
        using var site = new AutoEngine(docker, new ProcessEngine()).Open(_site, supplies);
        return site.Name;
    }

    private Task WriteProcessesAsync(int? stable) => DocumentFile.WriteAsync(
        _site.Folder.Document,
        new EnvironmentDocument { Project = "acme", Environment = "production", Model = _site.Model, Stable = stable },
        Token);

    private sealed class Told(List<string> lines) : IProgress<Core.Progress.StepEvent>
    {
        public void Report(Core.Progress.StepEvent value) => lines.Add(((Core.Progress.StepEvent.Noted)value).Message);
    }

    private sealed class NoImages : IImageFolders
    {
        public Task<ServerLaunch> UnpackAsync(ImageDigest image, string folder, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
