using Pipeline.Core.Identity;
using Pipeline.Environments;
using Pipeline.Gateway.Supervision;
using Pipeline.Testing;

namespace Pipeline.Supervision;

public sealed class ServersTests
{
    private const string Script = "echo $0 revision=$REVISION version=${VERSION-unset} state=$STATE; pwd; exit 7";

    [Fact]
    public async Task Start_Placeholders_AreFilledAndEmptyVariablesAreNotSet()
    {
        using var home = new TemporaryFolder();
        var folder = new EnvironmentFolder(home["state"]);
        Directory.CreateDirectory(folder.Logs);
        var servers = new Servers(folder, "production", "a secret");

        var process = servers.Start(Revision(home.Path, Script), 4711);

        while (process is { IsRunning: true })
            await Task.Delay(10, TestContext.Current.CancellationToken);
        (await File.ReadAllLinesAsync(folder.LogOf(3), TestContext.Current.CancellationToken)).ShouldBe(
            [$"production:4711 revision=3 version=unset state={folder.Path}", home.Path]);
    }

    [Fact]
    public async Task Start_Secret_IsAVariableAndNeverAnArgument()
    {
        using var home = new TemporaryFolder();
        var folder = new EnvironmentFolder(home["state"]);
        Directory.CreateDirectory(folder.Logs);
        var revision = Revision(home.Path, "echo $0 $SECRET");
        var launch = revision.Launch! with
        {
            Arguments = ["-c", "echo $0 $SECRET", "{secret}"],
            Variables = new Dictionary<string, string> { ["SECRET"] = "{secret}" },
        };

        var process = new Servers(folder, "production", "a secret").Start(revision with { Launch = launch }, 4711);

        while (process is { IsRunning: true })
            await Task.Delay(10, TestContext.Current.CancellationToken);
        (await File.ReadAllTextAsync(folder.LogOf(3), TestContext.Current.CancellationToken)).ShouldBe("{secret} a secret\n");
    }

    [Theory]
    [InlineData("http://127.0.0.1:41233", "127.0.0.1:41233")]
    [InlineData("127.0.0.1:41233\n", "127.0.0.1:41233")]
    [InlineData("", null)]
    [InlineData("nonsense", null)]
    public void Announced_AnyText_IsAnAddressOrNone(string text, string? address)
    {
        using var home = new TemporaryFolder();
        var folder = new EnvironmentFolder(home["state"]);
        Directory.CreateDirectory(folder.Logs);
        File.WriteAllText(folder.AddressOf(3), text);

        new Servers(folder, "production", "a secret").FindAnnounced(Revision(home.Path, Script)).ShouldBe(address);
    }

    [Fact]
    public void Obituary_ServerThatEnded_HasItsExitCodeAndLastLine()
    {
        using var home = new TemporaryFolder();
        var folder = new EnvironmentFolder(home["state"]);
        Directory.CreateDirectory(folder.Logs);
        var servers = new Servers(folder, "production", "a secret");
        servers.Start(Revision(home.Path, "echo The disk is full.; echo '   at Some.Method()'; exit 7"), 4711);

        var obituary = servers.Obituary(Revision(home.Path, Script));

        obituary.ShouldBe(
            "The server of revision 3 ended by itself with exit code 7; the last line of its log is: The disk is full.");
    }

    [Theory]
    [InlineData("{\"Timestamp\":\"x\",\"Message\":\"The model cannot be read.\",\"State\":{}}", "The model cannot be read.")]
    [InlineData("{not json", "{not json")]
    [InlineData("{\"Message\":7}", "{\"Message\":7}")]
    [InlineData("{\"Event\":\"x\"}", "{\"Event\":\"x\"}")]
    public void LastLine_OfAStructuredLog_IsItsMessage(string line, string expected)
    {
        using var home = new TemporaryFolder();
        home.Write("a.log", $"earlier\n{line}\n");

        LogFile.LastLine(home["a.log"]).ShouldBe(expected);
    }

    [Fact]
    public void Rotate_LargeLog_IsCopiedAndEmptied()
    {
        using var home = new TemporaryFolder();
        home.Write("a.log", new string('x', 9 << 20));

        LogFile.Rotate(home["a.log"]);

        (new FileInfo(home["a.log"]).Length, new FileInfo(home["a.log.1"]).Length).ShouldBe((0, 9 << 20));
    }

    private static Revision Revision(string folder, string script) => new()
    {
        Number = 3,
        Image = new ImageDigest(Digest.OfText("image")),
        Created = DateTimeOffset.UnixEpoch,
        State = RevisionState.Running,
        Since = DateTimeOffset.UnixEpoch,
        Launch = new ServerLaunch
        {
            Folder = folder,
            Command = "sh",
            Arguments = ["-c", script, "{environment}:{port}"],
            Variables = new Dictionary<string, string>
            {
                ["REVISION"] = "{revision}",
                ["VERSION"] = "{version}",
                ["STATE"] = "{state}",
            },
        },
    };
}
