using Pipeline.Delivery;
using Pipeline.Distribution;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery;

/// <summary>A release by the library alone, one with a team's own parts, and the end of all that runs.</summary>
public sealed class PartsStory : Story
{
    /// <summary>What a release by the library alone said.</summary>
    internal FakeFace Face { get; } = new();

    internal Answer ReleasedByTheLibrary { get; private set; } = Nothing.Production;

    /// <summary>A model whose trainer, flavor and metric are the team's own.</summary>
    internal Scene ReleasedWithOwnParts { get; private set; } = Nothing;

    internal Child PlanOfOwnParts { get; private set; } = Nothing.Run;

    internal Child Down { get; private set; } = Nothing.Run;

    internal Child StatusAfterDown { get; private set; } = Nothing.Run;

    internal Child DownAgain { get; private set; } = Nothing.Run;

    internal Child RollbackAfterDown { get; private set; } = Nothing.Run;

    internal IReadOnlyList<string> ProcessesBeforeDown { get; private set; } = [];

    internal IReadOnlyList<string> ProcessesAfterDown { get; private set; } = [];

    internal IReadOnlyList<string> ProcessesAtTheEnd { get; private set; } = [];

    public override async ValueTask InitializeAsync()
    {
        if (!OperatingSystem.IsLinux())
            return;
        Begin();
        Root.Run("Release").ExitCode.ShouldBe(0);
        Root.Change("trees: 60", "trees: 66");
        await ReleaseByTheLibraryAsync();
        await ReleaseWithOwnPartsAsync();
        ProcessesBeforeDown = Processes();
        Down = Root.Run("Down");
        ProcessesAfterDown = Processes();
        StatusAfterDown = Root.Run("Status");
        DownAgain = Root.Run("Down");
        RollbackAfterDown = Root.Run("Rollback");
        ProcessesAtTheEnd = Processes();
    }

    /// <summary>The steps of the graph in their order, without an engine, a console or a process of their own.</summary>
    private async Task ReleaseByTheLibraryAsync()
    {
        var request = new DeliveryRequest(Root.Root, Face)
        {
            StateHome = Path.Combine(Root.State, "pipeline"),
            Configure = builder => builder.UsePrograms(new ClonePrograms(Repository.Root, TimeProvider.System)),
        };
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
        Root.CopyExtension("LoanParts");
        Root.Change("description:", "extensions: extensions/LoanParts\ndescription:");
        Root.Change("  trainer: fast-tree\n", "  trainer: debt-line\n  options: {steepness: 0.9}\n");
        Root.Change("  options: {trees: 66, leaves: 31, learning-rate: 0.08}\n", "");
        Root.Change(
            Gate,
            "{metric: approval_rate, at-least: 0.5}\n    - {robustness: debt-as-fraction, measure: shift, at-most: 0.5}");
        Root.Change("    - {metric: roc_auc, no-worse-than: champion, margin: 0.01, confidence: 0.95}\n", "");
        Root.Change("    - {metric: log_loss, at-most: 0.48}\n", "");
        Root.Change("    - {metric: recall, slice: sex, at-least: 0.35}\n", "");
        ReleasedWithOwnParts = await PlayAsync("Release");
        PlanOfOwnParts = Root.Run("PlanRelease");
    }
}
