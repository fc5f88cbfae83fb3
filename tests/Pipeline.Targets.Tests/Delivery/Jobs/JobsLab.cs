using System.Text.Json.Nodes;
using Pipeline.Core.Progress;
using Pipeline.Delivery;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery.Jobs;

/// <summary>A repository whose data is in a remote, and builds of it that have workers, or work themselves.</summary>
/// <param name="configure">Adds the engine that the jobs are given to.</param>
internal sealed class JobsLab(Action<DeliveryBuilder> configure) : IDisposable
{
    public const string Data = "models/loan-default/data/loans.csv";

    public const string Trials = "artifacts/loan-default/.search";

    private const string Made = "artifacts/loan-default";

    /// <summary>When it was, and on which machine: what two runs of the same training differ in.</summary>
    private static readonly string[] Circumstances = ["startedAt", "duration", "circumstances"];

    private readonly List<string> _told = [];

    public DeliveryRoot Root { get; } = new();

    public TemporaryFolder Remote { get; } = new();

    /// <summary>The steps that were told, in the order in which they came.</summary>
    public IReadOnlyList<string> Told
    {
        get
        {
            lock (_told)
                return [.. _told];
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A search that is over soon.</summary>
    public JobsLab Searching(string more = "run_cap: 4") => Changed(
        "  trainer: fast-tree\n",
        $$"""
          trainer: fast-tree
          search:
            method: random
            metric: roc_auc
            {{more}}
            concurrency: 2
            parameters:
              leaves: {min: 4, max: 32}
              min-leaf: {min: 5, max: 50}

        """);

    public JobsLab Changed(string before, string after)
    {
        Root.Change(before, after);
        return this;
    }

    /// <summary>The only object of the remote that is no listing.</summary>
    public string DataObject() => Directory.GetFiles(Remote["files"], "*", SearchOption.AllDirectories).Single();

    /// <summary>Keeps and pushes the data, and validates it.</summary>
    public async Task<JobsLab> PushedAsync()
    {
        // Temporary folders are their owner's alone, and containers are somebody else.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Remote.Path, File.GetUnixFileMode("/"));
        Root.Write(
            ".dvc/config", $"[core]\n    no_scm = True\n    remote = disk\n['remote \"disk\"']\n    url = {Remote.Path}\n");
        await DoAsync("local", x => x.SnapshotDataAsync(Token));
        await DoAsync("local", x => x.PushDataAsync(Token));
        await DoAsync("local", x => x.ValidateDataAsync(quarantines: false, Token));
        return this;
    }

    public Task TrainAsync(string on, CancellationToken? token = null) =>
        DoAsync(on, x => x.TrainAsync(token ?? Token), force: true);

    public Task ProfileAsync(string on) => DoAsync(on, x => x.ProfileDataAsync(writes: false, Token));

    public async Task DoAsync(string on, Func<DeliverySession, Task> work, bool force = false)
    {
        var request = new DeliveryRequest(Root.Root, new FakeFace { Progress = new Telling(this) })
        {
            StateHome = Root.State,
            On = on,
            Force = force,
            Configure = configure,
        };
        await using var session = new DeliverySession(request);
        await work(session);
    }

    /// <summary>What was made, by path: the bytes of a model, and documents without their circumstances.</summary>
    public IReadOnlyDictionary<string, string> Results()
    {
        var folder = Path.Combine(Root.Root, Made);
        var results = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Directory.GetFiles(Path.Combine(folder, "model")).Append(Path.Combine(folder, "learned.rows")))
            results[Path.GetRelativePath(folder, path)] = Convert.ToHexString(File.ReadAllBytes(path));
        foreach (var name in new[] { "run.json", "search.json" }.Where(name => Root.Has($"{Made}/{name}")))
            results[name] = Without(JsonNode.Parse(Root.Read($"{Made}/{name}"))!).ToJsonString();
        return results;
    }

    public string Profile() => Root.Read($"{Made}/profile.json");

    public void Dispose()
    {
        Root.Dispose();
        Remote.Dispose();
    }

    private static JsonNode Without(JsonNode node)
    {
        if (node is JsonObject part)
        {
            foreach (var key in Circumstances)
                part.Remove(key);
            foreach (var (_, child) in part)
                _ = child is null ? null : Without(child);
        }
        else if (node is JsonArray list)
        {
            foreach (var child in list)
                _ = child is null ? null : Without(child);
        }

        return node;
    }

    private sealed class Telling(JobsLab lab) : IProgress<StepEvent>
    {
        public void Report(StepEvent value)
        {
            var words = value switch
            {
                StepEvent.Noted noted => noted.Message,
                StepEvent.Warned warned => $"Warning: {warned.Message}",
                _ => null,
            };
            if (words is null)
                return;
            lock (lab._told)
                lab._told.Add(words);
        }
    }
}
