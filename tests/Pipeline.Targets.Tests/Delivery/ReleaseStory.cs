using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pipeline.Delivery;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery;

/// <summary>
/// Two releases, a rollback, another one that has nowhere to go, and the end: played once, as every step needs those before it.
/// </summary>
public sealed partial class ReleaseStory : IAsyncLifetime
{
    private const string Environments =
        """
        project: release-tests
        environments:
          staging: {engine: process, address: auto, strategy: {type: recreate}}
          production: {engine: process, address: auto, strategy: {type: recreate}}
        """;

    private const string Production = "production: {engine: process, address: auto, strategy: {type: recreate}}";
    private const string Waiting =
        "production: {engine: process, address: auto, strategy: {type: canary, steps: [{weight: 10}, {pause: {}}]}}";

    private const string Gate = "{metric: roc_auc, at-least: 0.80}";
    private const string HigherGate = "{metric: roc_auc, at-least: 0.99}";

    private readonly DeliveryRoot _root = new();
    private readonly DeliveryRoot _clone;
    private readonly HttpClient _http = new();

    public ReleaseStory() => _clone = new DeliveryRoot(_root.State);

    internal Scene Released { get; private set; } = Scene.None;

    internal Scene Changed { get; private set; } = Scene.None;

    /// <summary>A third version, which its gate does not let pass.</summary>
    internal Scene Refused { get; private set; } = Scene.None;

    internal Child RegistryAfterRefusal { get; private set; } = Scene.None.Run;

    /// <summary>The same with its own gate, in a rollout that waits for a person.</summary>
    internal Scene Held { get; private set; } = Scene.None;

    internal Scene RolledBackThoughBroken { get; private set; } = Scene.None;

    /// <summary>A plan before the change, after it, and after its release.</summary>
    internal IReadOnlyList<Child> Plans { get; private set; } = [];

    internal Scene RolledBack { get; private set; } = Scene.None;

    /// <summary>What the registry of the first clone says when another one has rolled back.</summary>
    internal Child RegistryAfterRollback { get; private set; } = Scene.None.Run;

    internal Scene RolledBackAgain { get; private set; } = Scene.None;

    /// <summary>The first command that a release ends with, as a person would paste it.</summary>
    internal Child Asked { get; private set; } = Scene.None.Run;

    /// <summary>A clone whose registry knows nothing of what production serves.</summary>
    internal Child EvaluatedElsewhere { get; private set; } = Scene.None.Run;

    /// <summary>When the changed model has become the champion.</summary>
    internal Child PlanAfterTheChange { get; private set; } = Scene.None.Run;

    /// <summary>The digest of the model that it compared with.</summary>
    internal string? ChampionElsewhere { get; private set; }

    /// <summary>The version that was rolled back is released once more.</summary>
    internal Scene ReleasedAgain { get; private set; } = Scene.None;

    internal Child PlanOfTheRolledBack { get; private set; } = Scene.None.Run;

    internal Child PromotedWithoutReason { get; private set; } = Scene.None.Run;

    internal Scene Promoted { get; private set; } = Scene.None;

    /// <summary>While another process is in the middle of writing to the registry.</summary>
    internal Scene RolledBackWhileTheRegistryIsHeld { get; private set; } = Scene.None;

    /// <summary>From a clone with a broken manifest and no byte of disk left; null where a file system cannot be made.</summary>
    internal Scene? RolledBackOnAFullDisk { get; private set; }

    /// <summary>A release by the library alone, and what it said.</summary>
    internal FakeFace Face { get; } = new();

    internal Answer ReleasedByTheLibrary { get; private set; } = Scene.None.Production;

    /// <summary>A model whose trainer, flavor and metric are the team's own.</summary>
    internal Scene ReleasedWithOwnParts { get; private set; } = Scene.None;

    internal Child PlanOfOwnParts { get; private set; } = Scene.None.Run;

    internal Child Registry { get; private set; } = Scene.None.Run;

    internal Child Down { get; private set; } = Scene.None.Run;

    internal Child StatusAfterDown { get; private set; } = Scene.None.Run;

    internal Child DownAgain { get; private set; } = Scene.None.Run;

    internal Child RollbackAfterDown { get; private set; } = Scene.None.Run;

    internal IReadOnlyList<string> ProcessesBeforeDown { get; private set; } = [];

