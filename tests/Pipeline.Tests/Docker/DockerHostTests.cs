using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Testing;

namespace Pipeline.Docker.Hosts;

public sealed class DockerHostTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Resolve_NothingSaid_IsTheSocketOfThisMachine()
    {
        var host = Resolve().OrThrow();

        host.Address.OriginalString.ShouldBe("unix:///var/run/docker.sock");
        host.Tls.ShouldBeNull();
    }

    [Theory]
    [InlineData("unix:///run/user/1000/docker.sock", "unix:///run/user/1000/docker.sock")]
    [InlineData("tcp://127.0.0.1:2375", "tcp://127.0.0.1:2375")]
    [InlineData("tcp://build-box", "tcp://build-box:2375/")]
    public void Resolve_DockerHost_IsTaken(string given, string address) =>
        Resolve(("DOCKER_HOST", given)).OrThrow().Address.ToString().ShouldBe(new Uri(address).ToString());

    [Fact]
    public void Resolve_DockerHostWithTls_TakesTheFilesAndTheOtherPort()
    {
        var host = Resolve(
            ("DOCKER_HOST", "tcp://build-box"), ("DOCKER_TLS_VERIFY", "1"), ("DOCKER_CERT_PATH", "/certificates")).OrThrow();

        host.Address.Port.ShouldBe(2376);
        host.Tls.ShouldBe(new TlsFiles("/certificates", Verifies: true));
    }

    [Fact]
    public void Resolve_TlsWithoutAFolder_TakesTheFilesBesideTheConfiguration() =>
        Resolve(("DOCKER_HOST", "tcp://build-box"), ("DOCKER_TLS_VERIFY", "1")).OrThrow()
            .Tls!.Folder.ShouldBe(_home[".docker"]);

    [Fact]
    public void Resolve_CurrentContext_IsTakenWithItsFiles()
    {
        WriteContext("build-box", """{"Host": "tcp://10.0.0.7:2376", "SkipTLSVerify": true}""");
        var certificates = _home[".docker", "contexts", "tls", Digest.OfText("build-box").Hex, "docker"];
        Directory.CreateDirectory(certificates);
        _home.Write(".docker/config.json", """{"currentContext": "build-box"}""");

        var host = Resolve().OrThrow();

        host.Address.Host.ShouldBe("10.0.0.7");
        host.Tls.ShouldBe(new TlsFiles(certificates, Verifies: false));
        host.ToString().ShouldBe("tcp://10.0.0.7:2376 (the context 'build-box')");
    }

    [Fact]
    public void Resolve_ContextByVariable_WinsOverTheConfigurationAndLosesToTheHost()
    {
        WriteContext("one", """{"Host": "unix:///one.sock"}""");
        WriteContext("two", """{"Host": "unix:///two.sock"}""");
        _home.Write(".docker/config.json", """{"currentContext": "one"}""");

        Resolve(("DOCKER_CONTEXT", "two")).OrThrow().Address.AbsolutePath.ShouldBe("/two.sock");
        Resolve(("DOCKER_CONTEXT", "two"), ("DOCKER_HOST", "unix:///three.sock")).OrThrow()
            .Address.AbsolutePath.ShouldBe("/three.sock");
        Resolve(("DOCKER_CONTEXT", "default")).OrThrow().Address.AbsolutePath.ShouldBe("/var/run/docker.sock");
    }

    [Fact]
    public void Resolve_UnknownContext_NamesTheNearestOne()
    {
        WriteContext("build-box", """{"Host": "unix:///one.sock"}""");

        var problem = Resolve(("DOCKER_CONTEXT", "buildbox")).Problems.Single();

        problem.Message.ShouldBe("There is no Docker context 'buildbox', which DOCKER_CONTEXT names.");
        problem.Hint!.ShouldContain("build-box");
    }

    [Theory]
    [InlineData("ssh://ann@build-box", "ssh -fNT -L /tmp/build-box.sock:/var/run/docker.sock ann@build-box")]
    [InlineData("ssh://ann@build-box:2222", "ssh -fNT -p 2222 -L /tmp/build-box.sock:/var/run/docker.sock ann@build-box")]
    public void Resolve_Ssh_IsRefusedWithTheTunnel(string given, string command)
    {
        var problem = Resolve(("DOCKER_HOST", given)).Problems.Single();

        problem.Message.ShouldBe($"DOCKER_HOST says '{given}', and engines are not reached by ssh here.");
        problem.Hint.ShouldBe($"Make a tunnel: {command}; then set DOCKER_HOST=unix:///tmp/build-box.sock.");
    }

    [Fact]
    public void Resolve_SshWithAHostileUser_PutsItIntoNoCommand() =>
        Resolve(("DOCKER_HOST", "ssh://a;reboot@build-box")).Problems.Single().Hint!.ShouldNotContain("reboot");

    [Theory]
    [InlineData("npipe:////./pipe/docker_engine")]
    [InlineData("/var/run/docker.sock")]
    [InlineData("unix://")]
    [InlineData("box")]
    public void Resolve_NoAddress_SaysWhatIsAccepted(string given) =>
        Resolve(("DOCKER_HOST", given)).Problems.Single().Hint.ShouldBe(
            "unix:///var/run/docker.sock and tcp://build-box:2376 are.");

    [Fact]
    public void Resolve_DamagedConfiguration_NamesTheFile()
    {
        _home.Write(".docker/config.json", "{");

        Resolve().Problems.Single().File.ShouldBe(_home[".docker", "config.json"]);
    }

    private Validated<DockerHost> Resolve(params (string Name, string Value)[] variables) =>
        DockerHost.Resolve(name => variables.FirstOrDefault(x => x.Name == name).Value, _home.Path);

    private void WriteContext(string name, string endpoint) => _home.Write(
        $".docker/contexts/meta/{Digest.OfText(name).Hex}/meta.json",
        $$"""{"Name": "{{name}}", "Metadata": {}, "Endpoints": {"docker": {{endpoint}} } }""");
}
