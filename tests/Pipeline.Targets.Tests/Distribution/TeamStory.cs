using Pipeline.Targets.Delivery;
using Pipeline.Testing;

namespace Pipeline.Targets.Distribution;

/// <summary>
/// What a team does with the toolkit from its first command to the last, one upgrade among it: played once, as every step needs
/// those before it.
/// </summary>
public sealed class TeamStory(PackedFeed feed) : IAsyncLifetime
{
    private static readonly Child Nothing = new(-1, "", "It was not run.");

    private TeamRepository? _team;

    /// <summary>What a command said, and the version that answered after it.</summary>
    internal sealed record Scene(Child Run, int Answer);

    internal PackedFeed Feed => feed;

    /// <summary>From a feed that has the toolkit's other packages.</summary>
    internal Child WithoutToolkit { get; private set; } = Nothing;

    internal Child OwnTarget { get; private set; } = Nothing;

    /// <summary>Where the compiled build has the native library that its package brings for six systems.</summary>
    internal IReadOnlyList<string> ParquetLibraries { get; private set; } = [];

    /// <summary>From a feed that has the libraries alone.</summary>
    internal Child WithoutServer { get; private set; } = Nothing;

    internal Scene Released { get; private set; } = new(Nothing, 0);

    internal Scene Changed { get; private set; } = new(Nothing, 0);

    internal Scene RolledBack { get; private set; } = new(Nothing, 0);

    /// <summary>When the number in Directory.Packages.props has changed, and nothing else.</summary>
    internal Scene StatusAfterUpgrade { get; private set; } = new(Nothing, 0);

    internal Child PlanAfterUpgrade { get; private set; } = Nothing;

    internal Scene ReleasedAfterUpgrade { get; private set; } = new(Nothing, 0);

    internal Scene RolledBackAfterUpgrade { get; private set; } = new(Nothing, 0);

    internal Child AuditAfterUpgrade { get; private set; } = Nothing;

    /// <summary>Files of the team's that name a folder of the toolkit's clone, or lead out of the team's.</summary>
    internal IReadOnlyList<string> Foreign { get; private set; } = [];

    internal IReadOnlyList<string> ProcessesBeforeDown { get; private set; } = [];

    internal Child Down { get; private set; } = Nothing;

    internal IReadOnlyList<string> ProcessesAfterDown { get; private set; } = [];

    public ValueTask InitializeAsync()
    {
        if (OperatingSystem.IsLinux())
            Play(_team = new TeamRepository(feed));
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        if (_team is not null && Down.ExitCode != 0)
            _team.Run("Down");
        _team?.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Play(TeamRepository team)
    {
        team.AddOwnParts();
        using (feed.Without("Pipeline.Targets"))
            WithoutToolkit = team.Run("CountCustomers");
        OwnTarget = team.Run("CountCustomers");
        ParquetLibraries = Directory.GetFiles(
            Path.Combine(team.Root, ".nuke", "temp", "build"), "ParquetSharpNative.*", SearchOption.AllDirectories);
        using (feed.Without("Pipeline.Serving.linux-x64"))
            WithoutServer = team.Run("Release");
        var released = team.Run("Release");
        Released = new Scene(released, team.Ask(released));
        team.Steepen("0.9", "0.8");
        Changed = Scene("Release");
        RolledBack = Scene("Rollback --environment production");
        team.Upgrade(feed);
        StatusAfterUpgrade = Scene("Status");
        PlanAfterUpgrade = team.Run("PlanRelease");
        team.Steepen("0.8", "0.7");
        ReleasedAfterUpgrade = Scene("Release");
        RolledBackAfterUpgrade = Scene("Rollback --environment production");
        AuditAfterUpgrade = team.Run("VerifyAudit");
        Foreign = [.. Directory.EnumerateFileSystemEntries(team.Root, "*", SearchOption.AllDirectories).Where(IsForeign)];
        ProcessesBeforeDown = Story.ProcessesOf(team.State);
        Down = team.Run("Down");
        ProcessesAfterDown = Story.ProcessesOf(team.State);

        // The address of an environment stays what it was.
        Scene Scene(string arguments) => new(team.Run(arguments), team.Ask(released));

        bool IsForeign(string path) => new FileInfo(path).LinkTarget is { } target
            ? !Path.GetFullPath(target, Path.GetDirectoryName(path)!).StartsWith(team.Root, StringComparison.Ordinal)
            : File.Exists(path)
                && File.ReadAllBytes(path).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(Repository.Root)) >= 0;
    }
}
