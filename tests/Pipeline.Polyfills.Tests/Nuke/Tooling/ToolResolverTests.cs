using Nuke.Common;
using Nuke.Common.IO;
using Nuke.Common.Tooling;

namespace Pipeline.Polyfills.Tests.Nuke.Tooling;

public sealed class ToolResolverTests
{
    [Fact]
    public void PathExecutable_IsFoundWithItsFullPath()
    {
        var path = ToolPathResolver.GetPathExecutable("dotnet");

        Path.IsPathRooted(path).ShouldBeTrue();
        Path.GetFileNameWithoutExtension(path).ShouldBe("dotnet");
    }

    [Fact]
    public void EnvironmentTool_WithoutItsVariable_IsNull()
    {
        ToolResolver.TryGetEnvironmentTool("no-such-tool").ShouldBeNull();
    }

    [Fact]
    public void EnvironmentTool_OfAFileThatIsNotThere_NamesVariableAndFile()
    {
        EnvironmentInfo.SetVariable("MISSING_TOOL_EXE", "/no/such/file");

        var failure = Should.Throw<Exception>(() => ToolResolver.TryGetEnvironmentTool("missing-tool"));

        failure.Message.ShouldContain("/no/such/file");
        failure.Message.ShouldContain("MISSING_TOOL_EXE");
    }

    [Fact]
    public void EnvironmentTool_IsTheFileThatTheVariableNames()
    {
        EnvironmentInfo.SetVariable("ECHO_TOOL_EXE", Child.Assembly);

        var output = ToolResolver.GetEnvironmentOrPathTool("echo-tool")(
            $"--as-child arguments x", logInvocation: false, logOutput: false);

        Child.ArgumentsOf(output).ShouldBe(["x"]);
    }

    [Fact]
    public void PathVariable_OfAMember_NamesTheToolInLowerCase()
    {
        var requirement = new PathVariableAttribute().GetRequirement(typeof(ToolResolverTests).GetProperty(nameof(DotNet))!);

        requirement.ShouldBeOfType<PathToolRequirement>().PathExecutable.ShouldBe("dotnet");
    }

    [Fact]
    public void Executable_CanBeRunAfterwards()
    {
        Unix.IsNeeded();
        using var scratch = new Scratch();
        var script = scratch.File("my script.sh", "#!/bin/sh\necho \"$1\"\n").SetExecutable();

        var output = ToolResolver.GetTool(script)($"{"a  b"}", logInvocation: false, logOutput: false);

        output.StdToText().ShouldBe("a  b");
    }

    public Tool? DotNet { get; }
}
