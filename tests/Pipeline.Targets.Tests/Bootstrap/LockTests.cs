namespace Pipeline.Targets.Tests.Bootstrap;

/// <summary>The lock of build.sh, which its owner's death must not leave behind; PowerShell's is closed by the system.</summary>
public sealed class LockTests : IDisposable
{
    private readonly Clone _clone = Clone.Create(BuildScript.Bash);
    private readonly FakeDotnet _dotnet;

    public LockTests() => _dotnet = new FakeDotnet(_clone);

    [Fact]
    public async Task Compile_Killed_DoesNotStopTheNextRun()
    {
        _dotnet.HoldNextCompile();

        using var killed = _clone.Start([]);
        await killed.UntilAsync(() => _dotnet.Has("held") && _clone.IsCompiling());
        killed.Kill();
        var outcome = await _clone.RunAsync("x");

        outcome.Output.ShouldBe("<x>\n");
        _dotnet.Has("ended").ShouldBeTrue();
        new FileInfo(_clone.PathOf(".nuke/temp/lock")).LinkTarget.ShouldBeNull();
    }

    [Fact]
    public async Task Compile_LockOfDeadOwnerAndDeadHeir_IsTaken()
    {
        var (owner, heir) = ($"{Environment.MachineName}:4194305.1", $"{Environment.MachineName}:4194306.1");
        Directory.CreateDirectory(_clone.PathOf(".nuke/temp"));
        File.CreateSymbolicLink(_clone.PathOf(".nuke/temp/lock"), owner);
        File.CreateSymbolicLink(_clone.PathOf($".nuke/temp/lock.after.{owner}"), heir);

        var outcome = await _clone.RunAsync("x");

        outcome.Output.ShouldBe("<x>\n");
        Directory.GetFiles(_clone.PathOf(".nuke/temp"), "lock*").ShouldBeEmpty();
    }

    [Fact]
    public async Task Compile_Terminated_EndsTheCompilerAndLeavesNoLock()
    {
        _dotnet.HoldNextCompile();

        using var run = _clone.Start([]);
        await run.UntilAsync(() => _dotnet.Has("held") && _clone.IsCompiling());
        await run.SignalAsync("TERM");
        var outcome = await run.EndAsync();

        outcome.ExitCode.ShouldBe(143);
        _dotnet.Has("ended").ShouldBeTrue();
        new FileInfo(_clone.PathOf(".nuke/temp/lock")).LinkTarget.ShouldBeNull();
    }

    [Fact]
    public async Task Signal_WhileTheBuildRuns_ReachesTheBuild()
    {
        using var run = _clone.Start(["wait"]);
        await run.UntilAsync(() => _dotnet.Has("waits"));
        await run.SignalAsync("TERM");
        var outcome = await run.EndAsync();

        outcome.ExitCode.ShouldBe(9);
    }

    public void Dispose() => _clone.Dispose();
}