    internal IReadOnlyList<string> ProcessesAfterDown { get; private set; } = [];

    internal IReadOnlyList<string> ProcessesAtTheEnd { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        if (!OperatingSystem.IsLinux())
            return;
        _root.CopySources();
        _root.Write("environments.yml", Environments);
        _clone.Write("environments.yml", Environments);

        Released = await PlayAsync("Release");
        Asked = Paste(Released.Run.Output.Split('\n').FirstOrDefault(x => x.StartsWith("  curl", StringComparison.Ordinal)));
        var unchanged = _root.Run("PlanRelease");
        _root.Change("trees: 60", "trees: 65");
        Plans = [unchanged, _root.Run("PlanRelease")];
        Changed = await PlayAsync("Release");
        PlanAfterTheChange = _root.Run("PlanRelease");
        EvaluatedElsewhere = _clone.Run("Evaluate");
        using (var evaluation = JsonDocument.Parse(_clone.Read("artifacts/loan-default/evaluation.json")))
            ChampionElsewhere = evaluation.RootElement.GetProperty("champion").GetProperty("model").GetString();
        _root.Change(Gate, HigherGate);
        _root.Change("trees: 65", "trees: 70");
        Refused = await PlayAsync("Release");
        RegistryAfterRefusal = _root.Run("Registry");
        _root.Change(HigherGate, Gate);
        _root.Write("environments.yml", Environments.Replace(Production, Waiting, StringComparison.Ordinal));
        Held = await PlayAsync("Release");
        RolledBackThoughBroken = await WithEverythingBroken(() => PlayAsync("Rollback --environment production"));
        _root.Write("environments.yml", Environments);
        RolledBack = await PlayAsync("Rollback --environment production", _clone);
        _root.Run("Evaluate");
        RegistryAfterRollback = _root.Run("Registry");
        RolledBackAgain = await PlayAsync("Rollback --environment production");
        Registry = _root.Run("Registry");
        await ReleaseAgainAsync();
        await ReleaseByTheLibraryAsync();
        await ReleaseWithOwnPartsAsync();
        ProcessesBeforeDown = Processes();
        Down = _root.Run("Down");
        ProcessesAfterDown = Processes();
        StatusAfterDown = _root.Run("Status");
        DownAgain = _root.Run("Down");
        RollbackAfterDown = _root.Run("Rollback");
        ProcessesAtTheEnd = Processes();
    }

