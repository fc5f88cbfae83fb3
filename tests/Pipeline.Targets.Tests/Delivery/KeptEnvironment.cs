using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pipeline.Core.Audit;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Deployment;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Strategies;
using Pipeline.Environments;
using Pipeline.ModelServer;

namespace Pipeline.Targets.Delivery;

/// <summary>A real gateway with servers that cost nothing, in the environment that a root's build would deploy to.</summary>
internal sealed partial class KeptEnvironment : IAsyncDisposable
{
    public const string Project = "prune-tests";

    private static readonly Actor Ada = new("ada", "test");
    private static readonly string Output = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", ".."));

    private readonly ModelImages _images = new(Output);
    private readonly EnvironmentSite _site;
    private readonly ModelEnvironment _environment;

    public KeptEnvironment(DeliveryRoot root)
    {
        var home = Path.Combine(root.State, "pipeline");
        _site = new EnvironmentSite(home, Project, "production", ModelName.Parse("loan-default"));
        var gateway = new GatewayProgram(Path.Combine(Output, "Pipeline.Gateway", "debug"));
        _environment = new ModelEnvironment(_site, new EnvironmentTools(gateway, _images));
    }

    public EnvironmentFolder Folder => _site.Folder;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task DeployAsync(params IEnumerable<int> releases)
    {
        foreach (var release in releases)
        {
            var request = new RolloutRequest(ImageOf(release), Ada) { Strategy = new StrategySpec.Recreate() };
            var spec = new EnvironmentSpec { Strategy = new StrategySpec.Recreate() };
            (await _environment.DeployAsync(request, spec, [], Token)).ShouldBeOfType<RolloutResult.Promoted>();
        }
    }

    public bool HasImage(int release) => Directory.Exists(Path.Combine(Folder.Images, ImageOf(release).Value.Hex));

    public async Task<int?> StableAsync() => (await _environment.StatusAsync(0, Token))!.Document.Stable;

    /// <summary>The release that answers.</summary>
    public async Task<int> AskAsync()
    {
        using var client = new HttpClient();
        var address = (await _environment.StatusAsync(0, Token))!.Document.Address;
        using var response = await client.PostAsync(new Uri($"http://{address}/predict"), new StringContent("{}"), Token);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token));
        return json.RootElement.GetProperty("probability").GetInt32();
    }

    /// <summary>Ends everything as a power failure does, and lets years go by.</summary>
    public async Task DieAndAgeAsync()
    {
        var gateway = (await DocumentFile.ReadAsync<GatewayDocument>(Folder.Gateway, Token)).OrThrow();
        var document = (await DocumentFile.ReadAsync<EnvironmentDocument>(Folder.Document, Token)).OrThrow();
        foreach (var process in new[] { gateway.Watcher, gateway.Process }.Concat(document.Revisions.Select(x => x.Process)))
        {
            if (process is { IsRunning: true })
                Process.GetProcessById(process.Id).Kill();
        }

        while (gateway.Process.IsRunning)
            await Task.Delay(20, Token);
        var text = await File.ReadAllTextAsync(Folder.Document, Token);
        await File.WriteAllTextAsync(Folder.Document, Since().Replace(text, "${key}2020-01-01T00:00:00Z"), Token);
        Age(Folder.Path);
    }

    /// <summary>Makes everything in a folder look as if nobody had touched it for years.</summary>
    public static void Age(string folder)
    {
        var time = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(path, time);
        foreach (var path in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).Append(folder))
            Directory.SetLastWriteTimeUtc(path, time);
    }

    public async ValueTask DisposeAsync()
    {
        await _environment.TakeDownAsync(Ada, takeOver: true, CancellationToken.None);
        _environment.Dispose();
    }

    private ImageDigest ImageOf(int release) => _images.Of("--answer", $"{release}");

    [GeneratedRegex("""(?<key>"since": ")[^"]*""")]
    private static partial Regex Since();
}
