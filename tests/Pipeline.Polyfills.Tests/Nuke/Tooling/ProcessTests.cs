using System.ComponentModel;
using System.Diagnostics;
using Nuke.Common;
using Nuke.Common.IO;
using Nuke.Common.Tooling;

namespace Pipeline.Polyfills.Tests.Nuke.Tooling;

public sealed class ProcessTests
{
    [Fact]
    public void Output_OfTwoStreams_IsCompleteAndInOrderWithinEach()
    {
        const int lines = 20_000;

        var output = Start(Child.To($"flood {lines}")).AssertZeroExitCode().Output;

        Numbers(output, OutputType.Std).ShouldBe(Enumerable.Range(0, lines));
        Numbers(output, OutputType.Err).ShouldBe(Enumerable.Range(0, lines));
    }

    [Fact]
    public void Output_BeyondAscii_IsReadAsUtf8()
    {
        var output = Start(Child.To("say ünï✓")).AssertZeroExitCode().Output;

        output.StdToText().ShouldBe("ünï✓");
    }

    [Fact]
    public void Output_IsHandedToTheLoggerLineByLine()
    {
        var seen = new List<(OutputType, string)>();

        Start(Child.To("fail 0"), logger: (type, text) => seen.Add((type, text))).AssertZeroExitCode();

        seen.ShouldBe([(OutputType.Err, "it went wrong")]);
    }

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
    public void ExitCode_OtherThanZero_FailsWithCommandFolderAndErrors()
    {
        var process = Start(Child.To("fail 7"));

        var failure = Should.Throw<ProcessException>(() => process.AssertZeroExitCode());

        failure.ExitCode.ShouldBe(7);
        failure.Message.ShouldContain("exited with code 7");
        failure.Message.ShouldContain("--as-child fail 7");
        failure.Message.ShouldContain(EnvironmentInfo.WorkingDirectory);
        failure.Message.ShouldContain("it went wrong");
    }

    [Fact]
    public void ExitHandler_OfATool_DecidesInsteadOfTheCheck()
    {
        var seen = 0;

        ToolResolver.GetTool(Child.Assembly)(
            $"--as-child fail 3", logInvocation: false, logOutput: false, exitHandler: x => seen = x.ExitCode);

        seen.ShouldBe(3);
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
        var process = Start(Child.To("say x")).AssertWaitForExit();

        process.Kill();

        process.ExitCode.ShouldBe(0);
    }

    [Fact]
    public void EnvironmentVariables_AreThoseGivenAndNoOthers()
    {
        var variables = new Dictionary<string, string>(EnvironmentInfo.Variables) { ["PIPELINE_A"] = "x \"y\" $z" };
        variables.Remove("PATH");

        var output = Start(Child.To("variables PIPELINE_A PATH"), environment: variables).AssertZeroExitCode().Output;

        Child.ArgumentsOf(output).ShouldBe(["x \"y\" $z", null!]);
    }

    [Fact]
    public void WorkingDirectory_IsThatOfTheChild()
    {
        using var scratch = new Scratch();

        var output = Start(Child.To("folder"), folder: scratch.Root).AssertZeroExitCode().Output;

        output.StdToText().ShouldEndWith(scratch.Root.Name);
    }

    [Fact]
    public void WorkingDirectory_ThatIsNotThere_IsNamed()
    {
        var failure = Should.Throw<Exception>(() => Start("", folder: "/no/such folder"));

        failure.Message.ShouldContain("'/no/such folder' does not exist");
    }

    [Theory]
    [InlineData("/no/such/tool")]
    [InlineData("no-such-tool-8c1f")]
    public void Tool_ThatIsNotThere_IsNamed(string tool)
    {
        Should.Throw<Exception>(() => ProcessTasks.StartProcess(tool)).Message.ShouldContain($"'{tool}'");
    }

    [Fact]
    public void Shell_GetsTheCommandAsItIs()
    {
        Unix.IsNeeded();

        const string command = """a='x  "y" \z'; printf '%s\n' "$a" && echo 1 | cat""";

        var output = ProcessTasks.StartShell(command, logInvocation: false, logOutput: false).AssertZeroExitCode().Output;

        output.StdToText().ShouldBe("x  \"y\" \\z" + EnvironmentInfo.NewLine + "1");
    }

    [Fact]
    public void EnsureOnlyStd_WithErrorOutput_FailsWithIt()
    {
        var output = Start(Child.To("fail 0")).AssertZeroExitCode().Output;

        Should.Throw<Exception>(() => output.EnsureOnlyStd()).Message.ShouldContain("it went wrong");
    }

    [Fact]
    public void StdToJson_ReadsWhatTheChildSaid()
    {
        var output = Start(Child.To("arguments a b")).AssertZeroExitCode().Output;

        output.StdToJson<string[]>().ShouldBe(["a", "b"]);
    }

    private static IProcess Start(
        string arguments,
        string? folder = null,
        Dictionary<string, string>? environment = null,
        Action<OutputType, string>? logger = null)
        => ProcessTasks.StartProcess(
            Child.Assembly, arguments, folder, environment, logInvocation: false, logOutput: logger != null, logger: logger);

    private static IEnumerable<int> Numbers(IEnumerable<Output> output, OutputType type)
        => output.Where(x => x.Type == type).Select(x => int.Parse(x.Text.Split(' ')[1]));

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