    public ValueTask DisposeAsync()
    {
        if (OperatingSystem.IsLinux())
            _root.Run("Down");
        _http.Dispose();
        _clone.Dispose();
        _root.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ReleaseAgainAsync()
    {
        _root.Change("trees: 70", "trees: 65");
        ReleasedAgain = await PlayAsync("Release");
        PlanOfTheRolledBack = _root.Run("PlanRelease");
        _root.Write("environments.yml", Environments.Replace(Production, Waiting, StringComparison.Ordinal));
        _root.Run("Deploy --skip --again").ExitCode.ShouldBe(1);
        PromotedWithoutReason = _root.Run("Promote");
        Promoted = await PlayAsync("Promote --reason tried");
        using (HeldJournal.At(Path.Combine(_root.Root, ".pipeline", "journal.db")))
            RolledBackWhileTheRegistryIsHeld = await PlayAsync("Rollback");
        _root.Run("Rollback --revision 4").ExitCode.ShouldBe(0);
        using var full = FullDisk.TryMake();
        if (full is null)
            return;
        full.Write(".nuke/parameters.json", "{}");
        full.Write("environments.yml", Environments);
        full.Write("models/loan-default/model.yml", "name: loan-default\n  oops: [");
        full.Fill();
        RolledBackOnAFullDisk = await PlayAsync("Rollback", x => _root.RunIn(full.Path, x));
    }

    /// <summary>The steps of the graph in their order, without an engine, a console or a process of their own.</summary>
    private async Task ReleaseByTheLibraryAsync()
    {
        _root.Write("environments.yml", Environments);
        _root.Change("trees: 65", "trees: 66");
        var request = new DeliveryRequest(_root.Root, Face) { StateHome = Path.Combine(_root.State, "pipeline") };
        await using var session = new DeliverySession(request);
        await session.ValidateDataAsync(quarantines: false, CancellationToken.None);
        await session.TrainAsync(CancellationToken.None);
        await session.EvaluateAsync(CancellationToken.None);
        await session.RegisterAsync(CancellationToken.None);
        await session.WriteModelCardAsync(CancellationToken.None);
        await session.PackageAsync(CancellationToken.None);
        await session.DeployAsync(again: false, CancellationToken.None);
        await session.SummarizeReleaseAsync(CancellationToken.None);
        ReleasedByTheLibrary = await AskAsync("production");
    }

    /// <summary>With the library that the manifest names, and gates that its metric and its model can meet.</summary>
    private async Task ReleaseWithOwnPartsAsync()
    {
        _root.CopyExtension("LoanParts");
        _root.Change("description:", "extensions: extensions/LoanParts\ndescription:");
        _root.Change("  trainer: fast-tree\n", "  trainer: debt-line\n  options: {steepness: 0.9}\n");
        _root.Change("  options: {trees: 66, leaves: 31, learning-rate: 0.08}\n", "");
        _root.Change(Gate, "{metric: approval_rate, at-least: 0.5}");
        _root.Change("    - {metric: roc_auc, no-worse-than: champion, margin: 0.01, confidence: 0.95}\n", "");
        _root.Change("    - {metric: log_loss, at-most: 0.48}\n", "");
        _root.Change("    - {metric: recall, slice: sex, at-least: 0.35}\n", "");
        ReleasedWithOwnParts = await PlayAsync("Release");
        PlanOfOwnParts = _root.Run("PlanRelease");
    }

    /// <summary>Neither the manifest nor the file of environments binds, and a file is where the registry was.</summary>
    private async Task<Scene> WithEverythingBroken(Func<Task<Scene>> play)
    {
        const string Manifest = "models/loan-default/model.yml";
        var text = _root.Read(Manifest);
        var registry = Path.Combine(_root.Root, ".pipeline");
        _root.Write(Manifest, "name: loan-default\n  oops: [");
        _root.Write("environments.yml", "project: release-tests\nenvironments: [");
        Directory.Move(registry, registry + ".away");
        _root.Write(".pipeline", "");
        var scene = await play();
        File.Delete(registry);
        Directory.Move(registry + ".away", registry);
        _root.Write(Manifest, text);
        _root.Write("environments.yml", Environments);
        return scene;
    }

    private Child Paste(string? command) => command is null
        ? Scene.None.Run
        : Child.Run("bash", ["-c", command], _root.Root);

    private Task<Scene> PlayAsync(string arguments, DeliveryRoot? clone = null) =>
        PlayAsync(arguments, x => (clone ?? _root).Run(x));

    private async Task<Scene> PlayAsync(string arguments, Func<string, Child> play)
    {
        var run = play(arguments);
        return new Scene(run, await AskAsync("staging"), await AskAsync("production"));
    }

    /// <summary>The model that answers a prediction there, by the address that Status shows.</summary>
    private async Task<Answer> AskAsync(string environment)
    {
        var status = _root.Run($"Status --environment {environment}");
        var address = Address().Match(status.Output).Value;
        if (address.Length == 0)
            return new Answer(0, status.Text);
        using var rows = JsonDocument.Parse(_root.Read("artifacts/loan-default/reference-rows.json"));
        using var body = new StringContent(rows.RootElement[0].GetProperty("inputs").GetRawText(), Encoding.UTF8);
        using var response = await _http.PostAsync(new Uri($"{address}/predict"), body);
        if (!response.IsSuccessStatusCode)
            return new Answer(0, await response.Content.ReadAsStringAsync());
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        var model = answer.GetProperty("model");
        return new Answer(model.GetProperty("version").GetInt32(), model.GetProperty("digest").GetString()!);
    }

    /// <summary>The commands of all processes that name the folder of what runs.</summary>
    private List<string> Processes() =>
        [.. Directory.EnumerateDirectories("/proc").Where(x => int.TryParse(Path.GetFileName(x), out _)).Select(CommandOf)
            .Where(x => x.Contains(_root.State, StringComparison.Ordinal))];

    private static string CommandOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();

    /// <summary>Which version answered, and its digest.</summary>
    internal sealed record Answer(int Version, string Digest);

    /// <summary>What a command said, and what answered after it.</summary>
    internal sealed record Scene(Child Run, Answer Staging, Answer Production)
    {
        public static Scene None { get; } = new(new Child(-1, "", "It was not run."), new Answer(0, ""), new Answer(0, ""));
    }
}
