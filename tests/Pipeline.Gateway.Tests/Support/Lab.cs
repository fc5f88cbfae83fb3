using Pipeline.Core.Audit;
using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Deployment;
using Pipeline.Deployment.Analysis;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Status;
using Pipeline.Deployment.Strategies;
using Pipeline.Deployment.Traffic;
using Pipeline.Environments;
using Pipeline.Gateway.Traffic;
using Pipeline.ModelServer;

namespace Pipeline.Testing;

/// <summary>An environment of real processes below a temporary folder; nothing of it outlives the test.</summary>
internal sealed class Lab : IAsyncDisposable
{
    private readonly TemporaryFolder _home = new();

    /// <param name="home">Null is the test's own temporary folder.</param>
    public Lab(string? home = null)
    {
        Images = new ModelImages(Output);
        Site = new EnvironmentSite(home ?? _home.Path, "acme", "production", ModelName.Parse("loan-default"));
        Environment = Clone();
    }

    public static Actor Ada { get; } = new("ada", "test");

    /// <summary>Where all projects are built to.</summary>
    public static string Output { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", ".."));

    public static EnvironmentSpec Anywhere { get; } = new() { Strategy = new StrategySpec.Recreate() };

    /// <summary>Half of the traffic, until it is sure that there are no more errors than before.</summary>
    public static StrategySpec Canary { get; } = new StrategySpec.Canary
    {
        Steps = [new StepSpec.SetWeight(50), new StepSpec.Analyze { For = TimeSpan.FromSeconds(1) }],
    };

    public static IReadOnlyList<AnalysisSpec> NoMoreErrors { get; } =
    [
        new AnalysisSpec
        {
            Metric = AnalysisSpec.ErrorRate,
            Criterion = new Criterion.NoWorseThan(AnalysisSpec.Stable, 0.02, 0.95),
            RequestsAtLeast = 100,
        },
    ];

    public string Home => _home.Path;

    public ModelImages Images { get; }

    public EnvironmentSite Site { get; }

    public ModelEnvironment Environment { get; }

    public EnvironmentFolder Folder => Site.Folder;

    /// <summary>The same environment, seen from another clone.</summary>
    public ModelEnvironment Clone(GatewayProgram? program = null) => new(
        Site,
        new EnvironmentTools(program ?? new GatewayProgram(Path.Combine(Output, "Pipeline.Gateway", "debug")), Images)
        {
            Rollout = new RolloutOptions { LookForErrorsEvery = TimeSpan.FromMilliseconds(100), MostTimesInconclusive = 30 },
        });

    public Task<RolloutResult> DeployAsync(params string[] habits) => DeployAsync(null, habits);

    public Task<RolloutResult> DeployAsync(StrategySpec? strategy, params string[] habits) => Environment.DeployAsync(
        new RolloutRequest(Images.Of(habits), Ada)
        {
            Strategy = strategy ?? new StrategySpec.Recreate(),
            Analysis = NoMoreErrors,
        },
        Anywhere,
        [],
        TestContext.Current.CancellationToken);

    public async Task<EnvironmentStatus> StatusAsync(int events = 100) =>
        (await Environment.StatusAsync(events, TestContext.Current.CancellationToken))!;

    /// <summary>Looks until the environment is as it should be; a test's own limit ends the waiting.</summary>
    public async Task<EnvironmentStatus> UntilAsync(Func<EnvironmentStatus, bool> isSo)
    {
        while (true)
        {
            if (await Environment.StatusAsync(100, TestContext.Current.CancellationToken) is { } status && isSo(status))
                return status;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public async Task<Load> BeginLoadAsync() => new(await AddressAsync());

    /// <summary>Where predictions are asked for, as another clone or this one knows it.</summary>
    public async Task<Uri> AddressAsync(ModelEnvironment? clone = null)
    {
        var status = await (clone ?? Environment).StatusAsync(0, TestContext.Current.CancellationToken);
        return new Uri($"http://{status!.Document.Address}");
    }

    /// <summary>Whether the environment's journal is as it was written.</summary>
    public async Task<ChainStatus> VerifyJournalAsync()
    {
        using var client = new GatewayClient(new LocalReach(Folder), TimeProvider.System);
        return (await new StatusReader(new LocalReach(Folder), client).VerifyAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>The revision that answers a prediction, and its answer.</summary>
    public static async Task<(int Revision, string Body)> AskAsync(Uri address)
    {
        var token = TestContext.Current.CancellationToken;
        using var client = new HttpClient();
        using var response = await client.PostAsync(new Uri(address, "/predict"), new StringContent("{}"), token);
        var revision = int.Parse(response.Headers.GetValues(RevisionHeader.Name).Single());
        return (revision, await response.Content.ReadAsStringAsync(token));
    }

    /// <summary>All processes whose arguments or variables name the environment's folder: gateway, watcher, servers.</summary>
    public IReadOnlyList<string> Processes() =>
        [.. Directory.EnumerateDirectories("/proc").Where(x => int.TryParse(Path.GetFileName(x), out _)).Select(CommandOf)
            .Where(x => x.Contains(Folder.Path, StringComparison.Ordinal))];

    public async ValueTask DisposeAsync()
    {
        await Environment.TakeDownAsync(Ada, takeOver: true, CancellationToken.None);
        Environment.Dispose();
        _home.Dispose();
    }

    private static string CommandOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ')
                + File.ReadAllText(Path.Combine(process, "environ")).Replace('\0', ' ');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
