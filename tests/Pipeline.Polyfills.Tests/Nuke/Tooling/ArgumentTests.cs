using Nuke.Common.IO;
using Nuke.Common.Tooling;

namespace Pipeline.Polyfills.Tests.Nuke.Tooling;

public sealed class ArgumentTests
{
    private static readonly Tool Echo = ToolResolver.GetTool(Child.Assembly);

    private static readonly string[] Weird =
    [
        "", " ", "a b", "  two  spaces  ", "tab\there", "line\nbreak", "win\r\nbreak", "\"", "\"quoted\"", "it's", "a\"b c\"d",
        "*", "*.txt", "$HOME", "${PATH}", "`id`", "$(id)", "a;b", "a&b|c>d<e", "!x", "#x", "~", "%PATH%", "{0}", "{{x}}",
        @"\", @"\\", @"C:\dir\", @"C:\my dir\", @"\""", @"\\"" \", "--", "-x=y z", "ünï✓𝄞", "'single quoted'", "\\n",
    ];

    [Fact]
    public void Argument_OfAnyText_ReachesTheChildUnchanged()
    {
        Received(Weird, before: " ", after: "").ShouldBe(Weird);
    }

    [Fact]
    public void Argument_AfterLiteralText_IsPartOfTheSameArgument()
    {
        Received(Weird, before: " --option=", after: "").ShouldBe(Weird.Select(x => $"--option={x}"));
    }

    [Fact]
    public void Argument_WithinQuotesOfTheLiteral_IsEscapedThere()
    {
        Received(Weird, before: " \"--option=", after: "\"").ShouldBe(Weird.Select(x => $"--option={x}"));
    }

    [Fact]
    public void Argument_WithinQuotesBeforeMoreText_IsEscapedThere()
    {
        Received(Weird, before: " \"", after: "/rest\"").ShouldBe(Weird.Select(x => $"{x}/rest"));
    }

    [Fact]
    public void Argument_AfterABackslash_KeepsTheBackslash()
    {
        Received(Weird, before: @" dir\", after: "").ShouldBe(Weird.Select(x => $@"dir\{x}"));
    }

    [Fact]
    public void Argument_OfAnInterpolatedString_IsOneArgument()
    {
        var argument = "a \"b\" c";

        var output = Echo($"--as-child arguments {argument} --x={argument} end", logInvocation: false, logOutput: false);

        Child.ArgumentsOf(output).ShouldBe([argument, $"--x={argument}", "end"]);
    }

    [Fact]
    public void Argument_OfACollection_IsOneArgumentForEachItem()
    {
        string[] items = ["a b", "", "c\"d"];

        var output = Echo($"--as-child arguments {items}", logInvocation: false, logOutput: false);

        Child.ArgumentsOf(output).ShouldBe(items);
    }

    [Fact]
    public void Argument_OfPathsWithSpaces_IsOneArgumentForEach()
    {
        AbsolutePath[] paths = ["/a dir/x", "/b"];

        var output = Echo($"--as-child arguments {paths} {paths[0]}", logInvocation: false, logOutput: false);

        Child.ArgumentsOf(output).ShouldBe(["/a dir/x", "/b", "/a dir/x"]);
    }

    [Fact]
    public void Argument_Unquoted_IsTextOfTheCommandLine()
    {
        var options = "--one \"two three\"";

        var output = Echo($"--as-child arguments {options:nq}", logInvocation: false, logOutput: false);

        Child.ArgumentsOf(output).ShouldBe(["--one", "two three"]);
    }

    [Fact]
    public void Argument_OfNull_IsNone()
    {
        string? nothing = null;

        var output = Echo($"--as-child arguments {nothing} {1.5} {true}", logInvocation: false, logOutput: false);

        Child.ArgumentsOf(output).ShouldBe(["1.5", "True"]);
    }

    [Fact]
    public void Argument_OfUnknownFormat_IsRefused()
    {
        Should.Throw<FormatException>(() => Echo($"--as-child arguments {"x":redact}")).Message.ShouldContain("redact");
    }

    /// <summary>What a child gets from a command line that has each of the arguments between two texts.</summary>
    private static string[] Received(IEnumerable<string> arguments, string before, string after)
    {
        var handler = new ArgumentStringHandler(0, 0, out _);
        handler.AppendLiteral("--as-child arguments");
        foreach (var argument in arguments)
        {
            handler.AppendLiteral(before);
            handler.AppendFormatted(argument);
            handler.AppendLiteral(after);
        }
        return Child.ArgumentsOf(Echo(handler, logInvocation: false, logOutput: false));
    }
}
