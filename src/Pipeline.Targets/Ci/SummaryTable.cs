using System.Globalization;
using System.Text;
using Nuke.Common;
using Nuke.Common.Execution;
using Pipeline.Delivery.Reports;

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
