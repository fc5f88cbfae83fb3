using System.Text.RegularExpressions;
using Pipeline.Testing;

namespace Pipeline.Polyfills.Nuke.Execution;

/// <summary>What a run of a build comes down to: what was asked, what ended how, and what the targets said.</summary>
internal sealed partial record Transcript(
    string Arguments, int ExitCode, IReadOnlyList<string> Targets, IReadOnlyList<string> Messages)
{
    /// <summary>Reads a recorded run: the command first, the exit code last.</summary>
    public static Transcript OfRecord(string text)
    {
        var lines = text.TrimEnd().Split('\n');
        var arguments = lines[0]["$ ./build.sh ".Length..].Trim();
        var exitCode = int.Parse(ExitCodeLine().Match(lines[^1]).Groups[1].Value, null);
        return new Transcript(arguments, exitCode, TargetsIn(text), MessagesIn(text));
    }

    public static Transcript OfRun(string arguments, Child run) =>
        new(arguments, run.ExitCode, TargetsIn(run.Output), MessagesIn(run.Output));

    /// <summary>The rows of the summary: name, status and remark, without the duration.</summary>
    private static List<string> TargetsIn(string text) =>
        [.. Plain(text).Select(x => Row().Match(x)).Where(x => x.Success)
            .Select(x => $"{x.Groups["name"].Value} {x.Groups["status"].Value} {x.Groups["remark"].Value}".TrimEnd())];

    /// <summary>
    /// Log lines without their time and workflow commands, in order; engine traces of level VRB are its own affair.
    /// </summary>
    private static List<string> MessagesIn(string text) =>
        [.. Plain(text).Select(x => Message().Match(x)).Where(x => x.Success).Select(x => x.Groups[1].Value.TrimEnd())];

    /// <summary>The real package pads its table with no-break spaces, so that CI hosts do not fold them.</summary>
    private static IEnumerable<string> Plain(string text) =>
        text.Split('\n').Select(x => Colors().Replace(x, "").Replace('\u00a0', ' ').TrimEnd('\r'));

    [GeneratedRegex(@"^\[exit code (\d+)\]$")]
    private static partial Regex ExitCodeLine();

    [GeneratedRegex(
        @"^(?<name>\w+) +(?<status>Succeeded|Failed|Skipped|NotRun|Aborted|Collective) *(< 1sec|\d+:\d\d)? *(?<remark>// .*)?$")]
    private static partial Regex Row();

    [GeneratedRegex(@"^(?:\d\d:\d\d:\d\d )?(\[(?:DBG|INF|WRN|ERR)\] .*|::(?:group|endgroup|warning|error).*)$")]
    private static partial Regex Message();

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Colors();
}
