using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Pipeline.Targets.Secrets;

namespace Pipeline.Targets.Ci;

/// <summary>Values from data are text to a CI host, however they are printed.</summary>
public sealed partial class WorkflowCommandGuardTests : IDisposable
{
    private static readonly string[] Pieces =
    [
        ":", "::", "#", "##", "[", "##[", "\n", "\r\n", " ", "\t", "set-env", "vso", "\u001b[31m", "\u00a0", "\ufeff", "a",
        "::error::", "\\",
    ];

    private readonly StrictRun _build = new();

    [Fact]
    public void Text_InAnyPieces_IsNeverACommandAndLosesNothing()
    {
        var texts = Gen.Elements(Pieces).ListOf();

        Prop.ForAll(Arb.From(texts), pieces =>
        {
            var guarded = Guarded(pieces);

            Commands(guarded).ShouldBeEmpty();
            Unescaped(guarded).ShouldBe(string.Concat(pieces));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(20_260_101, 7, 40));
    }

    [Theory]
    [InlineData("plain: text :: with colons", "plain: text :: with colons")]
    [InlineData("  ::set-env name=a::b", "  :\\:set-env name=a::b")]
    [InlineData("see ##[group]", "see ##\\[group]")]
    [InlineData("a #1 [x] ## [y]", "a #1 [x] ## [y]")]
    public void Text_IsChangedOnlyWhereItWouldBeACommand(string text, string expected) => Guarded([text]).ShouldBe(expected);

    [Fact]
    public void Build_ThatPrintsHostileData_SaysNothingToTheHost()
    {
        var run = _build.Run("Speak", ("GITHUB_ACTIONS", "true"));

        run.ExitCode.ShouldBe(2, run.Text);
        var commands = Commands(run.Output).Concat(Commands(run.Error)).ToList();
        commands.ShouldAllBe(x => Expected().IsMatch(x));
        commands.ShouldContain(x => x.StartsWith("::error file=loans.csv", StringComparison.Ordinal));
        commands.ShouldContain("::group::Speak");
        run.Output.ShouldContain(":\\:set-env name=PATH::/evil");
        run.Output.ShouldContain(":\\:stop-commands::token");
        run.Error.ShouldContain(":\\:save-state");
    }

    [Fact]
    public void Build_OffACiHost_PrintsDataAsItIs()
    {
        var run = _build.Run("Speak");

        run.Output.ShouldContain("\n::set-env name=PATH::/evil");
    }

    [Fact]
    public void Secret_BesideACommand_IsStillKept()
    {
        using var console = new StringWriter();
        var redactor = new SecretRedactor();
        redactor.Add("::s3cr3t[");
        using var writer = new RedactingWriter(new WorkflowCommandGuard(console), redactor);

        writer.WriteLine("::s3cr3t[");
        writer.WriteLine("::error::it is ::s3cr3t[");
        writer.Flush();

        console.ToString().ReplaceLineEndings("\n").ShouldBe("***\n::error::it is ***\n");
    }

    public void Dispose() => _build.Dispose();

    private static string Guarded(IEnumerable<string> pieces)
    {
        using var console = new StringWriter();
        using var guard = new WorkflowCommandGuard(console);
        foreach (var piece in pieces)
            guard.Write(piece);
        return console.ToString();
    }

    /// <summary>As the runners of GitHub and Azure find them.</summary>
    private static IEnumerable<string> Commands(string text) => text.Split('\n', '\r').Where(x =>
        Colours().Replace(x, "").TrimStart().TrimStart('\ufeff').TrimStart().StartsWith("::", StringComparison.Ordinal)
        || Marked().IsMatch(x));

    private static string Unescaped(string text) => Escape().Replace(text, "");

    [GeneratedRegex(@"##\w*\[")]
    private static partial Regex Marked();

    [GeneratedRegex(@"\u001b\[[0-9;]*[a-zA-Z]")]
    private static partial Regex Colours();

    [GeneratedRegex(@"\\(?=:)(?<=^(?:\s|\ufeff|\u001b\[[0-9;]*m)*:\\)|(?<=##[a-zA-Z#]*)\\(?=\[)", RegexOptions.Multiline)]
    private static partial Regex Escape();

    [GeneratedRegex("^::(group|endgroup)::Speak|^::(group|endgroup)::Errors|^::(error|warning)( file=loans.csv,line=1)?::")]
    private static partial Regex Expected();
}
