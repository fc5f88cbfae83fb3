using System.Diagnostics;
using Pipeline.Core.Identity;
using Pipeline.Environments;
using Pipeline.Gateway.Supervision;
using Pipeline.Testing;

namespace Pipeline.Supervision;

/// <summary>Servers as processes of this machine keep to the contract of engines.</summary>
public sealed class ProcessRuntimeContractTests : RevisionRuntimeContract, IDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly EnvironmentFolder _folder;

    public ProcessRuntimeContractTests()
    {
        _folder = new EnvironmentFolder(_home["state"]);
        _folder.Create();
    }

    public void Dispose()
    {
        new ProcessRuntime(_folder, "production", "a secret").EndUnknownAsync([], CancellationToken.None).Wait();
        _home.Dispose();
    }

    private protected override IRevisionRuntime Open() => new ProcessRuntime(_folder, "production", "a secret");

    protected override Revision RevisionOf(string script) => new()
    {
        Number = 3,
        Image = new ImageDigest(Digest.OfText("image")),
        Created = DateTimeOffset.UnixEpoch,
        State = RevisionState.Running,
        Since = DateTimeOffset.UnixEpoch,
        Launch = new ServerLaunch
        {
            Folder = _home.Path,
            Command = "sh",
            Arguments = ["-c", $"ANNOUNCE=$0; {script}", "{announce}"],
        },
    };

    protected override Revision Impossible()
    {
        var revision = RevisionOf("");
        return revision with { Launch = revision.Launch! with { Folder = _home["gone"] } };
    }

    protected override void Kill(Revision revision)
    {
        using var process = Process.GetProcessById(revision.Process!.Id);
        process.Kill();
    }

    protected override IReadOnlyList<string> Traces() =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Where(x => int.TryParse(x, out var id) && ProcessIdentity.Of(id) is not null && IsOurs(id)).Select(x => x!),
    ];

    private bool IsOurs(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/environ").Split('\0').Contains($"{ProcessRuntime.Mark}={_folder.Path}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
