using Pipeline.Core.Identity;
using Pipeline.Environments;
using Pipeline.Gateway.Supervision;
using Pipeline.Testing;

namespace Pipeline.Supervision;

public sealed class ProcessRuntimeTests
{
    private const string Script = "echo $0 revision=$REVISION version=${VERSION-unset} state=$STATE; pwd; sleep 0.1; exit 7";

    [Fact]
    public async Task Start_Placeholders_AreFilledAndEmptyVariablesAreNotSet()
    {
        using var home = new TemporaryFolder();
        var folder = new EnvironmentFolder(home["state"]);
        Directory.CreateDirectory(folder.Logs);

        var address = await RunAsync(folder, Revision(home.Path, Script));

        var port = address!.Split(':')[^1];
        (await File.ReadAllLinesAsync(folder.LogOf(3), TestContext.Current.CancellationToken)).ShouldBe(
            [$"production:{port} revision=3 version=unset state={folder.Path}", home.Path]);
    }

    [Fact]
    public async Task Start_Secret_IsAVariableAndNeverAnArgument()
    {
        using var home = new TemporaryFolder();
        var folder = new EnvironmentFolder(home["state"]);
        Directory.CreateDirectory(folder.Logs);
        var revision = Revision(home.Path, "echo $0 $SECRET; sleep 0.1");
        var launch = revision.Launch! with
        {
            Arguments = ["-c", "echo $0 $SECRET; sleep 0.1", "{secret}"],
            Variables = new Dictionary<string, string> { ["SECRET"] = "{secret}" },
        };

        await RunAsync(folder, revision with { Launch = launch });

        (await File.ReadAllTextAsync(folder.LogOf(3), TestContext.Current.CancellationToken)).ShouldBe("{secret} a secret\n");
    }

    [Theory]
    [InlineData("http://127.0.0.1:41233", "127.0.0.1:41233")]
    [InlineData("127.0.0.1:41233\n", "127.0.0.1:41233")]
    [InlineData("", null)]
    [InlineData("nonsense", null)]
    public async Task Announced_AnyText_IsAnAddressOrNone(string text, string? address)
    {
        using var home = new TemporaryFolder();
        var folder = new EnvironmentFolder(home["state"]);
        Directory.CreateDirectory(folder.Logs);
        File.WriteAllText(folder.AddressOf(3), text);
        var running = Revision(home.Path, Script) with { Process = ProcessIdentity.Current };

        var status = await new ProcessRuntime(folder, "production", "a secret")
            .ObserveAsync(running, TestContext.Current.CancellationToken);

        status.ShouldBe(new RevisionStatus.Running(ProcessIdentity.Current!, address));
    }

    [Fact]
    public async Task Start_ServerThatAnnounces_IsGivenNoPort()
    {
        using var home = new TemporaryFolder();
        var folder = new EnvironmentFolder(home["state"]);
        Directory.CreateDirectory(folder.Logs);
        var revision = Revision(home.Path, "echo $0; sleep 0.1");
        var launch = revision.Launch! with { Arguments = [.. revision.Launch.Arguments, "{announce}"] };

        var address = await RunAsync(folder, revision with { Launch = launch });

        address.ShouldBeNull();
        (await File.ReadAllTextAsync(folder.LogOf(3), TestContext.Current.CancellationToken)).ShouldBe("production:0\n");
    }

    [Fact]
    public async Task Ended_ServerThatWasStartedHere_IsTold()
    {
        using var home = new TemporaryFolder();
        var folder = new EnvironmentFolder(home["state"]);
        Directory.CreateDirectory(folder.Logs);
        var (runtime, ended) = (new ProcessRuntime(folder, "production", "a secret"), new TaskCompletionSource());
        runtime.Ended += ended.SetResult;

        await runtime.StartAsync(Revision(home.Path, "exit 7"), TestContext.Current.CancellationToken);

        await ended.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("{\"Timestamp\":\"x\",\"Message\":\"The model cannot be read.\",\"State\":{}}", "The model cannot be read.")]
    [InlineData("{not json", "{not json")]
    [InlineData("{\"Message\":7}", "{\"Message\":7}")]
    [InlineData("{\"Event\":\"x\"}", "{\"Event\":\"x\"}")]
    [InlineData("{\"Message\":\"Red \\u001b[31m alert.\"}", "Red  [31m alert.")]
    [InlineData("   at Some.Method()", "earlier")]
    public async Task LastWords_OfAStructuredLog_AreItsMessage(string line, string expected)
    {
        using var home = new TemporaryFolder();
        home.Write("a.log", $"earlier\n{line}\n");

        var lines = await LogTail.ReadAsync(home["a.log"], 10, TestContext.Current.CancellationToken);

        ExitReason.Of(3, null, lines)
            .ShouldBe($"The server of revision 3 ended by itself; the last line of its log is: {expected}");
    }

    [Fact]
    public void Rotate_LargeLog_IsCopiedAndEmptied()
    {
        using var home = new TemporaryFolder();
        home.Write("a.log", new string('x', 9 << 20));

        LogFile.Rotate(home["a.log"]);

        (new FileInfo(home["a.log"]).Length, new FileInfo(home["a.log.1"]).Length).ShouldBe((0, 9 << 20));
    }

    /// <summary>Where it should have answered, once it has ended.</summary>
    private static async Task<string?> RunAsync(EnvironmentFolder folder, Revision revision)
    {
        var runtime = new ProcessRuntime(folder, "production", "a secret");
        var status = await runtime.StartAsync(revision, TestContext.Current.CancellationToken);
        var running = status.ShouldBeOfType<RevisionStatus.Running>();
        while (running.Process.IsRunning)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        return running.Address;
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
