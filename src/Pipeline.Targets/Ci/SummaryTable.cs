using System.Globalization;
using System.Text;
using Nuke.Common;
using Nuke.Common.Execution;

namespace Pipeline.Targets.Ci;

/// <summary>The targets of a run as a Markdown table for the job summary.</summary>
internal static class SummaryTable
{
    public static string Render(INukeBuild build)
    {
        var text = new StringBuilder("| Target | Status | Duration | |\n| --- | --- | ---: | --- |\n");
        foreach (var target in build.ExecutionPlan)
        {
            var said = string.Join(", ", target.SummaryInformation.Select(x => $"{x.Key}: {x.Value}"));
            var remark = Cell(target.OnlyWhen ?? target.Skipped ?? said);
            var seconds = target.Duration.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture);
            text.Append($"| {target.Name} | {Sign(target.Status)} {target.Status} | {seconds} | {remark} |\n");
        }

        return text.ToString();
    }

    /// <summary>Text in a table's cell: no line breaks, and nothing that Markdown or HTML would act upon.</summary>
    public static string Cell(string text)
    {
        var cell = new StringBuilder();
        foreach (var character in text)
        {
            if (character is '\r' or '\n')
                cell.Append(' ');
            else if (@"\`*_{}[]<>#|!~".Contains(character, StringComparison.Ordinal))
                cell.Append('\\').Append(character);
            else
                cell.Append(character);
        }

        return cell.ToString();
    }

    private static string Sign(ExecutionStatus status) => status switch
    {
        ExecutionStatus.Succeeded => "✅",
        ExecutionStatus.Failed or ExecutionStatus.Aborted => "❌",
        _ => "➖",
    };
}
