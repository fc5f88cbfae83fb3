using System.Text.Json;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery;

/// <summary>
/// Two releases, a rollback, and another one that has nowhere to go: played once, as every step needs those before it.
/// </summary>
public sealed class ReleaseStory : Story
{
    private const string Production = "production: {engine: process, address: auto, strategy: {type: recreate}}";
    private const string Waiting =
        "production: {engine: process, address: auto, strategy: {type: canary, steps: [{weight: 10}, {pause: {}}]}}";

    private const string HigherGate = "{metric: roc_auc, at-least: 0.99}";

    private readonly DeliveryRoot _clone;

    public ReleaseStory() => _clone = new DeliveryRoot(Root.State);

    internal Scene Released { get; private set; } = Nothing;

    internal Scene Changed { get; private set; } = Nothing;

    /// <summary>A third version, which its gate does not let pass.</summary>
    internal Scene Refused { get; private set; } = Nothing;

    internal Child RegistryAfterRefusal { get; private set; } = Nothing.Run;

    /// <summary>The same with its own gate, in a rollout that waits for a person.</summary>
    internal Scene Held { get; private set; } = Nothing;

    internal Scene RolledBackThoughBroken { get; private set; } = Nothing;

    /// <summary>A plan before the change, after it, and after its release.</summary>
    internal IReadOnlyList<Child> Plans { get; private set; } = [];

    internal Scene RolledBack { get; private set; } = Nothing;

    /// <summary>What the registry of the first clone says when another one has rolled back.</summary>
    internal Child RegistryAfterRollback { get; private set; } = Nothing.Run;

    internal Scene RolledBackAgain { get; private set; } = Nothing;

    /// <summary>The first command that a release ends with, as a person would paste it.</summary>
    internal Child Asked { get; private set; } = Nothing.Run;

    /// <summary>A clone whose registry knows nothing of what production serves.</summary>
    internal Child EvaluatedElsewhere { get; private set; } = Nothing.Run;

    /// <summary>When the changed model has become the champion.</summary>
    internal Child PlanAfterTheChange { get; private set; } = Nothing.Run;

    /// <summary>The digest of the model that it compared with.</summary>
    internal string? ChampionElsewhere { get; private set; }

    /// <summary>The version that was rolled back is released once more.</summary>
    internal Scene ReleasedAgain { get; private set; } = Nothing;

    internal Child PlanOfTheRolledBack { get; private set; } = Nothing.Run;

    internal Child PromotedWithoutReason { get; private set; } = Nothing.Run;

    internal Scene Promoted { get; private set; } = Nothing;

    /// <summary>While another process is in the middle of writing to the registry.</summary>
    internal Scene RolledBackWhileTheRegistryIsHeld { get; private set; } = Nothing;

    /// <summary>From a clone with a broken manifest and no byte of disk left; null where a file system cannot be made.</summary>
    internal Scene? RolledBackOnAFullDisk { get; private set; }

    internal Child Registry { get; private set; } = Nothing.Run;

    internal Child Status { get; private set; } = Nothing.Run;

    public override async ValueTask InitializeAsync()
    {
        if (!OperatingSystem.IsLinux())
            return;
        Begin();
        _clone.Write("environments.yml", Environments);

        Released = await PlayAsync("Release");
        Asked = Paste(Released.Run.Output.Split('\n').FirstOrDefault(x => x.StartsWith("  curl", StringComparison.Ordinal)));
        var unchanged = Root.Run("PlanRelease");
        Root.Change("trees: 60", "trees: 65");
        Plans = [unchanged, Root.Run("PlanRelease")];
        Changed = await PlayAsync("Release");
        PlanAfterTheChange = Root.Run("PlanRelease");
        EvaluatedElsewhere = _clone.Run("Evaluate");
        using (var evaluation = JsonDocument.Parse(_clone.Read("artifacts/loan-default/evaluation.json")))
            ChampionElsewhere = evaluation.RootElement.GetProperty("champion").GetProperty("model").GetString();
        Root.Change(Gate, HigherGate);
        Root.Change("trees: 65", "trees: 70");
        Refused = await PlayAsync("Release");
        RegistryAfterRefusal = Root.Run("Registry");
        Root.Change(HigherGate, Gate);
        Root.Write("environments.yml", Environments.Replace(Production, Waiting, StringComparison.Ordinal));
        Held = await PlayAsync("Release");
        RolledBackThoughBroken = await WithEverythingBroken(() => PlayAsync("Rollback --environment production"));
        Root.Write("environments.yml", Environments);
        RolledBack = await PlayAsync("Rollback --environment production", _clone);
        Root.Run("Evaluate");
        RegistryAfterRollback = Root.Run("Registry");
        RolledBackAgain = await PlayAsync("Rollback --environment production");
        Registry = Root.Run("Registry");
        Status = Root.Run("Status");
        await ReleaseAgainAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _clone.Dispose();
    }

    private async Task ReleaseAgainAsync()
    {
        Root.Change("trees: 70", "trees: 65");
        ReleasedAgain = await PlayAsync("Release");
        PlanOfTheRolledBack = Root.Run("PlanRelease");
        Root.Write("environments.yml", Environments.Replace(Production, Waiting, StringComparison.Ordinal));
        Root.Run("Deploy --skip --again").ExitCode.ShouldBe(1);
        PromotedWithoutReason = Root.Run("Promote");
        Promoted = await PlayAsync("Promote --full --reason tried");
        using (HeldJournal.At(Path.Combine(Root.Root, ".pipeline", "journal.db")))
            RolledBackWhileTheRegistryIsHeld = await PlayAsync("Rollback");
        Root.Run("Rollback --to-revision 4").ExitCode.ShouldBe(0);
        using var full = FullDisk.TryMake();
        if (full is null)
            return;
        full.Write(".nuke/parameters.json", "{}");
        full.Write("environments.yml", Environments);
        full.Write("models/loan-default/model.yml", "name: loan-default\n  oops: [");
        full.Fill();
        RolledBackOnAFullDisk = await PlayAsync("Rollback", x => Root.RunIn(full.Path, x));
    }

    /// <summary>Neither the manifest nor the file of environments binds, and a file is where the registry was.</summary>
    private async Task<Scene> WithEverythingBroken(Func<Task<Scene>> play)
    {
        const string Manifest = "models/loan-default/model.yml";
        var text = Root.Read(Manifest);
        var registry = Path.Combine(Root.Root, ".pipeline");
        Root.Write(Manifest, "name: loan-default\n  oops: [");
        Root.Write("environments.yml", "project: release-tests\nenvironments: [");
        Directory.Move(registry, registry + ".away");
        Root.Write(".pipeline", "");
        var scene = await play();
        File.Delete(registry);
        Directory.Move(registry + ".away", registry);
        Root.Write(Manifest, text);
        Root.Write("environments.yml", Environments);
        return scene;
    }

    private Child Paste(string? command) => command is null
        ? Nothing.Run
        : Child.Run("bash", ["-c", command], Root.Root);
}
