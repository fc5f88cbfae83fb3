using System.ComponentModel;
using System.Diagnostics;
using Nuke.Common.Tooling;

namespace Pipeline.Polyfills.Tests.Nuke.Tooling;

public sealed class ProcessEndTests
{
    [Fact]
    public void Output_HeldOpenByAGrandchild_IsNotWaitedFor()
    {
        Unix.IsNeeded();

        var process = ProcessTasks.StartShell("sleep 120 & echo $!", logInvocation: false, logOutput: false).AssertZeroExitCode();

        using var grandchild = Process.GetProcessById(int.Parse(process.Output.StdToText()));
        grandchild.HasExited.ShouldBeFalse();
        grandchild.Kill();
    }

    [Fact]
    public void Timeout_KillsTheProcessAndWhatItStarted()
    {
        var pids = new List<int>();
        var bothRun = new ManualResetEventSlim();
        var process = ProcessTasks.StartProcess(
            Child.Assembly, Child.To("parent"), timeout: 4000, logInvocation: false, logOutput: true, logger: Note);

        bothRun.Wait(TestContext.Current.CancellationToken);
        var finished = process.WaitForExit();

        finished.ShouldBeFalse();
        process.HasExited.ShouldBeTrue();
        pids.ShouldAllBe(x => IsGone(x));

        void Note(OutputType type, string line)
        {
            pids.Add(int.Parse(line));
            if (pids.Count == 2)
                bothRun.Set();
        }
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public void Signal_ThatEndsUs_EndsWhatWeStarted(string signal)
    {
        Unix.IsNeeded();
        var dotnet = ToolPathResolver.GetPathExecutable("dotnet");
        var start = new ProcessStartInfo(dotnet, $"\"{Child.Assembly}\" {Child.To("parent")}") { RedirectStandardOutput = true };
        using var parent = Process.Start(start)!;
        int[] pids = [int.Parse(parent.StandardOutput.ReadLine()!), int.Parse(parent.StandardOutput.ReadLine()!)];

        ProcessTasks.StartShell($"kill -{signal} {parent.Id}", logInvocation: false, logOutput: false).AssertZeroExitCode();
        parent.WaitForExit();

        pids.ShouldContain(parent.Id);
        pids.ShouldAllBe(x => IsGone(x));
    }

    [Fact]
    public void Timeout_IsAFailureOfTheAssertion()
    {
        var process = ProcessTasks.StartProcess(
            Child.Assembly, Child.To("hang"), timeout: 1, logInvocation: false, logOutput: false);

        Should.Throw<Exception>(() => process.AssertZeroExitCode()).Message.ShouldContain("longer than its timeout");
    }

    [Fact]
    public void Kill_OfAProcessThatEnded_DoesNothing()
    {
        var process = ProcessTasks.StartProcess(Child.Assembly, Child.To("say x"), logInvocation: false, logOutput: false)
            .AssertWaitForExit();

        process.Kill();

        process.ExitCode.ShouldBe(0);
    }

    private static bool IsGone(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.WaitForExit(TimeSpan.FromSeconds(30));
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return true;
        }
    }
}
