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
    public void Output_ThatTheLoggerChokesOn_IsReadToTheEndAllTheSame()
    {
        var process = Start(Child.To("flood 20000"), logger: (_, _) => throw new InvalidOperationException("choked"));

        Should.Throw<AggregateException>(() => process.WaitForExit()).InnerExceptions.ShouldAllBe(x => x.Message == "choked");
        process.ExitCode.ShouldBe(0);
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
        Action<OutputType, string>? logger = null) =>
        ProcessTasks.StartProcess(
            Child.Assembly, arguments, folder, environment, logInvocation: false, logOutput: logger != null, logger: logger);

    private static IEnumerable<int> Numbers(IEnumerable<Output> output, OutputType type) =>
        output.Where(x => x.Type == type).Select(x => int.Parse(x.Text.Split(' ')[1]));
}
