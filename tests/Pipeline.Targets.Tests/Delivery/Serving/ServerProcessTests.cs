using Pipeline.Delivery.Serving;
using Pipeline.Environments;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery.Serving;

[Trait("Needs", "Linux")]
public sealed class ServerProcessTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();

    private string Announce => _folder["address"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ServerProcessTests()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Servers are measured on Linux.");
    }

    [Fact]
    public async Task Server_ThatAnnouncesItself_IsKnownByItsAddressAndEndsWithItsOwner()
    {
        var launch = Shell("echo $$ > pid; printf http://127.0.0.1:7 > address.tmp; mv address.tmp address; exec sleep 600");

        var server = await ServerProcess.StartAsync(launch, Announce, Patience, Token);
        var id = int.Parse(_folder.Read("pid"), System.Globalization.CultureInfo.InvariantCulture);
        var memory = server.Memory;
        await server.DisposeAsync();

        server.Address.ShouldBe(new Uri("http://127.0.0.1:7"));
        server.StartTime.ShouldBeGreaterThan(TimeSpan.Zero);
        memory!.Most.ShouldBeGreaterThanOrEqualTo(memory.Now);
        Directory.Exists($"/proc/{id}").ShouldBeFalse();
    }

    [Fact]
    public async Task Server_ThatEnds_IsReportedWithItsLastLines()
    {
        var launch = Shell("for i in $(seq 30); do echo line $i; done; echo no such model >&2; exit 3");

        var exception = await Should.ThrowAsync<ServerNotReadyException>(
            () => ServerProcess.StartAsync(launch, Announce, Patience, Token));

        exception.Reason.ShouldBe("it ended with exit code 3");
        exception.Log.ShouldBe([.. Enumerable.Range(11, 20).Select(line => $"line {line}"), "no such model"]);
    }

    [Fact]
    public async Task Server_ThatIsNotThere_IsReported()
    {
        var launch = Shell("") with { Command = "nowhere" };

        var exception = await Should.ThrowAsync<ServerNotReadyException>(
            () => ServerProcess.StartAsync(launch, Announce, Patience, Token));

        exception.Reason.ShouldStartWith("it was not started");
    }

    [Fact]
    public async Task Server_ThatTakesTooLong_IsEnded()
    {
        var exception = await Should.ThrowAsync<ServerNotReadyException>(() => ServerProcess.StartAsync(
            Shell("echo $$ > pid; exec sleep 600"), Announce, TimeSpan.FromSeconds(1), Token));

        exception.Reason.ShouldBe("it was not ready within 1 s");
        Directory.Exists($"/proc/{_folder.Read("pid").Trim()}").ShouldBeFalse();
    }

    [Fact]
    public async Task Server_WhoseStartIsCancelled_IsEnded()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var starting = ServerProcess.StartAsync(
            Shell("echo $$ > pid; exec sleep 600"), Announce, Patience, cancellation.Token);
        while (!File.Exists(_folder["pid"]) || _folder.Read("pid").Length == 0)
            await Task.Delay(10, Token);

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => starting);
        Directory.Exists($"/proc/{_folder.Read("pid").Trim()}").ShouldBeFalse();
    }

    [Fact]
    public async Task Server_Always_SeesNoSecretsOfItsCaller()
    {
        Environment.SetEnvironmentVariable("SECRET_OF_THE_CALLER", "x");
        var launch = Shell("env > env.txt; exit 1") with { Variables = new Dictionary<string, string> { ["GIVEN"] = "y" } };

        await Should.ThrowAsync<ServerNotReadyException>(() => ServerProcess.StartAsync(launch, Announce, Patience, Token));

        _folder.Read("env.txt").ShouldContain("GIVEN=y");
        _folder.Read("env.txt").ShouldNotContain("SECRET_OF_THE_CALLER");
    }

    public void Dispose() => _folder.Dispose();

    private ServerLaunch Shell(string script) =>
        new() { Folder = _folder.Path, Command = "/bin/sh", Arguments = ["-c", script] };
}
