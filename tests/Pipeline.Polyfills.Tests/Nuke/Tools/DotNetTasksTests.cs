using Nuke.Common;
using Nuke.Common.Tooling;
using Nuke.Common.Tools.DotNet;
using Pipeline.Polyfills.Tests.Nuke.Tooling;
using static Nuke.Common.Tools.DotNet.DotNetTasks;

namespace Pipeline.Polyfills.Tests.Nuke.Tools;

/// <summary>A shell script stands in for the SDK and hands its arguments to a child that tells them.</summary>
public sealed class DotNetTasksTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly string _tool;

    public DotNetTasksTests()
    {
        Unix.IsNeeded();
        var dotnet = ToolPathResolver.GetPathExecutable("dotnet");
        _tool = _scratch.File(
            "fake sdk", $"#!/bin/sh\nexec '{dotnet}' '{Child.Assembly}' --as-child arguments \"$@\"\n").SetExecutable();
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Build_SpellsItsOptions()
    {
        var output = DotNetBuild(x => Quiet(x)
            .SetConfiguration("Release")
            .SetProjectFile("/a b/c.sln")
            .EnableNoRestore()
            .DisableNoLogo()
            .SetVerbosity(DotNetVerbosity.minimal)
            .SetProperty("Message", "a \"b\" $c")
            .SetVersion("1.2.3")
            .EnableContinuousIntegrationBuild());

        Child.ArgumentsOf(output).ShouldBe([
            "build", "/a b/c.sln", "--configuration", "Release", "--no-restore",
            "--property:Message=a \"b\" $c", "--property:Version=1.2.3", "--property:ContinuousIntegrationBuild=true",
            "--verbosity", "minimal",
        ]);
    }

    [Fact]
    public void Test_PutsRunSettingsLast()
    {
        var output = DotNetTest(x => Quiet(x)
            .SetRunSetting("A.B", 1)
            .SetRunSetting("C", "d e")
            .SetProjectFile("p")
            .AddLoggers("trx;LogFileName=a b.trx", "console")
            .SetResultsDirectory("/out put")
            .SetFilter("Name!~x&(Category=y)")
            .SetProcessAdditionalArguments("--extra", "\"x y\""));

        Child.ArgumentsOf(output).ShouldBe([
            "test", "p", "--filter", "Name!~x&(Category=y)", "--logger", "trx;LogFileName=a b.trx", "--logger", "console",
            "--results-directory", "/out put", "--extra", "x y", "--", "A.B=1", "C=d e",
        ]);
    }

    [Fact]
    public void Publish_JoinsTargetsInOneArgument()
    {
        var output = DotNetPublish(x => Quiet(x)
            .SetProject("p").SetTargets("A", "B c").SetRuntime("linux-x64").SetSelfContained(false).SetOutput("/o"));

        Child.ArgumentsOf(output).ShouldBe([
            "publish", "p", "--output", "/o", "--runtime", "linux-x64", "--self-contained", "false", "/t:A;B c",
        ]);
    }

    [Fact]
    public void Run_PassesTheArgumentsOfTheApplication()
    {
        var output = DotNetRun(x => Quiet(x).SetProjectFile("p").SetApplicationArguments("a b", "--no-build", ""));

        Child.ArgumentsOf(output).ShouldBe(["run", "--project", "p", "--", "a b", "--no-build", ""]);
    }

    [Fact]
    public void NuGetPush_HidesTheKey()
    {
        var output = DotNetNuGetPush(x => Quiet(x).SetTargetPath("p.nupkg").SetApiKey("k3y").EnableSkipDuplicate());

        Child.ArgumentsOf(output).ShouldBe(["nuget", "push", "p.nupkg", "--api-key", "[REDACTED]", "--skip-duplicate"]);
    }

    [Fact]
    public void Build_OfSeveralVariants_RunsEach()
    {
        var outputs = DotNetBuild(
            x => Quiet(x).CombineWith(["a", "b"], (y, project) => y.SetProjectFile(project)), degreeOfParallelism: 2);

        outputs.Select(x => Child.ArgumentsOf(x.Item2)[1]).ShouldBe(["a", "b"]);
    }

    [Fact]
    public void AddProperty_OfAPropertyThatIsSet_IsRefused()
    {
        Should.Throw<ArgumentException>(() => new DotNetBuildSettings().AddProperty("A", 1).AddProperty("A", 2));
    }

    [Fact]
    public void ExitHandling_WhenDisabled_LetsAFailureBe()
    {
        var failing = _scratch.File("failing sdk", "#!/bin/sh\nexit 3\n").SetExecutable();

        Should.Throw<ProcessException>(() => DotNetClean(x => Quiet(x).SetProcessToolPath(failing))).ExitCode.ShouldBe(3);
        DotNetClean(x => Quiet(x).SetProcessToolPath(failing).DisableProcessExitHandling()).ShouldBeEmpty();
    }

    [Fact]
    public void DotNet_RunsTheRealTool()
    {
        var output = DotNet($"--version", logInvocation: false, logOutput: false);

        Version.TryParse(output.StdToText().Split('-')[0], out _).ShouldBeTrue();
    }

    private T Quiet<T>(T options) where T : ToolOptions =>
        options.SetProcessToolPath(_tool).DisableProcessInvocationLogging().DisableProcessOutputLogging();
}
