using System.Globalization;
using System.Text;
using Nuke.Common.Execution;
using Nuke.Common;
using Pipeline.Core.Problems;
using Pipeline.Delivery.Reports;
using Pipeline.Targets.Secrets;

namespace Pipeline.Targets.Ci;

/// <summary>
/// All that a build says to the CI host: annotations on files and the job summary. Off a CI host it says nothing, because the
/// console has it already.
/// </summary>
public sealed class CiWriter
{
    /// <summary>GitHub refuses a step's summary above one mebibyte.</summary>
    private const int LargestSummary = 1024 * 1024 - 1024;

    private readonly TextWriter _console;
    private readonly string? _summaryFile;
    private readonly string? _outputFile;
    private readonly string _root;
    private readonly SecretRedactor _redactor;
    private int _summaryLength;

    internal CiWriter(TextWriter console, SecretRedactor redactor, CiHost host) =>
        (_console, _redactor, IsActive, _summaryFile, _outputFile, _root) = (
            console, redactor, host.IsGitHubActions, host.SummaryFile, host.OutputFile, host.Root);

    /// <summary>Whether a host is listening.</summary>
    public bool IsActive { get; }

    /// <summary>Asks the host to mask what the build holds secret; the value itself goes to the host's filter only.</summary>
    public void Mask(IEnumerable<string> secrets)
    {
        if (!IsActive)
            return;
        foreach (var line in secrets.SelectMany(x => x.Split('\n')).Select(x => x.Trim('\r')).Where(x => x.Length > 0))
            _console.WriteLine($"::add-mask::{EscapeData(line)}");
    }

    public void Error(Problem problem) => Annotate("error", problem);

    public void Warning(Problem problem) => Annotate("warning", problem);

    /// <summary>Adds Markdown to the page of the run. What does not fit any more is left out with a sentence.</summary>
    public void Summarize(string markdown)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        if (!IsActive || _summaryFile is null || _summaryLength > LargestSummary)
            return;
        var text = _redactor.Redact(markdown).TrimEnd('\n') + "\n\n";
        _summaryLength += Encoding.UTF8.GetByteCount(text);
        File.AppendAllText(
            _summaryFile, _summaryLength <= LargestSummary ? text : "The summary is cut here; the log has the rest.\n");
    }

    /// <summary>Adds lines as they are; whatever stands in them ends no block.</summary>
    public void SummarizeText(IEnumerable<string> lines)
    {
        var text = string.Join('\n', lines);
        var longest = text.Split('\n').SelectMany(x => x.Split(' ')).Select(x => x.Count(y => y == '`')).DefaultIfEmpty(0).Max();
        var fence = new string('`', Math.Max(3, longest + 1));
        Summarize($"{fence}\n{text}\n{fence}");
    }

    /// <summary>Gives later steps of the job a value, as <c>steps.id.outputs.name</c>. Line breaks become blanks.</summary>
    public void Output(string name, string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(value);
        if (IsActive && _outputFile is not null)
            File.AppendAllText(_outputFile, $"{name}={_redactor.Redact(value).ReplaceLineEndings(" ")}\n");
    }

    private void Annotate(string level, Problem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        if (!IsActive)
            return;
        var properties = new List<string>();
        if (problem.File.Length > 0)
            properties.Add($"file={EscapeProperty(RelativePath(problem.File))}");
        if (problem.Line is { } line)
            properties.Add($"line={line}");
        if (problem.Column is { } column)
            properties.Add($"col={column}");
        var message = problem.Hint is null ? problem.Message : $"{problem.Message} {problem.Hint}";
        var command = properties.Count > 0 ? $"{level} {string.Join(',', properties)}" : level;
        _console.WriteLine($"::{command}::{EscapeData(_redactor.Redact(message))}");
    }

    private string RelativePath(string file) =>
        Path.IsPathRooted(file) ? Path.GetRelativePath(_root, file).Replace('\\', '/') : file.Replace('\\', '/');

    private static string EscapeData(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string EscapeProperty(string text) => EscapeData(text)
        .Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);
}

/// <summary>Who listens to the build besides its console.</summary>
/// <param name="IsGitHubActions">Whether workflow commands are understood.</param>
/// <param name="SummaryFile">The file whose Markdown becomes the page of the run; null where there is none.</param>
/// <param name="Root">The folder that the paths of annotations are relative to.</param>
/// <param name="OutputFile">The file whose lines become outputs of the step; null where there is none.</param>
internal sealed record CiHost(bool IsGitHubActions, string? SummaryFile, string Root, string? OutputFile = null)
{
    public static CiHost Detect(string root) => new(
        Environment.GetEnvironmentVariable("GITHUB_ACTIONS") == "true",
        Environment.GetEnvironmentVariable("GITHUB_STEP_SUMMARY") is { Length: > 0 } path ? path : null,
        Environment.GetEnvironmentVariable("GITHUB_WORKSPACE") is { Length: > 0 } workspace ? workspace : root,
        Environment.GetEnvironmentVariable("GITHUB_OUTPUT") is { Length: > 0 } output ? output : null);
}

/// <summary>The targets of a run as a Markdown table for the job summary.</summary>
internal static class SummaryTable
{
    public static string Render(INukeBuild build)
    {
        var text = new StringBuilder("| Target | Status | Duration | |\n| --- | --- | ---: | --- |\n");
        foreach (var target in build.ExecutionPlan)
        {
            var said = string.Join(", ", target.SummaryInformation.Select(x => $"{x.Key}: {x.Value}"));
            var remark = MarkdownText.Cell(target.OnlyWhen ?? target.Skipped ?? said);
            var seconds = target.Duration.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture);
            text.Append($"| {target.Name} | {Sign(target.Status)} {target.Status} | {seconds} | {remark} |\n");
        }

        return text.ToString();
    }

    private static string Sign(ExecutionStatus status) => status switch
    {
        ExecutionStatus.Succeeded => "✅",
        ExecutionStatus.Failed or ExecutionStatus.Aborted => "❌",
        _ => "➖",
    };
}
