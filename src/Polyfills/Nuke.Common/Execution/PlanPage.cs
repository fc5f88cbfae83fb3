using System.IO;
using System.Linq;
using System.Net;

namespace Nuke.Common.Execution;

/// <summary>The execution plan as a page of its own; the real one opens a browser, this one says where it is.</summary>
internal static class PlanPage
{
    public static string Write(NukeBuild build)
    {
        var rows = build.ExecutionPlan.Select((x, i) =>
            $"<tr><td>{i + 1}</td><td>{WebUtility.HtmlEncode(x.Name)}{(x.Invoked ? " (invoked)" : string.Empty)}</td>" +
            $"<td>{string.Join(", ", x.AllDependencies.Select(y => WebUtility.HtmlEncode(y.Name)))}</td>" +
            $"<td>{WebUtility.HtmlEncode(x.Description)}</td></tr>");
        var path = Path.Combine(NukeBuild.TemporaryDirectory, "execution-plan.html");
        File.WriteAllText(path, $"""
            <!doctype html>
            <html lang="en"><meta charset="utf-8"><title>Execution plan</title>
            <style>body{"{"}font-family:sans-serif;margin:2em{"}"}td,th{"{"}padding:.3em 1em;text-align:left{"}"}</style>
            <h1>Execution plan</h1>
            <table><tr><th></th><th>Target</th><th>After</th><th>Description</th></tr>
            {string.Join('\n', rows)}
            </table></html>

            """);
        var order = string.Join(" -> ", build.ExecutionPlan.Select(x => x.Name));
        return $"Execution plan: {order}\nAs a page: {path}";
    }
}
